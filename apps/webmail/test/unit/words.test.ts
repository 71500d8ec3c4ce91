// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import { learnHangul, matches } from '../../src/core/hangul/match.svelte';
import { withParticles } from '../../src/core/hangul/particles';
import { preferred, speak, t } from '../../src/core/i18n/words.svelte';
import { Keyboard, nameOf, type Pressed } from '../../src/core/keys/keys';
import { full, octets, short } from '../../src/core/time/dates';
import { COMMANDS } from '../../src/mail/commands';
import { triedAs } from '../../src/signin/auth';
import { numeralsOf, put } from '../../src/core/i18n/pieces';
import { compiled } from '../../build/messages';

describe('messages', () => {
  it('come as pieces to put together', () => {
    const say = (message: string, args = {}, language = 'en') => put(compiled(message), args, numeralsOf(language));
    expect(compiled("It''s {name}.")).toEqual(["It's ", ['name'], '.']);
    expect(say('{count, plural, =0 {none} one {# mail of {name}} other {# mails of {name}}}', { count: 0, name: 'x' })).toBe('none');
    expect(say('{count, plural, =0 {none} one {# mail of {name}} other {# mails of {name}}}', { count: 1, name: 'x' })).toBe('1 mail of x');
    expect(say('{count, plural, =0 {none} one {# mail of {name}} other {# mails of {name}}}', { count: 1200, name: 'x' })).toBe('1,200 mails of x');
    expect(say('{count, plural, one {# {what, select, mail {mail} other {thing}}} other {# {what, select, mail {mails} other {things}}}}', { count: 2, what: 'mail' })).toBe('2 mails');
    expect(say('{count, number} unread', { count: 1234 }, 'ko')).toBe('1,234 unread');
    expect(say('{missing}')).toBe('{missing}');
    expect(() => compiled('{at, date}')).toThrow();
    expect(() => compiled('{open')).toThrow();
  });

  it('leave what is put in alone', () => {
    const say = (message: string, folder: string) => put(compiled(message), { folder }, numeralsOf('ko'));
    expect(say('“{folder}”[을/를] 지울까요?', '[상/하]')).toBe('“[상/하]”를 지울까요?');
    expect(say('“{folder}”[을/를] 지울까요?', '견적')).toBe('“견적”을 지울까요?');
  });

  it('count and follow the word before', async () => {
    await speak('ko');
    expect(t('act.moved', { count: 1, folder: '보관함' })).toBe('보관함으로 옮겼습니다');
    expect(t('act.moved', { count: 3, folder: '회사' })).toBe('3개를 회사로 옮겼습니다');
    await speak('en');
    expect(t('act.moved', { count: 3, folder: 'Archive' })).toBe('3 moved to Archive');
  });

  it('are of the language that was chosen, else of the browser', () => {
    expect(preferred('en', ['ko-KR'])).toBe('en');
    expect(preferred(null, ['ko-KR', 'en'])).toBe('ko');
    expect(preferred(null, ['fr'])).toBe('en');
  });
});

describe('particles', () => {
  it.each([
    ['김하늘[이/가]', '김하늘이'], ['지우[이/가]', '지우가'], ['서울[으로/로]', '서울로'], ['부산[으로/로]', '부산으로'], ['me@code.kr[으로/로]', 'me@code.kr로'],
    ['“회사”[을/를]', '“회사”를'], ['3[을/를]', '3을'], ['2[을/를]', '2를'], ['7[으로/로]', '7로'],
  ])('%s is %s', (given, expected) => expect(withParticles(given)).toBe(expected));
});

describe('finding names', () => {
  beforeAll(() => learnHangul());
  it.each([
    ['ㄱㅎㄴ', '김하늘'], ['rlagksmf', '김하늘'], ['김하느', '김하늘'], ['하늘', '김하늘'], ['하늘'.normalize('NFD'), '김하늘'], ['ㅑㅜ', 'infra in'], ['HANEUL', 'haneul@code.kr'], ['', '아무나'],
  ])('%s finds %s', (query, name) => expect(matches(query, name)).toBe(true));
  it.each([['ㄱㅎㅅ', '김하늘'], ['나늘', '김하늘'], ['xyz', '김하늘']])('%s does not find %s', (query, name) => expect(matches(query, name)).toBe(false));
});

describe('the form of an address that is tried', () => {
  it.each([
    ['jiwoo', 'code.kr', 'jiwoo@code.kr'], [' jiwoo ', 'code.kr', 'jiwoo@code.kr'], ['jiwoo', undefined, undefined], ['a@b.kr', 'code.kr', 'a@b.kr'],
    ['CODE.KR\\jiwoo', undefined, 'jiwoo@code.kr'], ['CODE\\jiwoo', 'x.kr', undefined], ['', 'x.kr', undefined], ['하늘'.normalize('NFD'), 'x.kr', '하늘@x.kr'],
  ])('%s with %s is %s', (name, domain, expected) => expect(triedAs(name, domain)).toBe(expected));
});

describe('keys', () => {
  const key = (name: string, change: Partial<Pressed> = {}): Pressed => ({ key: name, code: '', ctrl: false, meta: false, shift: false, alt: false, composing: false, ...change });

  it('are what they type, and in Hangul mode where they lie', () => {
    expect(nameOf(key('j'))).toBe('j');
    expect(nameOf(key('ㅓ', { code: 'KeyJ' }))).toBe('j');
    expect(nameOf(key('Process', { code: 'KeyJ', composing: true }))).toBe('j');
    expect(nameOf(key('I', { shift: true }))).toBe('Shift+i');
    expect(nameOf(key('ㅑ', { code: 'KeyI', shift: true }))).toBe('Shift+i');
    expect(nameOf(key('#', { shift: true }))).toBe('#');
    expect(nameOf(key('k', { meta: true }))).toBe('Ctrl+k');
    expect(nameOf(key('Shift', { shift: true }))).toBeUndefined();
    expect(nameOf(key('Enter', { composing: true }))).toBeUndefined();
  });

  it('may follow each other', () => {
    let now = 0;
    const keyboard = new Keyboard(COMMANDS, () => now);
    expect(keyboard.press(key('g'))).toBe('waiting');
    expect(keyboard.press(key('ㅑ', { code: 'KeyI' }))).toBe('goInbox');
    expect(keyboard.press(key('g'))).toBe('waiting');
    now += 2_000;
    expect(keyboard.press(key('s'))).toBe('star');
    expect(keyboard.press(key('g'))).toBe('waiting');
    expect(keyboard.press(key('e'))).toBe('archive');
  });
});

describe('dates and sizes', () => {
  const now = new Date(2026, 10, 18, 12, 0);
  it('grow longer with age', () => {
    expect(short(new Date(2026, 10, 18, 9, 8).toISOString(), 'ko', now)).toBe('09:08');
    expect(short(new Date(2026, 10, 17, 9, 8).toISOString(), 'ko', now)).toBe('11월 17일');
    expect(short(new Date(2025, 10, 17).toISOString(), 'ko', now)).toBe('2025. 11. 17.');
    expect(short(new Date(2026, 10, 17).toISOString(), 'en', now)).toBe('Nov 17');
    expect(short('nonsense', 'ko', now)).toBe('');
    expect(full(new Date(2026, 10, 17, 9, 8).toISOString(), 'ko')).toContain('화요일');
  });
  it('are told in thousands', () => {
    expect(octets(0, 'en')).toBe('0 B');
    expect(octets(1_200_000, 'en')).toBe('1.2 MB');
    expect(octets(20_000_000_000, 'en')).toBe('20 GB');
    expect(octets(999_900, 'en')).toBe('1 MB');
  });
});

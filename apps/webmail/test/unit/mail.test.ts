// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/mail/read/html';
import type { Identity, Letter } from '../../src/core/jmap/types';
import { looksRight, parseAddresses } from '../../src/mail/compose/addresses';
import { doubtsOf } from '../../src/mail/compose/content';
import { blank, escapeHtml, replySubject, replyTo } from '../../src/mail/compose/reply';
import { meaningOf } from '../../src/mail/list/swipe';
import { scrollTo, shown, slots } from '../../src/mail/list/window';
import { otherHost } from '../../src/mail/read/letter';
import { blocks, languageOf, pieces } from '../../src/mail/read/text';
import { parseRoute, writeRoute } from '../../src/mail/route';
import { parseSearch } from '../../src/mail/search/parse';
import { JmapDouble } from '../double/jmap';

describe('search', () => {
  const folders = { find: (name: string) => ({ 회사: 'm1', inbox: 'm2' })[name], left: ['junk', 'trash'], kinds: true, label: (name: string) => ({ 인프라: 'l~1' })[name] };
  const parse = (words: string) => parseSearch(words, folders, new Date(2026, 10, 18));
  const everywhere = { inMailboxOtherThan: ['junk', 'trash'] };

  it('reads operators in both languages alike', () => {
    expect(parse('보낸사람:하늘').filter).toEqual(parse('from:하늘').filter);
    expect(parse('제목:"이전 일정"').filter).toEqual({ operator: 'AND', conditions: [{ subject: '"이전 일정"' }, everywhere] });
    expect(parse('첨부').filter).toEqual(parse('has:attachment').filter);
    expect(parse('상태:안읽음').filter).toEqual(parse('is:unread').filter);
  });

  it('has each operator of both languages', () => {
    const date = (day: number) => new Date(2026, 10, day).toISOString().replace('.000', '');
    const known: [string, string, unknown][] = [
      ['from:haneul', '보낸이:haneul', { from: 'haneul' }],
      ['to:lee', '받는사람:lee', { to: 'lee' }],
      ['cc:lee', '참조:lee', { cc: 'lee' }],
      ['bcc:lee', '숨은참조:lee', { bcc: 'lee' }],
      ['subject:"a b"', '제목:"a b"', { subject: '"a b"' }],
      ['body:x', '본문:x', { body: 'x' }],
      ['has:attachment', '첨부:파일', { hasAttachment: true }],
      ['has:image', '첨부:이미지', { attachmentKind: 'image' }],
      ['has:pdf', '첨부:PDF', { attachmentKind: 'pdf' }],
      ['is:unread', '상태:읽지않음', { notKeyword: '$seen' }],
      ['is:starred', '상태:별표', { hasKeyword: '$flagged' }],
      ['before:2026-11-17', '이전:2026.11.17.', { before: date(17) }],
      ['after:2026/11/1', '이후:2026-11', { after: date(1) }],
      ['larger:5MB', '큰:5m', { minSize: 5_000_000 }],
      ['smaller:10k', '작은:10K', { maxSize: 10_000 }],
      ['list:dev.example', '목록:dev.example', { header: ['List-Id', 'dev.example'] }],
      ['"a phrase"', '"a phrase"', { text: '"a phrase"' }],
    ];
    for (const [english, korean, filter] of known) {
      for (const words of [english, korean]) expect(parse(words), words).toMatchObject({ filter: { conditions: [filter, everywhere] }, unknown: [] });
      expect(parse(`-${korean}`).filter, korean).toMatchObject({ conditions: [{ operator: 'NOT', conditions: [filter] }, everywhere] });
    }
    for (const words of ['in:회사', '폴더:회사', '위치:회사']) expect(parse(words).filter, words).toEqual({ inMailbox: 'm1' });
    for (const words of ['label:인프라', '라벨:"인프라"']) expect(parse(words).filter, words).toEqual({ hasKeyword: 'l~1' });
    expect(parse('label:회사').filter).toEqual({ inMailbox: 'm1' });
    expect(parse('견적 또는 세금').filter).toEqual(parse('견적 OR 세금').filter);
    expect(parseSearch('has:pdf', { ...folders, kinds: false }, new Date()).unknown).toEqual(['has:pdf']);
  });

  it('joins, excludes and offers a choice', () => {
    expect(parse('견적 -초안').filter).toEqual({ operator: 'AND', conditions: [{ text: '견적' }, { operator: 'NOT', conditions: [{ text: '초안' }] }, everywhere] });
    expect(parse('a OR b c').filter).toEqual({ operator: 'AND', conditions: [{ operator: 'OR', conditions: [{ text: 'a' }, { text: 'b' }] }, { text: 'c' }, everywhere] });
  });

  it('knows folders, sizes and days', () => {
    expect(parse('in:회사').filter).toEqual({ inMailbox: 'm1' });
    expect(parse('in:anywhere x').filter).toEqual({ text: 'x' });
    expect(parse('larger:5M in:전체').filter).toEqual({ minSize: 5_000_000 });
    expect(parse('before:2026.11.17 in:all').filter).toEqual({ before: new Date(2026, 10, 17).toISOString().replace('.000', '') });
  });

  it('says what it did not understand and looks for unknown words as they are', () => {
    expect(parse('larger:many in:nowhere x').unknown).toEqual(['larger:many', 'in:nowhere']);
    expect(parse('http://a.example in:all').filter).toEqual({ text: 'http://a.example' });
  });

  it('bears anything', () => {
    for (const words of ['', '-', '"', ':', 'from:', '-from:""', 'OR', 'a OR', '"""', 'in:""']) expect(() => parse(words)).not.toThrow();
  });
});

describe('places', () => {
  it('are written and read', () => {
    for (const place of [{ kind: 'mailbox', id: 'm/1' }, { kind: 'starred' }, { kind: 'search', words: '제목:"a/b" #1' }] as const) {
      expect(parseRoute(writeRoute(place))).toEqual({ place, thread: undefined });
      expect(parseRoute(writeRoute(place, 't1'))).toEqual({ place, thread: 't1' });
    }
    expect(parseRoute('')).toEqual({ place: undefined, thread: undefined });
    expect(parseRoute('#/nonsense/%zz')).toEqual({ place: undefined, thread: undefined });
  });
});

describe('the window of a list', () => {
  it('holds what is seen and a margin', () => {
    expect(shown(7600, 760, 1000, 76)).toEqual({ first: 92, last: 118, height: 76_000, top: 92 * 76 });
    expect(shown(0, 760, 3, 76)).toMatchObject({ first: 0, last: 3 });
    // As many everywhere, so that rows can be used again.
    for (const top of [0, 300, 7630, 76_000 - 760]) {
      const { first, last } = shown(top, 760, 1000, 76);
      expect(last - first).toBe(slots(760, 76));
    }
  });

  it('reaches both ends of a list higher than an element may be', () => {
    const total = 1_000_000;
    const end = shown(8_000_000 - 760, 760, total, 76);
    expect(end.last).toBe(total);
    expect(end.top + (end.last - end.first) * 76).toBeCloseTo(8_000_000, 0);
    expect(shown(0, 760, total, 76).first).toBe(0);
    for (const row of [0, 500_000, total - 1]) {
      const top = scrollTo(row, 0, 760, total, 76);
      const { first, last } = shown(top, 760, total, 76);
      expect(first <= row && row < last, String(row)).toBe(true);
    }
  });
});

describe('the words of HTML', () => {
  it.each([
    ['<p>안녕하세요,<br>지우&nbsp;님</p><p>a &lt;b&gt; &amp;amp; &#44032;&#xAC01;</p>', '안녕하세요,\n지우 님\na <b> &amp; 가각'],
    ['<html><head><title>t</title><style>p { color: red }</style></head><body><script>alert(1)</script>x<!-- y --></body>', 'x'],
    ['1 < 2 &unknown; &#0;', '1 < 2 &unknown;'],
    ['<style>never closed', ''],
    ['<ul><li>a</li>\n<li>b</li></ul>', 'a\nb'],
  ])('%s', (html, words) => expect(wordsOf(html)).toBe(words));
});

describe('a swipe', () => {
  it('means more the longer it is', () => {
    const usual = (side: 'right' | 'left') => (side === 'right' ? 'archive' : 'later');
    expect([0, 60, 100, 250, -60, -100].map((dx) => meaningOf(dx, 390, usual))).toEqual([undefined, undefined, 'archive', 'trash', undefined, 'later']);
    expect([100, 250, -100].map((dx) => meaningOf(dx, 390, (side) => (side === 'right' ? 'none' : 'trash')))).toEqual([undefined, 'trash', 'trash']);
  });
});

describe('text', () => {
  it('is cut into paragraphs, quotations and signature', () => {
    expect(blocks('a\nwww.a.example\nb\nc')).toEqual([{ kind: 'text', lines: 4, pieces: [{ text: 'a\n' }, { text: 'www.a.example', href: 'https://www.a.example' }, { text: '\nb\nc\n' }] }]);
    expect(blocks('a\n> q\n> r\nb\n-- \nme').map((block) => [block.kind, block.lines])).toEqual([['text', 1], ['quote', 2], ['text', 1], ['signature', 2]]);
  });

  it('has links without the sentence around them', () => {
    expect(pieces('(https://a.example/x_(y)) 를 보세요.')).toEqual([{ text: '(' }, { text: 'https://a.example/x_(y)', href: 'https://a.example/x_(y)' }, { text: ') 를 보세요.' }]);
    expect(pieces('https://a.example/길에서')[0]).toEqual({ text: 'https://a.example/길', href: 'https://a.example/길' });
    expect(pieces('me@code.kr로')[0]).toEqual({ text: 'me@code.kr', href: 'mailto:me@code.kr' });
    expect(pieces('www.a.example.')[0]).toEqual({ text: 'www.a.example', href: 'https://www.a.example' });
    expect(pieces('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)' }]);
  });

  it('tells its language', () => {
    expect(languageOf('안녕')).toBe('ko');
    expect(languageOf('これは漢字')).toBe('ja');
    expect(languageOf('漢字')).toBe('zh');
    expect(languageOf('hello')).toBe('und');
  });
});

describe('links', () => {
  it('that name another host are told', () => {
    expect(otherHost('https://evil.example/x', 'www.bank.example')).toBe('evil.example');
    expect(otherHost('https://www.bank.example/x', 'bank.example/login')).toBeUndefined();
    expect(otherHost('https://a.example', '여기')).toBeUndefined();
    expect(otherHost('https://аррlе.example', 'apple')).toContain('xn--');
  });
});

describe('addresses', () => {
  it('are read as people write them', () => {
    expect(parseAddresses('김하늘 <haneul@code.kr>, "Kim, J." <j@x.example>; a@b.example')).toEqual([
      { name: '김하늘', email: 'haneul@code.kr' }, { name: 'Kim, J.', email: 'j@x.example' }, { name: null, email: 'a@b.example' },
    ]);
    expect(parseAddresses('a@b.example c@d.example')).toHaveLength(2);
    expect(parseAddresses(' , ;\n')).toEqual([]);
  });

  it('that cannot be are seen', () => {
    for (const good of ['a@b.kr', '사람@도메인.한국', 'a+b@c.example', 'root@localhost']) expect(looksRight(good), good).toBe(true);
    for (const bad of ['a', 'a@', '@b.kr', 'a b@c.kr', 'a@b', 'a@b.']) expect(looksRight(bad), bad).toBe(false);
  });
});

describe('answers', () => {
  const me: Identity = { id: 'i1', name: '지우', email: 'me@example.org', replyTo: null, bcc: null, textSignature: '지우 드림', htmlSignature: '' };
  const server = new JmapDouble();
  const letter = server.deliver(server.addMailbox('INBOX', 'inbox'), {
    subject: 'RE: 회신: 일정', from: [{ name: '김하늘', email: 'haneul@code.kr' }], to: [{ name: null, email: 'ME@example.org' }, { name: null, email: 'b@x.example' }], cc: [{ name: null, email: 'c@x.example' }],
    bodyValues: { 1: { value: '<b>1 < 2</b>', isTruncated: false, isEncodingProblem: false } }, references: ['old@x'],
  }) as unknown as Letter;

  it('go to whom they should', () => {
    expect(replyTo(letter, 'reply', [me]).to).toEqual([{ name: '김하늘', email: 'haneul@code.kr' }]);
    expect(replyTo(letter, 'all', [me]).cc.map((address) => address.email)).toEqual(['b@x.example', 'c@x.example']);
    expect(replyTo({ ...letter, replyTo: [{ name: null, email: 'list@x.example' }] }, 'reply', [me]).to).toEqual([{ name: null, email: 'list@x.example' }]);
    expect(replyTo({ ...letter, from: [{ name: null, email: 'me@example.org' }] }, 'reply', [me]).to).toHaveLength(2);
    expect(replyTo(letter, 'forward', [me])).toMatchObject({ to: [], inReplyTo: null, subject: 'Fwd: 일정' });
  });

  it('are tied to what they answer and quote it harmlessly', () => {
    const content = replyTo(letter, 'reply', [me]);
    expect(content).toMatchObject({ subject: 'Re: 일정', inReplyTo: letter.messageId, references: ['old@x', letter.messageId?.[0]] });
    expect(content.quoted?.html).toContain('&lt;b&gt;1 &lt; 2&lt;/b&gt;');
    expect(content.quoted?.text).toContain('> <b>1 < 2</b>');
    expect(content.html).not.toContain('1 &lt; 2');
    expect(content.html).toContain('지우 드림');
    expect(escapeHtml('<">&')).toBe('&lt;&quot;&gt;&amp;');
  });

  it('carry one Re: and no more', () => {
    expect(replySubject('Re: Re[2]: AW: x', 'reply')).toBe('Re: x');
    expect(replySubject('', 'reply')).toBe('Re: ');
  });

  it('forgotten things are told', () => {
    const content = { ...blank([me]), subject: 's', text: '파일을 첨부합니다' };
    const kinds = (written: typeof content, ...rest: Identity[]) => doubtsOf(written, rest[0], rest).map(({ kind }) => kind);
    expect(kinds(content)).toEqual(['file']);
    expect(kinds({ ...content, files: [{ blobId: 'b', name: 'a', type: 't', size: 1 }] })).toEqual([]);
    expect(kinds({ ...content, subject: '', text: '' })).toEqual(['subject']);
    const [inside, outside] = ['you@example.org', 'x@far.example'].map((email) => ({ name: null, email }));
    const calm = { ...content, text: '' };
    expect(kinds({ ...calm, to: [outside!] }, me)).toEqual([]);
    expect(doubtsOf({ ...calm, to: [inside!, outside!] }, me, [me])).toEqual([{ kind: 'outside', names: 'x@far.example' }]);
    expect(kinds({ ...calm, reached: 'i2' }, me)).toEqual(['from']);
  });
});

// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import { learnHangul } from '../../src/core/hangul/match.svelte';
import { pieces } from '../../src/core/store/snippets.svelte';
import { type Known, MOST_KEPT, offers, remembered } from '../../src/mail/search/suggest';

describe('what the search bar offers', () => {
  beforeAll(() => learnHangul());
  const known: Known = {
    people: [{ name: '김하늘', email: 'haneul@code.kr' }, { name: null, email: 'bill@tax.example' }],
    folders: [{ id: 'm1', name: '받은편지함' }, { id: 'm2', name: '견적' }],
    labels: ['인프라 팀'],
    recent: ['제목:견적', 'old one'],
    from: '보낸사람',
    label: '라벨',
  };
  const texts = (typed: string) => offers(typed, known).map((offer) => offer.text);

  it('is what was looked for last, as long as nothing is typed', () => {
    expect(texts('')).toEqual(['제목:견적', 'old one']);
  });

  it('finds people by initial consonants and in the wrong layout', () => {
    for (const typed of ['ㄱㅎㄴ', 'rlagksmf', '김하느', 'haneul']) expect(offers(typed, known)).toContainEqual({ kind: 'person', text: '김하늘 <haneul@code.kr>', words: '보낸사람:haneul@code.kr ' });
  });

  it('finds folders and labels, and writes names of several words in quotation marks', () => {
    expect(offers('ㅂㅇㅍ', known)).toContainEqual({ kind: 'folder', text: '받은편지함', id: 'm1' });
    expect(offers('ㅇㅍㄹ', known)).toContainEqual({ kind: 'label', text: '인프라 팀', words: '라벨:"인프라 팀" ' });
  });

  it('completes the last word alone, with the operator that stands there', () => {
    expect(offers('첨부 받는사람:ㄱㅎ', known)).toEqual([{ kind: 'person', text: '김하늘 <haneul@code.kr>', words: '첨부 받는사람:haneul@code.kr ' }]);
  });

  it('is remembered once, the newest first', () => {
    expect(remembered(['a', 'b'], 'b')).toEqual(['b', 'a']);
    expect(remembered(Array.from({ length: 50 }, (_, at) => `w${at}`), 'x')).toHaveLength(MOST_KEPT);
  });
});

describe('snippets', () => {
  it('are text with marks and never HTML', () => {
    expect(pieces('a &lt;b&gt; <mark>이전 &amp; 일정</mark> c')).toEqual([
      { text: 'a <b> ', found: false }, { text: '이전 & 일정', found: true }, { text: ' c', found: false },
    ]);
    expect(pieces('<img src=x onerror=y>&lt;mark&gt;')).toEqual([{ text: '<img src=x onerror=y><mark>', found: false }]);
  });
});

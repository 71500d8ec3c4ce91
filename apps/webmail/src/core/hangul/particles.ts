// SPDX-License-Identifier: Apache-2.0

const FIRST = 0xac00;
const LAST = 0xd7a3;
const FINALS = 28;
/** Final ㄹ: 으로 becomes 로 after it. */
const RIEUL = 8;
/** How digits end when read: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGIT_FINALS = [21, RIEUL, 0, 16, 0, 0, 1, RIEUL, RIEUL, 0];
/** Letters whose names end in a consonant: L, M, N, R. */
const CLOSED_LETTERS = /[lmnr]$/i;

/** The final consonant of a word as it is read: 0 for none. */
function finalOf(word: string): number {
  const last = word.at(-1) ?? '';
  const code = last.codePointAt(0) ?? 0;
  if (code >= FIRST && code <= LAST) return (code - FIRST) % FINALS;
  if (/\d/.test(last)) return DIGIT_FINALS[Number(last)] ?? 0;
  if (!CLOSED_LETTERS.test(last)) return 0;
  return /[lr]$/i.test(last) ? RIEUL : 1;
}

/** Chooses in `김하늘[이/가]` what follows the word: 이 after a consonant, else 가.
 *
 *  @param before what was said before the text: the word may end there */
export function withParticles(text: string, before = ''): string {
  if (!text.includes('[')) return text;
  return text.replace(/([^\s[\])"'’”>]?)([)\]"'’”>]*)\[(\S+?)\/(\S+?)\]/gu, (_, word: string, closing: string, closed: string, open: string, at: number) => {
    const final = finalOf((word || (at === 0 ? before.replace(/[)\]"'’”>]+$/u, '') : '')).normalize('NFC'));
    const likeOpen = final === 0 || (final === RIEUL && closed === '으로');
    return word + closing + (likeOpen ? open : closed);
  });
}

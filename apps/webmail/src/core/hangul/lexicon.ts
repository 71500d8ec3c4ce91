// SPDX-License-Identifier: Apache-2.0
// Words of Korean (and of others) that the pages look for in what people write.

/** Words before a subject that say it is an answer, as programs of several languages write them. */
export const ANSWER_PREFIX = /^(?:\s*(?:re|fwd?|aw|wg|sv|vs|antw|회신|답장|전달)\s*(?:\[\d+\])?\s*[:：])+\s*/iu;

/** Who writes these speaks of a file that is to come along. */
export const SPEAKS_OF_FILE = /(?:첨부|붙임|attach(?:ed|ment)|enclosed)/iu;

/** What follows an address in a sentence without belonging to it: the last letter or word of it. */
export const AFTER_ADDRESS = /[.,;:!?)\]}'"…。，、·]$|(?:으로|에서|에게|까지|부터|입니다|이며|[은는이가을를에도와과로의])$/u;

/** What fields of templates are called; `given` is a name without the family's. */
export const FIELD_NAMES: Record<'name' | 'given' | 'email' | 'date' | 'sender', string[]> = {
  name: ['name', '이름', '받는 사람'],
  given: ['first name', '이름만'],
  email: ['email', '주소', '메일 주소'],
  date: ['date', '날짜', '오늘'],
  sender: ['my name', '내 이름', '보내는 사람'],
};

/** Family names of two syllables: the first two of three or four are one. */
const LONG_FAMILY_NAMES = new Set(['남궁', '독고', '동방', '사공', '서문', '선우', '제갈', '황보']);

/** `하늘` of 김하늘; a western name is called by its first word, also behind a comma. */
export function givenName(name: string): string {
  const whole = name.trim();
  if (/^[가-힣]{2,5}$/.test(whole)) {
    const family = whole.length > 2 && LONG_FAMILY_NAMES.has(whole.slice(0, 2)) ? 2 : 1;
    return whole.slice(family);
  }
  const behind = /^[^,]+,\s*(.+)$/.exec(whole)?.[1] ?? whole;
  return behind.split(/\s+/)[0] ?? behind;
}

// SPDX-License-Identifier: Apache-2.0
// The words of a mail of HTML, where its cage cannot be had: without a line. It is only ever shown as text.

const UNSEEN = /<!--[^]*?(?:-->|$)|<(head|style|script|title|template)\b[^]*?(?:<\/\1\s*>|$)/gi;
const LINE_ENDS = /<(?:br|hr)\b[^>]*>|<\/(?:p|div|h[1-6]|li|tr|table|blockquote|ul|ol|pre|section|article|header|footer)\s*>/gi;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', middot: '·', hellip: '…', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', copy: '©', bull: '•', zwnj: '', shy: '' };

function letter(whole: string, name: string): string {
  const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
  if (number === null) return NAMED[name] ?? whole;
  const code = number[1] === undefined ? Number(number[2]) : parseInt(number[1], 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Lines as they would stand, without what nobody sees. */
export function wordsOf(html: string): string {
  return html
    .replace(UNSEEN, '')
    .replace(/\s+/g, ' ')
    .replace(LINE_ENDS, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(#?\w+);/g, letter)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

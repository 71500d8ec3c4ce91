// SPDX-License-Identifier: Apache-2.0
// A label is a keyword (RFC 8621 §4.1.1), so that every client of the account has it. Keywords are of
// ASCII without regard to case: a name that is more stands in it as `l~` and its UTF-8 in base32hex
// (RFC 4648 §7), from which the name comes back letter by letter.

const DIGITS = '0123456789abcdefghijklmnopqrstuv';
const MARK = 'l~';
/** A keyword has 255 octets at most. */
export const MOST_LABEL_OCTETS = 150;
/** What programs mean something by. */
const TAKEN = new Set(['seen', 'flagged', 'answered', 'draft', 'deleted', 'recent', 'forwarded', 'redirected', 'junk', 'nonjunk', 'notjunk', 'mdnsent', 'old', 'phishing', 'spam', 'receipthandled']);

/** Nothing of a name that cannot be one. */
export function keywordOf(name: string): string | undefined {
  const whole = name.normalize('NFC').trim().replace(/\s+/g, ' ');
  const octets = new TextEncoder().encode(whole);
  if (octets.length === 0 || octets.length > MOST_LABEL_OCTETS) return undefined;
  if (/^[a-z0-9][a-z0-9_-]*$/.test(whole) && !TAKEN.has(whole)) return whole;
  let text = '';
  let bits = 0;
  let held = 0;
  for (const octet of octets) {
    held = (held << 8) | octet;
    for (bits += 8; bits >= 5; bits -= 5) text += DIGITS[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  if (bits > 0) text += DIGITS[(held << (5 - bits)) & 31];
  return MARK + text;
}

/** The name of a label; nothing for keywords that are none. */
export function labelOf(keyword: string): string | undefined {
  const plain = keyword.toLowerCase();
  if (plain.startsWith('$') || plain.startsWith('\\') || TAKEN.has(plain)) return undefined;
  if (!plain.startsWith(MARK)) return keyword;
  const octets: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of plain.slice(MARK.length)) {
    const digit = DIGITS.indexOf(letter);
    if (digit < 0) return keyword;
    held = (held << 5) | digit;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    octets.push(held >> bits);
    held &= (1 << bits) - 1;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(octets)) || keyword;
  } catch {
    return keyword;
  }
}

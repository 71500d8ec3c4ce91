// SPDX-License-Identifier: Apache-2.0
// Addresses as people type and paste them.
import type { Address } from '../../core/jmap/types';

/** Loose on purpose: the server judges; this only sees what cannot be an address. */
export function looksRight(email: string): boolean {
  return /^[^\s@<>(),;:\\"]+@[^\s@<>(),;:\\"]+\.[^\s@<>(),;:\\".]+$/u.test(email) || /^[^\s@<>]+@(?:localhost|\[[\da-f.:]+\])$/iu.test(email);
}

/** Splits at commas, semicolons and line ends outside of quotation marks and angle brackets. */
function split(typed: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let depth = 0;
  for (const letter of typed) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && letter === '<') depth++;
    if (!quoted && letter === '>') depth = Math.max(0, depth - 1);
    if (!quoted && depth === 0 && /[,;\n]/.test(letter)) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  return [...parts, part].map((found) => found.trim()).filter((found) => found !== '');
}

export function parseAddresses(typed: string): Address[] {
  return split(typed).flatMap((part) => {
    const named = /^(.*?)<([^<>]*)>$/s.exec(part);
    if (named) {
      const name = (named[1] ?? '').trim().replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1').trim();
      return [{ name: name === '' ? null : name, email: (named[2] ?? '').trim() }];
    }
    // A list pasted with spaces between.
    const many = part.split(/\s+/);
    if (many.length > 1 && many.every(looksRight)) return many.map((email) => ({ name: null, email }));
    return [{ name: null, email: part.replace(/^mailto:/i, '') }];
  });
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.email.toLowerCase() === b.email.toLowerCase();
}

export function unique(addresses: Address[]): Address[] {
  return addresses.filter((address, at) => addresses.findIndex((other) => sameAddress(other, address)) === at);
}

/** `me+shop@example.org` of an own address and a word; nothing while the word is none. */
export function tagged(email: string, word: string): string | undefined {
  const at = email.lastIndexOf('@');
  const bare = email.slice(0, at).replace(/\+.*$/, '');
  return /^[\p{L}\p{N}._-]+$/u.test(word.trim()) ? `${bare}+${word.trim().normalize('NFC')}${email.slice(at)}` : undefined;
}

// SPDX-License-Identifier: Apache-2.0
// The server's rule for new passwords, as far as it can be told while typing; its list of the passwords
// that are guessed first stays with the server.

export interface Strength {
  long: boolean;
  /** At least three different characters. */
  mixed: boolean;
  /** Not the address. */
  other: boolean;
  /** 0 to 4: how hard to guess, by its length and by how many kinds of characters it has. */
  score: number;
}

const KINDS: [RegExp, number][] = [[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[ -/:-@[-`{-~]/, 33], [/[^ -~]/, 1000]];

export function strength(password: string, address: string, least: number): Strength {
  const letters = [...password];
  const different = new Set(letters.map((each) => each.toLowerCase())).size;
  const lower = password.toLowerCase();
  const name = address.toLowerCase();
  const alphabet = KINDS.reduce((sum, [kind, count]) => (kind.test(password) ? sum + count : sum), 0);
  // Repeated characters add little: each different one counts in full, the rest a quarter.
  const bits = (different + (letters.length - different) / 4) * Math.log2(Math.max(2, alphabet));
  const rules = { long: letters.length >= least, mixed: different >= 3, other: lower !== name && lower !== name.split('@')[0] };
  const score = bits >= 90 ? 4 : bits >= 65 ? 3 : bits >= 45 ? 2 : bits > 0 ? 1 : 0;
  return { ...rules, score: rules.long && rules.mixed && rules.other ? score : Math.min(score, 1) };
}

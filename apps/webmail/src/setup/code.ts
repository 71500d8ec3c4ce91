// SPDX-License-Identifier: Apache-2.0
const GROUP = 4;

/** The one-time code as the server prints it, however it was typed: `ABCD-EFGH-JKLM`. */
export function codeOf(typed: string): string {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '');
  return plain.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
}

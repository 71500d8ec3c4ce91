// SPDX-License-Identifier: Apache-2.0
// Finding names as Koreans type them: by initial consonants (ㄱㅎㄴ), while a syllable is not whole
// yet (김하느), and with the keyboard in the wrong mode (rlagksmf, ㅔ뮤미).
import { convertHangulToQwerty, convertQwertyToHangul, disassemble, getChoseong } from 'es-hangul';

const INITIALS = /^[ㄱ-ㅎ]+$/;

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, '');
}

/** The readings of what was typed. */
function readings(query: string): string[] {
  const typed = plain(query);
  const found = new Set([typed]);
  if (/^[a-z]+$/.test(typed)) found.add(convertQwertyToHangul(typed));
  if (/[ㄱ-ㅣ가-힣]/.test(typed)) found.add(convertHangulToQwerty(typed).toLowerCase());
  return [...found];
}

export function matches(query: string, name: string): boolean {
  const named = plain(name);
  if (query.trim() === '') return true;
  return readings(query).some((reading) => {
    if (named.includes(reading)) return true;
    if (INITIALS.test(reading) && getChoseong(named).replace(/\s/g, '').includes(reading)) return true;
    return /[ㄱ-ㅣ가-힣]/.test(reading) && disassemble(named).includes(disassemble(reading));
  });
}

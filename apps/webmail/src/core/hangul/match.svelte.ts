// SPDX-License-Identifier: Apache-2.0
// Finding names as Koreans type them: by initial consonants (ㄱㅎㄴ), while a syllable is not whole
// yet (김하느), and with the keyboard in the wrong mode (rlagksmf, ㅔ뮤미).

/** Its rules come behind the first screen; whoever finds names before that finds them as they are typed. */
let rules = $state.raw<typeof import('es-hangul') | undefined>(undefined);
let learning: Promise<void> | undefined;

export function learnHangul(): Promise<void> {
  learning ??= import('es-hangul').then(
    (all) => void (rules = all),
    () => void (learning = undefined),
  );
  return learning;
}

const INITIALS = /^[ㄱ-ㅎ]+$/;

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, '');
}

/** The readings of what was typed. */
function readings(query: string): string[] {
  const typed = plain(query);
  const found = new Set([typed]);
  if (rules && /^[a-z]+$/.test(typed)) found.add(rules.convertQwertyToHangul(typed));
  if (rules && /[ㄱ-ㅣ가-힣]/.test(typed)) found.add(rules.convertHangulToQwerty(typed).toLowerCase());
  return [...found];
}

export function matches(query: string, name: string): boolean {
  if (query.trim() === '') return true;
  void learnHangul();
  const named = plain(name);
  return readings(query).some((reading) => {
    if (named.includes(reading)) return true;
    if (rules === undefined) return false;
    if (INITIALS.test(reading) && rules.getChoseong(named).replace(/\s/g, '').includes(reading)) return true;
    return /[ㄱ-ㅣ가-힣]/.test(reading) && rules.disassemble(named).includes(rules.disassemble(reading));
  });
}

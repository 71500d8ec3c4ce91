// SPDX-License-Identifier: Apache-2.0
// Which language is spoken, and its words: asked for before anything else of the pages is there.

export type Language = 'en' | 'ko';
/** Where the choice lies in the browser. */
export const CHOSEN = 'pabal-language';

/** What the person chose, else what the browser speaks. */
export function preferred(chosen: string | null, spoken: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'ko') return chosen;
  return spoken[0]?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/** What every page says. */
export const MAIN: Record<Language, () => Promise<{ default: unknown }>> = {
  en: () => import('../../messages/en.json'),
  ko: () => import('../../messages/ko.json'),
};

// SPDX-License-Identifier: Apache-2.0
// The words of the pages, in the language of the person: ICU messages, and Korean particles that
// follow the word before them.
import { IntlMessageFormat } from 'intl-messageformat';
import { withParticles } from '../hangul/particles';
import type en from '../../messages/en.json';

export type Language = 'en' | 'ko';
export type Key = keyof typeof en;
export type Args = Record<string, string | number>;

const LOADERS: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('../../messages/en.json'),
  ko: () => import('../../messages/ko.json'),
};

let language = $state<Language>('en');
let messages = $state.raw<Record<string, string>>({});
let formats = new Map<string, IntlMessageFormat>();

/** What the person chose, else what the browser speaks. */
export function preferred(chosen: string | null, spoken: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'ko') return chosen;
  return spoken[0]?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

export async function speak(next: Language): Promise<void> {
  const loaded = await LOADERS[next]();
  formats = new Map();
  messages = loaded.default;
  language = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

export function lang(): Language {
  return language;
}

/** A sentence; an unknown key shows itself, so that it is seen. */
export function t(key: Key, args?: Args): string {
  const message = messages[key];
  if (message === undefined) return key;
  if (!message.includes('{')) return message;
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = new IntlMessageFormat(message, language)));
  return withParticles(String(format.format(args)));
}

/** For sentences that come as data: of the server, or kept with an act. */
export function say(key: string, args: Args): string {
  return t(key as Key, args);
}

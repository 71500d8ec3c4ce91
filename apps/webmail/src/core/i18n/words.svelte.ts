// SPDX-License-Identifier: Apache-2.0
// The words of the pages, in the language of the person: ICU messages, and Korean particles that
// follow the word before them.
import { JmapError } from '../jmap/errors';
import { type Language, MAIN, preferred } from './language';
import { type Args, type Message, numeralsOf, put } from './pieces';
import type en from '../../messages/en.json';
import type check from '../../messages/check/en.json';
import type compose from '../../messages/compose/en.json';
import type dialogs from '../../messages/dialogs/en.json';
import type invite from '../../messages/invite/en.json';
import type later from '../../messages/later/en.json';
import type settings from '../../messages/settings/en.json';
import type setup from '../../messages/setup/en.json';
import type trace from '../../messages/trace/en.json';
import type view from '../../messages/view/en.json';

/** The words, by what they come with. */
interface Messages {
  main: typeof en;
  check: typeof check;
  compose: typeof compose;
  dialogs: typeof dialogs;
  invite: typeof invite;
  later: typeof later;
  settings: typeof settings;
  setup: typeof setup;
  trace: typeof trace;
  view: typeof view;
}
export type Key = { [P in keyof Messages]: keyof Messages[P] }[keyof Messages];

export type { Args, Language };
export { preferred };
type Words = Record<string, Message>;
type Loaders = Record<Language, () => Promise<{ default: unknown }>>;
/** The words of pages that are built apart: they bring their own. */
type Apart = 'setup';

/** Words come with what needs them: those of the settings when the settings are opened. */
const PARTS: Record<Exclude<Part, Apart>, Loaders> & Partial<Record<Apart, Loaders>> = {
  main: MAIN,
  check: { en: () => import('../../messages/check/en.json'), ko: () => import('../../messages/check/ko.json') },
  compose: { en: () => import('../../messages/compose/en.json'), ko: () => import('../../messages/compose/ko.json') },
  dialogs: { en: () => import('../../messages/dialogs/en.json'), ko: () => import('../../messages/dialogs/ko.json') },
  invite: { en: () => import('../../messages/invite/en.json'), ko: () => import('../../messages/invite/ko.json') },
  later: { en: () => import('../../messages/later/en.json'), ko: () => import('../../messages/later/ko.json') },
  settings: { en: () => import('../../messages/settings/en.json'), ko: () => import('../../messages/settings/ko.json') },
  trace: { en: () => import('../../messages/trace/en.json'), ko: () => import('../../messages/trace/ko.json') },
  view: { en: () => import('../../messages/view/en.json'), ko: () => import('../../messages/view/ko.json') },
};
type Part = keyof Messages;

const wanted = new Set<Part>(['main']);
const learning = new Map<Part, Promise<void>>();
let language = $state<Language>('en');
let messages = $state.raw<Words>({});
let numerals = numeralsOf('en');
let asked: Language = 'en';
let serial = 0;
let latest: Promise<void> = Promise.resolve();

/** The newest wish holds, whichever words come last; who wished before waits for it. */
export function speak(next: Language): Promise<void> {
  asked = next;
  const mine = ++serial;
  return (latest = fetchWords(next).then((words) => {
    if (mine !== serial) return latest;
    numerals = numeralsOf(next);
    messages = words;
    language = next;
    if (typeof document !== 'undefined') document.documentElement.lang = next;
    return undefined;
  }));
}

async function fetchWords(next: Language): Promise<Words> {
  const loaded = await Promise.all([...wanted].map((part) => (PARTS[part] as Loaders)[next]()));
  return Object.assign({}, ...loaded.map((part) => part.default)) as Words;
}

export function bring(part: Apart, words: Loaders): void {
  PARTS[part] = words;
}

/** Adds the words of a part, in the language spoken now and in any spoken later.
 *  @throws JmapError when they do not come */
export function learn(part: Part): Promise<void> {
  let known = learning.get(part);
  if (known === undefined) {
    wanted.add(part);
    known = speak(asked).catch((failure: unknown) => {
      wanted.delete(part);
      learning.delete(part);
      throw new JmapError('offline', 'network', String(failure));
    });
    learning.set(part, known);
  }
  return known;
}

export function lang(): Language {
  return language;
}

/** A sentence; an unknown key shows itself, so that it is seen. */
export function t(key: Key, args: Args = {}): string {
  const message = messages[key];
  if (message === undefined) return key;
  return typeof message === 'string' ? message : put(message, args, numerals);
}

/** For sentences that come as data: of the server, or kept with an act. */
export function say(key: string, args: Args): string {
  return t(key as Key, args);
}

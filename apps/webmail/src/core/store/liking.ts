// SPDX-License-Identifier: Apache-2.0
// What the account keeps of a person's likings, by the names that the server knows it by. Other programs
// may write there, too: what has another form is as good as absent.
import { COLOURS, type Colour } from './colours';

/** What a swipe on a row does. */
export const SWIPES = ['archive', 'later', 'trash', 'read', 'none'] as const;
export type Swipe = (typeof SWIPES)[number];

export interface Kept {
  conversations?: boolean;
  /** The newest mail of a conversation stands on top. */
  newestFirst?: boolean;
  undoSeconds?: number;
  afterMove?: 'older' | 'newer' | 'list';
  swipeRight?: Swipe;
  swipeLeft?: Swipe;
  plain?: boolean;
  singleKeys?: boolean;
  keys?: Record<string, string[]>;
  /** Colours that were chosen, by keyword; with nothing where the usual one is worn. */
  labels?: Record<string, Colour | null>;
  /** Searches kept by name, shown among the folders. */
  smart?: { name: string; words: string }[];
  /** The last ones. */
  searches?: string[];
  /** Whose mails are shown on dark paper in the dark theme, in lower case. */
  darken?: string[];
  theme?: 'system' | 'light' | 'dark';
  language?: 'ko' | 'en';
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isBool: Check = (value) => typeof value === 'boolean';
const oneOf = (...words: string[]): Check => (value) => words.includes(value as string);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (each: Check): Check => (value) => Array.isArray(value) && value.every(each);
const mapOf = (each: Check): Check => (value) => isObject(value) && Object.values(value).every(each);

const FORMS: Record<keyof Kept, Check> = {
  conversations: isBool,
  newestFirst: isBool,
  undoSeconds: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 600,
  afterMove: oneOf('older', 'newer', 'list'),
  swipeRight: oneOf(...SWIPES),
  swipeLeft: oneOf(...SWIPES),
  plain: isBool,
  singleKeys: isBool,
  keys: mapOf(listOf(isText)),
  labels: mapOf((value) => value === null || oneOf(...COLOURS)(value)),
  smart: listOf((value) => isObject(value) && isText(value['name']) && isText(value['words'])),
  searches: listOf(isText),
  darken: listOf(isText),
  theme: oneOf('system', 'light', 'dark'),
  language: oneOf('ko', 'en'),
};

/** Of what was found, what has its form. */
export function valid(found: Record<string, unknown> | Kept): Kept {
  return Object.fromEntries(Object.entries(found).filter(([name, value]) => Object.hasOwn(FORMS, name) && FORMS[name as keyof Kept](value)));
}

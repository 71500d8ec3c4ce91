// SPDX-License-Identifier: Apache-2.0
// What the search bar offers while something is typed: by initial consonants and in the wrong layout too.
import { matches } from '../../core/hangul/match.svelte';
import type { Address } from '../../core/jmap/types';

export type Offer =
  | { kind: 'recent'; text: string; words: string }
  | { kind: 'person'; text: string; words: string }
  | { kind: 'label'; text: string; words: string }
  | { kind: 'folder'; text: string; id: string };

export interface Known {
  people: Address[];
  folders: { id: string; name: string }[];
  labels: string[];
  recent: string[];
  /** The words of the operators, in the language of the person. */
  from: string;
  label: string;
}

const MOST_PEOPLE = 4;
const MOST_FOLDERS = 3;
const MOST_RECENT = 5;
export const MOST_KEPT = 20;

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

/** Only the last word is completed; what stands before it stays. */
export function offers(typed: string, known: Known): Offer[] {
  const before = typed.replace(/\S*$/, '');
  const last = typed.slice(before.length);
  if (typed.trim() === '') return known.recent.slice(0, MOST_RECENT).map((words) => ({ kind: 'recent', text: words, words }));
  const recent = known.recent.filter((words) => words !== typed.trim() && words.toLowerCase().includes(typed.trim().toLowerCase()));
  const [, operator, value] = /^([\p{L}]+:)(.*)$/u.exec(last) ?? [];
  const wanted = value ?? last;
  const found: Offer[] = recent.slice(0, 2).map((words) => ({ kind: 'recent', text: words, words }));
  if (wanted === '') return found;
  const people = known.people.filter((person) => matches(wanted, `${person.name ?? ''} ${person.email}`)).slice(0, MOST_PEOPLE);
  for (const person of people) {
    const text = person.name ? `${person.name} <${person.email}>` : person.email;
    found.push({ kind: 'person', text, words: `${before}${operator ?? `${known.from}:`}${person.email} ` });
  }
  if (operator !== undefined) return found;
  for (const name of known.labels.filter((label) => matches(wanted, label)).slice(0, MOST_FOLDERS)) {
    found.push({ kind: 'label', text: name, words: `${before}${known.label}:${quoted(name)} ` });
  }
  for (const { id, name } of known.folders.filter((folder) => matches(wanted, folder.name)).slice(0, MOST_FOLDERS)) found.push({ kind: 'folder', text: name, id });
  return found;
}

/** The newest first, each once. */
export function remembered(recent: string[], words: string): string[] {
  return [words, ...recent.filter((other) => other !== words)].slice(0, MOST_KEPT);
}

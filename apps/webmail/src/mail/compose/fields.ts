// SPDX-License-Identifier: Apache-2.0
// Fields that stand in a template as `{{name}}`: what is known of them, and which are left.
import { FIELD, fieldName } from '../../cage/messages';
import { FIELD_NAMES, givenName } from '../../core/hangul/lexicon';
import type { Address, Identity } from '../../core/jmap/types';
import type { Content } from './content';

/** @param today as it is written in the person's language
 *  @returns by every name that a field may have; without what nobody knows yet */
export function valuesFor(to: Address[], identity: Identity | undefined, today: string): Record<string, string> {
  const names = to.map((address) => address.name?.trim() ?? '').filter((name) => name !== '');
  const known: Record<keyof typeof FIELD_NAMES, string> = {
    // Who is nameless would be left out of the salutation: then nobody is filled in.
    name: names.length === to.length ? names.join(', ') : '',
    given: names.length === to.length ? names.map(givenName).join(', ') : '',
    email: to.map(({ email }) => email).join(', '),
    date: today,
    sender: identity?.name ?? '',
  };
  const values: Record<string, string> = {};
  for (const [field, called] of Object.entries(FIELD_NAMES) as [keyof typeof FIELD_NAMES, string[]][]) {
    if (known[field] !== '') for (const name of called) values[name] = known[field];
  }
  return values;
}

export function filled(text: string, values: Record<string, string>): string {
  return text.replace(FIELD, (whole, name: string) => values[fieldName(name)] ?? whole);
}

/** The fields that are left in one's own words, each once, as they are written. */
export function unfilled(content: Pick<Content, 'subject' | 'text'>): string[] {
  return [...new Set([...`${content.subject}\n${content.text}`.matchAll(FIELD)].map(([whole]) => whole))];
}

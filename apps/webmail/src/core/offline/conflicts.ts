// SPDX-License-Identifier: Apache-2.0
// An act that waited without a line meets what was done elsewhere meanwhile.
import type { Id, Row } from '../jmap/types';
import { patched, type Patch } from '../store/emails.svelte';

type State = Pick<Row, 'id' | 'mailboxIds' | 'keywords'>;

function same(one: Record<string, true>, other: Record<string, true>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => other[name]);
}

/** The mails of an act that were moved elsewhere to another place than the act's. What only adds to or
 *  takes from keywords contradicts nobody.
 *
 *  @param inverse what stood there when the act was made
 *  @param now the server's state */
export function contradicted(updates: Record<Id, Patch>, inverse: Record<Id, Patch>, now: State[]): Id[] {
  return now.filter((state) => {
    const wanted = updates[state.id];
    const before = inverse[state.id];
    if (wanted === undefined || before === undefined) return false;
    if (same(patched(state, wanted).mailboxIds, state.mailboxIds)) return false;
    return !same(patched(state, before).mailboxIds, state.mailboxIds);
  }).map((state) => state.id);
}

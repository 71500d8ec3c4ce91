// SPDX-License-Identifier: Apache-2.0
// What a list is asked for with, and what a first visit asks for before the stores are there
// (../ahead.ts): the same calls in the same order, so that the answer is the stores' own.
import type { Call, ResultOf, Transport } from './transport';
import { type Comparator, type GetResponse, type Id, type Mailbox, MEMBER_PROPERTIES, PREFERENCES, type QueryResponse, type Row, ROW_PROPERTIES, type Session, SNOOZE, type Thread } from './types';

/** What the first look is of: more than any screen shows at once, and soon there. */
export const FIRST = 32;

export interface Order {
  sort: Comparator[];
  collapseThreads: boolean;
}

export interface RowCalls {
  /** The rows that are shown, whole. */
  rows: Call<GetResponse<Row>>;
  /** The conversations that they stand for, of which their mails' light rows. */
  threads?: Call<GetResponse<Thread>>;
  members?: Call<GetResponse<Row>>;
}

/** The rows by a reference to their ids, in the request of this tick. */
export function rowCalls(transport: Transport, accountId: Id, ids: ResultOf, collapseThreads: boolean): RowCalls {
  const rows = transport.call<GetResponse<Row>>('Email/get', { accountId, '#ids': ids, properties: ROW_PROPERTIES });
  if (!collapseThreads) return { rows };
  const threads = transport.call<GetResponse<Thread>>('Thread/get', { accountId, '#ids': rows.ref('/list/*/threadId') });
  const members = transport.call<GetResponse<Row>>('Email/get', { accountId, '#ids': threads.ref('/list/*/emailIds'), properties: MEMBER_PROPERTIES });
  return { rows, threads, members };
}

/** @param window of RFC 8621 §4.4: `position` and `limit`
 *  @param filter `filter` or `#filter` */
export function listCalls(transport: Transport, accountId: Id, { sort, collapseThreads }: Order, window: Record<string, number>, filter: Record<string, unknown>): RowCalls & { query: Call<QueryResponse> } {
  const query = transport.call<QueryResponse>('Email/query', { accountId, ...filter, sort, collapseThreads, calculateTotal: true, ...window });
  return { query, ...rowCalls(transport, accountId, query.ref('/ids'), collapseThreads) };
}

/** Which mailbox the inbox is, and a filter made of it (RFC 8620 §3.7; Core/echo, §4, makes the object). */
export function inboxCalls(transport: Transport, accountId: Id): { found: Call<QueryResponse>; filter: ResultOf } {
  const found = transport.call<QueryResponse>('Mailbox/query', { accountId, filter: { role: 'inbox' } });
  const filter = transport.call<Record<string, unknown>>('Core/echo', { '#inMailbox': found.ref('/ids/0') });
  return { found, filter: filter.ref('') };
}

export const preferencesCall = (transport: Transport, accountId: Id) =>
  transport.call<GetResponse<{ id: string; value: unknown }>>('Preference/get', { accountId, ids: null });
export const mailboxesCall = (transport: Transport, accountId: Id) => transport.call<GetResponse<Mailbox>>('Mailbox/get', { accountId, ids: null });

/** What comes back stands where it would as new mail. */
export function newestFirst(session: Session): Comparator[] {
  return [{ property: SNOOZE in session.capabilities ? 'snoozedUntil' : 'receivedAt', isAscending: false }];
}

/** All that the first screen of an account asks for of which this browser knows nothing. */
export function openingCalls(transport: Transport, accountId: Id, session: Session, collapseThreads: boolean): void {
  const { filter } = inboxCalls(transport, accountId);
  listCalls(transport, accountId, { sort: newestFirst(session), collapseThreads }, { position: 0, limit: FIRST }, { '#filter': filter });
  if (PREFERENCES in session.capabilities) preferencesCall(transport, accountId);
  mailboxesCall(transport, accountId);
}

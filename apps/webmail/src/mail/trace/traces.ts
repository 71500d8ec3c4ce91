// SPDX-License-Identifier: Apache-2.0
// What became of a mail, as the server has it: codes and arguments, which are worded here.
import type { GetResponse, Id } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';

export const TRACE = 'urn:pabal:params:jmap:trace';

export type Kind =
  | 'accepted' | 'delivered' | 'stored' | 'queued' | 'relayed' | 'deferred' | 'failed' | 'bounced' | 'discarded' | 'refused' | 'held' | 'removed'
  | 'released' | 'hurried' | 'joined' | 'continued' | 'quarantined' | 'delay-reported';

export interface TraceEvent {
  at: string;
  kind: Kind;
  recipient: string | null;
  /** RFC 3463. */
  code: string | null;
  said: string | null;
  arguments: Record<string, string>;
}

export interface Outcome {
  recipient: string;
  /** Of a sent mail one of these, of one that came the last kind of event. */
  outcome: 'delivered' | 'relayed' | 'waiting' | 'failed' | 'removed' | 'held' | Kind;
  at: string;
  said: string | null;
  host: string | null;
  nextAttempt: string | null;
  /** Another server was asked already and did not take it. */
  tried: boolean;
}

export interface Trace {
  id: Id;
  role: 'sender' | 'recipient';
  envelope: { mailFrom: string; rcptTo: string[] };
  events: TraceEvent[];
  outcomes: Outcome[];
}

export function canTrace(account: Account): boolean {
  return TRACE in account.session.capabilities;
}

/** The ways that a mail has gone, the newest first; none where the server does not know it any more. */
export async function fetchTraces(account: Account, emailId: Id): Promise<Trace[]> {
  const accountId = account.id;
  const query = account.transport.call<{ ids: Id[] }>('Trace/query', { accountId, filter: { emailId }, limit: 5 });
  const get = account.transport.call<GetResponse<Trace>>('Trace/get', { accountId, '#ids': query.ref('/ids') });
  const { list } = await get.result;
  return list;
}

export function isOver(trace: Trace): boolean {
  return trace.outcomes.every(({ outcome }) => outcome !== 'waiting' && outcome !== 'held');
}

export function failedOf(trace: Trace): string[] {
  return trace.outcomes.filter(({ outcome }) => outcome === 'failed').map(({ recipient }) => recipient);
}

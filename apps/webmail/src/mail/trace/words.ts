// SPDX-License-Identifier: Apache-2.0
// What became of a mail, in words.
import { type Key, lang, t } from '../../core/i18n/words.svelte';
import { clock, full, octets, short } from '../../core/time/dates';
import type { Moment, MomentState } from '../../ui/Timeline.svelte';
import type { Kind, Outcome, Trace, TraceEvent } from './traces';

const STATES: Record<Kind, MomentState> = {
  accepted: 'done', queued: 'done', continued: 'done', joined: 'done', released: 'done', hurried: 'done',
  delivered: 'ok', stored: 'ok', relayed: 'ok', deferred: 'wait', held: 'wait', 'delay-reported': 'wait',
  failed: 'bad', bounced: 'bad', discarded: 'bad', refused: 'bad', removed: 'bad', quarantined: 'bad',
};

const KEYS: Record<Exclude<Kind, 'accepted'>, Key> = {
  delivered: 'trace.delivered', stored: 'trace.stored', queued: 'trace.queued', relayed: 'trace.relayed', deferred: 'trace.deferred', failed: 'trace.failed',
  bounced: 'trace.bounced', discarded: 'trace.discarded', refused: 'trace.refused', held: 'trace.held', removed: 'trace.removed', released: 'trace.released',
  hurried: 'trace.hurried', joined: 'trace.joined', continued: 'trace.continued', quarantined: 'trace.quarantined', 'delay-reported': 'trace.delayreported',
};

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function titleOf(trace: Trace, event: TraceEvent): string {
  const { arguments: args } = event;
  const recipient = event.recipient ?? '';
  if (event.kind === 'accepted') {
    if (trace.role === 'sender') return t('trace.taken');
    const from = args['clientName'] && args['clientName'] !== 'unknown' ? args['clientName'] : args['client'];
    return from ? t('trace.arrived', { host: from }) : t('trace.fromhere');
  }
  const mailbox = args['mailbox'] === 'INBOX' ? t('folder.inbox') : (args['mailbox'] ?? '');
  return t(KEYS[event.kind], { recipient, mailbox, host: args['host'] || domainOf(recipient) });
}

/** Of the person's own script: id and name of a rule, or the number of a line. */
function ownRule(rule: string): string {
  const [id, ...name] = rule.split(' ');
  return name.length === 0 ? t('trace.ownline', { line: rule }) : t('trace.ownrule', { name: name.join(' ') || (id ?? '') });
}

function detailsOf(event: TraceEvent, now: Date): string[] {
  const { arguments: args } = event;
  const details: string[] = [];
  const line = (...parts: (string | undefined)[]) => {
    const said = parts.filter((part) => part !== undefined && part !== '');
    if (said.length > 0) details.push(said.join(' · '));
  };
  if (event.kind === 'accepted') {
    line(args['protocol'], args['tls'], args['octets'] && octets(Number(args['octets']), lang()));
    line(...(['spf', 'dkim', 'dmarc', 'arc'] as const).map((name) => args[name] && `${name.toUpperCase()} ${args[name]}`));
    if (args['signed']) line(t('trace.signed', { keys: args['signed'] }));
    return details;
  }
  const own = (args['rules'] ?? '').split('\n').filter((rule) => rule !== '').map(ownRule);
  if (own.length > 0) line(...own, args['actions']);
  else if (args['rule']) line(t('trace.rule', { rule: args['rule'] }), args['actions']);
  if (args['spam']) line(t('trace.spam', { score: args['spam'] }));
  if (event.kind === 'relayed') line(args['hostAddress'], args['tls']);
  if (event.kind === 'deferred' && args['nextAttempt']) line(t('trace.next', { time: when(args['nextAttempt'], now) }));
  if (event.code && !event.said?.includes(event.code)) line(event.code);
  return details;
}

/** Today the hour, else the day too. */
function when(iso: string, now: Date): string {
  const date = new Date(iso);
  return date.toDateString() === now.toDateString() ? clock(date, lang()) : `${short(iso, lang(), now)} ${clock(date, lang())}`;
}

export function momentsOf(trace: Trace, now: Date): Moment[] {
  return trace.events.map((event) => ({
    at: event.at, time: when(event.at, now), fullTime: full(event.at, lang()), state: STATES[event.kind],
    title: titleOf(trace, event), details: detailsOf(event, now), said: event.said ?? undefined,
  }));
}

export interface Status {
  state: MomentState;
  text: string;
  said: string | undefined;
}

/** One recipient of a sent mail. */
export function statusOf(outcome: Outcome, now: Date): Status {
  const { recipient } = outcome;
  const time = when(outcome.at, now);
  const said = outcome.said ?? undefined;
  switch (outcome.outcome) {
    case 'delivered': return { state: 'ok', text: t('status.delivered', { recipient, time }), said: undefined };
    case 'relayed': return { state: 'ok', text: t('status.relayed', { recipient, domain: domainOf(recipient), time }), said: undefined };
    case 'failed': return { state: 'bad', text: t('status.failed', { recipient }), said };
    case 'removed': return { state: 'bad', text: t('status.removed', { recipient }), said: undefined };
    case 'held': return { state: 'wait', text: t('status.held', { recipient }), said: undefined };
    default: return { state: 'wait', text: waiting(outcome, now), said: outcome.tried ? said : undefined };
  }
}

function waiting({ recipient, host, tried, nextAttempt }: Outcome, now: Date): string {
  const next = nextAttempt === null ? '' : when(nextAttempt, now);
  if (tried) return t('status.deferred', { recipient, host: host ?? domainOf(recipient), next });
  const later = nextAttempt !== null && new Date(nextAttempt).getTime() > now.getTime() + 60_000;
  return later ? t('status.scheduled', { recipient, next }) : t('status.accepted', { recipient });
}

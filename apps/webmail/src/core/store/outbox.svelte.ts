// SPDX-License-Identifier: Apache-2.0
// Acts on mails: shown at once, kept on the shelf, sent in their order, taken back when refused.
// A patch says what shall be, not what to change, so sending one twice does no harm.
import { JmapError } from '../jmap/errors';
import type { Transport } from '../jmap/transport';
import type { Id, SetError, SetResponse } from '../jmap/types';
import type { Patch } from './emails.svelte';
import type { Shelf } from './shelf';

/** A sentence of the messages. */
export interface Words {
  key: string;
  args: Record<string, string | number>;
}

export interface Act {
  id: string;
  updates: Record<Id, Patch>;
  inverse: Record<Id, Patch>;
  words: Words;
}

/** Sent together, in order, in one request. */
const MOST_AT_ONCE = 8;
const FIRST_WAIT_MILLIS = 1_000;
const MOST_WAIT_MILLIS = 60_000;

export interface OutboxEvents {
  /** Shows patches: rows, counts, lists. */
  apply(updates: Record<Id, Patch>): void;
  /** The server took these; its lists may be asked again. */
  confirmed(): void;
  /** The server refused; what it refused has been taken back. */
  refused(act: Act, error: SetError): void;
}

export class Outbox {
  /** Acts that the server has not confirmed. */
  waiting = $state.raw<Act[]>([]);
  private sending = false;
  private inFlight = 0;
  private serial = 0;

  constructor(
    private readonly transport: Transport,
    private readonly accountId: Id,
    private readonly shelf: Shelf,
    private readonly events: OutboxEvents,
    private readonly wait: (millis: number) => Promise<void>,
    private readonly now: () => number,
  ) {}

  /** What an earlier visit left unsent. */
  async resume(): Promise<void> {
    const kept = (await this.shelf.all('outbox')).map(([, act]) => act as Act);
    this.waiting = [...kept, ...this.waiting];
    for (const act of kept) this.events.apply(act.updates);
    if (kept.length > 0) void this.drain();
  }

  submit(updates: Record<Id, Patch>, inverse: Record<Id, Patch>, words: Words): Act {
    const act: Act = { id: `${String(this.now()).padStart(15, '0')}-${this.serial++}`, updates, inverse, words };
    this.events.apply(updates);
    this.waiting = [...this.waiting, act];
    void this.shelf.put('outbox', act.id, act);
    void this.drain();
    return act;
  }

  /** Takes an act back: not sent yet, it is dropped; else its inverse follows. */
  undo(act: Act): void {
    const position = this.waiting.findIndex((other) => other.id === act.id);
    if (position >= this.inFlight) {
      this.waiting = this.waiting.filter((other) => other.id !== act.id);
      void this.shelf.delete('outbox', act.id);
      this.events.apply(act.inverse);
      return;
    }
    this.submit(act.inverse, act.updates, act.words);
  }

  /** Sends what waits; one request at a time. */
  async drain(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    let pause = FIRST_WAIT_MILLIS;
    try {
      // Acts of the same moment go together.
      await Promise.resolve();
      while (this.waiting.length > 0) {
        const failure = await this.sendSome();
        if (failure === undefined) {
          pause = FIRST_WAIT_MILLIS;
          continue;
        }
        if (failure.trouble === 'signed-out') return;
        await this.wait(Math.max(failure.retryAfterMillis, pause));
        pause = Math.min(MOST_WAIT_MILLIS, pause * 2);
      }
    } finally {
      this.sending = false;
    }
  }

  private async sendSome(): Promise<JmapError | undefined> {
    const acts = this.waiting.slice(0, MOST_AT_ONCE);
    this.inFlight = acts.length;
    const calls = acts.map((act) => this.transport.call<SetResponse>('Email/set', { accountId: this.accountId, update: act.updates }));
    const outcomes = await Promise.allSettled(calls.map((call) => call.result));
    this.inFlight = 0;
    let again: JmapError | undefined;
    for (const [index, outcome] of outcomes.entries()) {
      const act = acts[index] as Act;
      if (outcome.status === 'rejected') {
        const failure = outcome.reason as JmapError;
        if (failure.passes || failure.trouble === 'signed-out' || failure.trouble === 'broken') {
          again = failure;
          break;
        }
        this.done(act);
        this.takeBack(act, Object.keys(act.updates), { type: failure.type, description: failure.quoted });
      } else {
        this.done(act);
        const refused = Object.entries(outcome.value.notUpdated ?? {});
        const first = refused[0];
        if (first) this.takeBack(act, refused.map(([id]) => id), first[1]);
      }
    }
    if (again === undefined || this.waiting.length < acts.length) this.events.confirmed();
    return again;
  }

  private done(act: Act): void {
    this.waiting = this.waiting.filter((other) => other.id !== act.id);
    void this.shelf.delete('outbox', act.id);
  }

  private takeBack(act: Act, ids: Id[], error: SetError): void {
    this.events.apply(Object.fromEntries(ids.flatMap((id) => (act.inverse[id] ? [[id, act.inverse[id]]] : []))));
    this.events.refused(act, error);
  }
}

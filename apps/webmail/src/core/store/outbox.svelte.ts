// SPDX-License-Identifier: Apache-2.0
// Acts on mails: shown at once, kept on the shelf, sent in their order, taken back when refused.
// A patch says what shall be, not what to change, so sending one twice does no harm.
import { JmapError } from '../jmap/errors';
import type { Transport } from '../jmap/transport';
import { contradicted } from '../offline/conflicts';
import type { Id, Row, SetError, SetResponse } from '../jmap/types';
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
  /** It was made without a line: others may have done something else meanwhile. */
  late?: boolean;
}

/** An act and what was done elsewhere with the same mail: the person says which holds. */
export interface Conflict {
  act: Act;
  theirs: Row;
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
  /** The server's state of these. */
  statesOf(ids: Id[]): Promise<Row[]>;
  offline(): boolean;
}

export class Outbox {
  /** Acts that the server has not confirmed. */
  waiting = $state.raw<Act[]>([]);
  /** What contradicts something that was done elsewhere, the earliest first. */
  conflicts = $state.raw<Conflict[]>([]);
  private sending = false;
  private wakeUp: () => void = () => undefined;
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

  /** What an earlier visit left unsent.
   *
   *  @param left as it lies on the shelf */
  resume(left: [string, unknown][]): void {
    const kept = left.map(([, act]) => act as Act);
    this.waiting = [...kept, ...this.waiting];
    for (const act of kept) this.events.apply(act.updates);
    if (kept.length > 0) void this.drain();
  }

  submit(updates: Record<Id, Patch>, inverse: Record<Id, Patch>, words: Words): Act {
    const late = this.events.offline();
    const act: Act = { id: `${String(this.now()).padStart(15, '0')}-${this.serial++}`, updates, inverse, words, ...(late && { late }) };
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

  /** There may be a line again. */
  wake(): void {
    this.wakeUp();
    if (this.waiting.length > 0) void this.drain();
  }

  /** The person's own act holds: it is sent as it was meant. */
  keepMine(conflict: Conflict): void {
    const { act, theirs } = conflict;
    this.decided(conflict);
    const patch = act.updates[theirs.id];
    if (patch) this.submit({ [theirs.id]: patch }, { [theirs.id]: { mailboxIds: theirs.mailboxIds } }, act.words);
  }

  /** What was done elsewhere holds, and is what is seen already. */
  keepTheirs(conflict: Conflict): void {
    this.decided(conflict);
  }

  private decided(conflict: Conflict): void {
    this.conflicts = this.conflicts.filter((other) => other !== conflict);
    if (!this.conflicts.some((other) => other.act.id === conflict.act.id)) void this.shelf.delete('outbox', conflict.act.id);
  }

  /** Takes what contradicts the server out of acts that were made without a line.
   *
   *  @returns whether it could be asked */
  private async checkLate(): Promise<JmapError | undefined> {
    for (const act of this.waiting.slice(0, MOST_AT_ONCE).filter((each) => each.late)) {
      let now: Row[];
      try {
        now = await this.events.statesOf(Object.keys(act.updates));
      } catch (failure) {
        if (failure instanceof JmapError) return failure;
        throw failure;
      }
      const against = new Set(contradicted(act.updates, act.inverse, now));
      const rest = part(act, (id) => !against.has(id));
      const alone = Object.keys(rest.updates).length === 0;
      if (against.size > 0) await this.contest({ ...part(act, (id) => against.has(id)), id: alone ? act.id : `${act.id}-c`, late: true }, now);
      this.waiting = this.waiting.flatMap((other) => (other !== act ? [other] : alone ? [] : [rest]));
      if (!alone) await this.shelf.put('outbox', rest.id, rest);
    }
    return undefined;
  }

  /** Shows what was done elsewhere, and asks. Until it is decided the act stays on the shelf, so that a
   *  later visit asks again. */
  private async contest(act: Act, now: Row[]): Promise<void> {
    const theirs = now.filter((row) => act.updates[row.id]);
    await this.shelf.put('outbox', act.id, act);
    this.conflicts = [...this.conflicts, ...theirs.map((row) => ({ act, theirs: row }))];
    this.events.apply(Object.fromEntries(theirs.map((row): [Id, Patch] => [row.id, { mailboxIds: row.mailboxIds, keywords: row.keywords }])));
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
        await Promise.race([this.wait(Math.max(failure.retryAfterMillis, pause)), new Promise<void>((done) => (this.wakeUp = done))]);
        pause = Math.min(MOST_WAIT_MILLIS, pause * 2);
      }
    } finally {
      this.sending = false;
    }
  }

  private async sendSome(): Promise<JmapError | undefined> {
    const unheard = await this.checkLate();
    if (unheard) return unheard;
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

/** What it does with some of its mails; not late any more. */
function part({ late: _, ...act }: Act, of: (id: Id) => boolean): Act {
  const some = (patches: Record<Id, Patch>) => Object.fromEntries(Object.entries(patches).filter(([id]) => of(id)));
  return { ...act, updates: some(act.updates), inverse: some(act.inverse) };
}

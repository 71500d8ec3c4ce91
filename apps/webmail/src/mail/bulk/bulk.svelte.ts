// SPDX-License-Identifier: Apache-2.0
// Everything that a list is of, done as one piece of work: what it is about is gathered first, because
// acting changes what the list finds; then it goes a part at a time, and can be stopped and undone.
import { JmapError } from '../../core/jmap/errors';
import { type Comparator, type Filter, type GetResponse, type Id, type QueryResponse, type Row, type SetResponse, SNOOZE } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import type { Patch } from '../../core/store/emails.svelte';
import type { Words } from '../../core/store/outbox.svelte';

/** Of a mail what is needed to change it and to undo that. */
export type Subject = Pick<Row, 'id' | 'mailboxIds' | 'keywords' | 'snoozed'>;
export type Change = (mail: Subject) => { patch: Patch; inverse: Patch } | undefined;

const PART = 250;
const MOST_TRIES = 5;
const FIRST_WAIT_MILLIS = 1_000;

export class Bulk {
  stage = $state<'gathering' | 'working' | 'done' | 'undoing' | 'undone' | 'failed'>('gathering');
  total = $state(0);
  done = $state(0);
  /** What the server did not want to change. */
  refused = $state(0);
  trouble = $state.raw<JmapError | undefined>(undefined);
  private stopped = false;
  private undo: [Id, Patch][] = [];

  constructor(
    private readonly account: Account,
    readonly words: Words,
    private readonly wait: (millis: number) => Promise<void>,
  ) {}

  get running(): boolean {
    return this.stage === 'gathering' || this.stage === 'working' || this.stage === 'undoing';
  }

  get undoable(): boolean {
    return !this.running && this.undo.length > 0;
  }

  /** After the part that is on its way. */
  stop(): void {
    this.stopped = true;
  }

  async run(filter: Filter | null, sort: Comparator[], change: Change): Promise<void> {
    await this.guarded(async () => {
      const mails = await this.gather(filter, sort);
      const changes = mails.flatMap((mail): [Id, Patch, Patch][] => {
        const changed = change(mail);
        return changed === undefined ? [] : [[mail.id, changed.patch, changed.inverse]];
      });
      this.total = changes.length;
      this.stage = 'working';
      const inverse = new Map(changes.map(([id, , back]) => [id, back]));
      await this.send(changes.map(([id, patch]) => [id, patch]), (id) => this.undo.push([id, inverse.get(id) as Patch]));
      this.stage = 'done';
    });
  }

  async takeBack(): Promise<void> {
    const changes = this.undo;
    this.undo = [];
    this.stopped = false;
    this.done = this.refused = 0;
    this.total = changes.length;
    this.stage = 'undoing';
    await this.guarded(async () => {
      await this.send(changes, () => undefined);
      this.stage = 'undone';
    });
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      this.trouble = failure;
      this.stage = 'failed';
    } finally {
      await this.account.sync();
    }
  }

  /** Each page begins behind the last mail of the one before, whatever has come meanwhile. */
  private async gather(filter: Filter | null, sort: Comparator[]): Promise<Subject[]> {
    const { account } = this;
    const found = new Map<Id, Subject>();
    for (let anchor: Id | undefined; !this.stopped;) {
      const query = account.transport.call<QueryResponse>('Email/query', {
        accountId: account.id, filter, sort, collapseThreads: false, limit: PART, ...(anchor !== undefined && { anchor, anchorOffset: 1 }),
      });
      const got = account.transport.call<GetResponse<Subject>>('Email/get', { accountId: account.id, '#ids': query.ref('/ids'), properties: ['id', 'mailboxIds', 'keywords', ...(SNOOZE in account.session.capabilities ? ['snoozed'] : [])] });
      const { ids } = await query.result;
      for (const mail of (await got.result).list) found.set(mail.id, mail);
      this.total = found.size;
      anchor = ids.at(-1);
      if (ids.length === 0) break;
    }
    return [...found.values()];
  }

  /** Patches say what shall be: a part whose answer was not heard is sent once more. */
  private async send(changes: [Id, Patch][], changed: (id: Id) => void): Promise<void> {
    for (let at = 0; at < changes.length && !this.stopped; at += PART) {
      const part = changes.slice(at, at + PART);
      const set = await this.tried(Object.fromEntries(part));
      const refused = set.notUpdated ?? {};
      for (const [id] of part) if (refused[id] === undefined) changed(id);
      this.refused += Object.keys(refused).length;
      this.done = at + part.length;
    }
  }

  private async tried(update: Record<Id, Patch>): Promise<SetResponse> {
    const { account } = this;
    for (let attempt = 1; ; attempt++) {
      try {
        return await account.transport.call<SetResponse>('Email/set', { accountId: account.id, update }).result;
      } catch (failure) {
        if (!(failure instanceof JmapError) || !failure.passes || attempt === MOST_TRIES) throw failure;
        await this.wait(Math.max(failure.retryAfterMillis, FIRST_WAIT_MILLIS * 2 ** (attempt - 1)));
      }
    }
  }
}

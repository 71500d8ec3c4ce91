// SPDX-License-Identifier: Apache-2.0
// What was deleted and can come back (DeletedEmail of docs/operations/jmap.md): found by when, chosen,
// put back or given up, and what came of that read back.
import { SvelteSet } from 'svelte/reactivity';
import { JmapError } from '../../core/jmap/errors';
import type { Address, GetResponse, Id, SetError } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';

export const RESTORE = 'urn:pabal:params:jmap:restore';

export interface DeletedEmail {
  id: Id;
  emailId: Id;
  subject: string | null;
  from: Address[] | null;
  preview: string;
  size: number;
  deletedAt: string;
  /** Of the folder that it goes back to: levels with `/` between them. */
  mailboxName: string;
  mailboxExists: boolean;
}

export interface Group {
  mailboxName: string;
  exists: boolean;
  rows: DeletedEmail[];
}

/** What came of putting back. */
export interface Restored {
  count: number;
  /** Folders and how many mails went there, the most first. */
  folders: [name: string, count: number][];
  made: string[];
  overQuota: number;
  noMailbox: number;
  /** Whether all of them were found in a folder afterwards. */
  proven: boolean;
}

interface Query {
  ids: Id[];
  total: number;
  hasMore: boolean;
}

interface RestoreResponse {
  restored: Record<Id, { emailId: Id; mailboxName: string }>;
  notRestored: Record<Id, SetError>;
  mailboxesMade: string[];
  hasMore: boolean;
}

interface DestroyResponse {
  destroyed: Id[];
  hasMore: boolean;
}

const PAGE = 200;
const PROPERTIES = ['emailId', 'subject', 'from', 'preview', 'size', 'deletedAt', 'mailboxName', 'mailboxExists'];

export class Deleted {
  /** Deleted then or later (UTCDate); nothing: whenever. */
  after: string | null = null;
  text = '';
  rows = $state.raw<DeletedEmail[]>([]);
  total = $state(0);
  /** Older ones were not looked through for the text. */
  cut = $state(false);
  state = $state<'loading' | 'there' | 'failed'>('loading');
  trouble = $state.raw<JmapError | undefined>(undefined);
  readonly chosen = new SvelteSet<Id>();
  /** All that are found, not only those that are shown. */
  everything = $state(false);

  readonly groups: Group[] = $derived.by(() => {
    const groups = new Map<string, Group>();
    for (const row of this.rows) {
      const group = groups.get(row.mailboxName) ?? { mailboxName: row.mailboxName, exists: row.mailboxExists, rows: [] };
      group.rows.push(row);
      groups.set(row.mailboxName, group);
    }
    return [...groups.values()];
  });

  readonly count = $derived(this.everything ? this.total : this.chosen.size);
  private asked = 0;

  constructor(private readonly account: Account) {}

  private get args(): { accountId: Id } {
    return { accountId: this.account.id };
  }

  private filter(): Record<string, string> {
    return { ...(this.after !== null && { after: this.after }), ...(this.text.trim() !== '' && { text: this.text.trim() }) };
  }

  /** The first of what is found now. */
  async load(): Promise<void> {
    this.chosen.clear();
    this.everything = false;
    this.state = 'loading';
    await this.fetch(0);
  }

  async more(): Promise<void> {
    await this.fetch(this.rows.length);
  }

  private async fetch(position: number): Promise<void> {
    const asked = ++this.asked;
    this.trouble = undefined;
    try {
      const { transport } = this.account;
      const query = transport.call<Query>('DeletedEmail/query', { ...this.args, filter: this.filter(), position, limit: PAGE, calculateTotal: true });
      const get = transport.call<GetResponse<DeletedEmail>>('DeletedEmail/get', { ...this.args, '#ids': query.ref('/ids'), properties: PROPERTIES });
      const [found, { list }] = await Promise.all([query.result, get.result]);
      if (asked !== this.asked) return;
      const known = new Set(position === 0 ? [] : this.rows.map((row) => row.id));
      this.rows = [...(position === 0 ? [] : this.rows), ...list.filter((row) => !known.has(row.id))];
      this.total = found.total;
      this.cut = found.hasMore;
      this.state = 'there';
      if (this.everything) for (const row of list) this.chosen.add(row.id);
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      if (asked !== this.asked) return;
      this.trouble = failure;
      this.state = 'failed';
    }
  }

  choose(rows: DeletedEmail[], wanted: boolean): void {
    if (!wanted) this.everything = false;
    for (const row of rows) {
      if (wanted) this.chosen.add(row.id);
      else this.chosen.delete(row.id);
    }
  }

  chooseAll(wanted: boolean): void {
    this.choose(this.rows, wanted);
    this.everything = wanted;
  }

  /** The arguments of the calls that reach all that are chosen; the server says whether one of a filter
   *  is to be asked again. What is deleted while that goes on is left out.  */
  private *calls(): Generator<Record<string, unknown>> {
    const newest = this.rows[0];
    if (this.everything && this.total > this.rows.length && newest) {
      const before = new Date(Date.parse(newest.deletedAt) + 1000).toISOString().replace(/\.\d+Z$/, 'Z');
      yield { ...this.args, filter: { ...this.filter(), before } };
      return;
    }
    const ids = [...this.chosen];
    for (let from = 0; from < ids.length; from += PAGE) yield { ...this.args, ids: ids.slice(from, from + PAGE) };
  }

  async restore(): Promise<Restored> {
    const done = new Map<Id, string>();
    const made: string[] = [];
    const refused = { overQuota: new Set<Id>(), noMailbox: new Set<Id>() };
    for (const args of this.calls()) {
      for (;;) {
        const { restored, notRestored, mailboxesMade, hasMore } = await this.account.transport.call<RestoreResponse>('DeletedEmail/restore', args).result;
        for (const { emailId, mailboxName } of Object.values(restored)) done.set(emailId, mailboxName);
        for (const [id, error] of Object.entries(notRestored)) if (error.type in refused) refused[error.type as keyof typeof refused].add(id);
        made.push(...mailboxesMade);
        if (!('filter' in args) || !hasMore || Object.keys(restored).length === 0) break;
      }
    }
    const folders = new Map<string, number>();
    for (const name of done.values()) folders.set(name, (folders.get(name) ?? 0) + 1);
    const proven = await this.areThere([...done.keys()]);
    await this.load();
    void this.account.sync();
    return {
      count: done.size, folders: [...folders].sort((one, other) => other[1] - one[1]), made,
      overQuota: refused.overQuota.size, noMailbox: refused.noMailbox.size, proven,
    };
  }

  private async areThere(ids: Id[]): Promise<boolean> {
    const most = this.account.limits.objectsInGet;
    let there = 0;
    for (let from = 0; from < ids.length; from += most) {
      const got = await this.account.transport.call<GetResponse<{ id: Id; mailboxIds: Record<Id, true> }>>('Email/get', { ...this.args, ids: ids.slice(from, from + most), properties: ['mailboxIds'] }).result;
      there += got.list.filter((email) => Object.keys(email.mailboxIds).length > 0).length;
    }
    return there === ids.length;
  }

  /** @returns how many are gone for good */
  async destroy(): Promise<number> {
    let gone = 0;
    for (const args of this.calls()) {
      for (;;) {
        const { destroyed, hasMore } = await this.account.transport.call<DestroyResponse>('DeletedEmail/destroy', args).result;
        gone += destroyed.length;
        if (!('filter' in args) || !hasMore || destroyed.length === 0) break;
      }
    }
    await this.load();
    return gone;
  }
}

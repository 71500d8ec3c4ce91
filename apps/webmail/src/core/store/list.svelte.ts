// SPDX-License-Identifier: Apache-2.0
// A list of mails of which only the looked-at parts are here: ids by position, fetched a page at a
// time, kept true by Email/queryChanges (RFC 8620 §5.6).
import { JmapError } from '../jmap/errors';
import type { ResultOf, Transport } from '../jmap/transport';
import { FIRST, listCalls, type Order, type RowCalls } from '../jmap/opening';
import type { Filter, Id, QueryChangesResponse, QueryResponse, Row } from '../jmap/types';
import { type KeptList, MOST_ROWS } from '../offline/keeper';
import type { Emails } from './emails.svelte';

export const PAGE = 64;
/** As many as can be called back. */
const MOST_LEFT = 500;

export interface ListSpec extends Order {
  filter: Filter | null;
}

/** Where a copy of a list is kept: its top for the next visit, all of it for a time without a line. */
export interface ListCopy {
  load(part: 'top' | 'whole'): Promise<KeptList | undefined>;
  /** It has changed. */
  keep(picture: () => KeptList | undefined): unknown;
}

export class ListWindow {
  total = $state(0);
  loaded = $state(false);
  trouble = $state.raw<JmapError | undefined>(undefined);
  /** Grows whenever an id moves. */
  private version = $state(0);
  private ids: (Id | undefined)[] = [];
  private queryState = '';
  private canCalculate = false;
  /** Rows acted upon: they have left, whatever a page says, until the server has confirmed. */
  private readonly gone = new Set<Id>();
  /** Where such rows stood, for those that are called back, confirmed or not. */
  private readonly left = new Map<Id, number>();
  private wanted: { from: number; to: number } | undefined;
  private loading: Promise<void> | undefined;
  /** What stands there is a copy of an earlier visit, or of its top. */
  private recalled: 'top' | 'whole' | undefined;
  private recalling: Promise<void> | undefined;
  /** Page upon page comes: one picture at the end is enough. */
  private filling = false;
  private visible = { from: 0, to: PAGE };

  constructor(
    public spec: ListSpec,
    private readonly transport: Transport,
    private readonly accountId: Id,
    private readonly emails: Emails,
    /** False while acts wait: what the server answers then is of an earlier time than the screen. */
    private readonly settled: () => boolean = () => true,
    private readonly copy?: ListCopy,
  ) {}

  idAt(position: number): Id | undefined {
    void this.version;
    return this.ids[position];
  }

  indexOf(id: Id): number {
    void this.version;
    return this.ids.indexOf(id);
  }

  /** The row of a conversation, whichever of its mails stands for it. */
  indexOfThread(threadId: Id): number {
    void this.version;
    return this.ids.findIndex((id) => id !== undefined && this.emails.row(id)?.threadId === threadId);
  }

  get known(): Id[] {
    void this.version;
    return this.ids.filter((id) => id !== undefined);
  }

  /** Says what is looked at; what is missing of it is fetched, and nothing between. */
  need(from: number, to: number): Promise<void> {
    this.visible = { from, to };
    this.wanted = this.visible;
    this.loading ??= this.loadWanted().finally(() => (this.loading = undefined));
    return this.loading;
  }

  /** The first page by a filter that the same request finds out; until then the list is of nothing.
   *
   *  @param spec what the list is of, when that is known */
  begin(filter: ResultOf, spec: Promise<ListSpec>): Promise<void> {
    this.loading = this.loadPage(0, { '#filter': filter })
      .then(async () => {
        this.spec = await spec;
        this.moved();
      })
      .finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async loadWanted(): Promise<void> {
    if (!this.loaded) void this.remember();
    for (let before: number | undefined; ;) {
      const position = this.missing();
      // What has been asked for and did not come will not.
      if (position === undefined || position === before) return;
      before = this.loaded ? position : undefined;
      try {
        await this.loadPage(position);
        this.trouble = undefined;
      } catch (failure) {
        const trouble = failure instanceof JmapError ? failure : new JmapError('broken', 'page', String(failure));
        // What an earlier visit saw stands there, and the page says since when.
        this.trouble = trouble.passes && this.recalled !== undefined ? undefined : trouble;
        return;
      }
    }
  }

  /** Shows what an earlier visit saw, until the server says more.
   *
   *  @returns when that stands there, or nothing is remembered */
  remember(): Promise<void> {
    return (this.recalling ??= this.recall('top'));
  }

  /** The server is silent: all that is remembered of it may be looked at. */
  async unheard(): Promise<void> {
    await this.recalling;
    if (this.recalled === 'top') await this.recall('whole');
  }

  private async recall(part: 'top' | 'whole'): Promise<void> {
    const kept = await this.copy?.load(part);
    if (kept === undefined || (this.loaded && this.recalled !== 'top')) return;
    this.emails.putThreads(kept.threads.map(([id, emailIds]) => ({ id, emailIds })));
    this.emails.put(kept.rows.filter((row) => !this.emails.knows(row.id)));
    this.ids = [...kept.ids];
    // Of the top the rest will come; without a line nothing does.
    this.total = part === 'top' ? Math.max(kept.total, kept.ids.length) : kept.ids.length;
    this.recalled = part;
    this.loaded = true;
    this.version++;
  }

  /** The rows from the first on, without a gap, as they are kept. */
  private picture(): KeptList | undefined {
    if (!this.loaded || this.recalled !== undefined) return undefined;
    const ids: Id[] = [];
    for (const id of this.ids.slice(0, Math.min(this.firstGap(), MOST_ROWS))) if (id !== undefined) ids.push(id);
    const first = ids.flatMap((id) => this.emails.row(id) ?? []);
    const rows = this.spec.collapseThreads ? first.flatMap((row) => this.emails.conversation(row)) : first;
    return { ids, total: this.total, rows, threads: this.emails.threadsOf(first).map(([id, members]) => [id, [...members]]) };
  }

  private moved(): void {
    this.version++;
    if (!this.filling) this.keep();
  }

  private keep(): void {
    if (this.recalled === undefined) this.copy?.keep(() => this.picture());
  }

  /** Looks at more of it, though nobody has come there yet.
   *
   *  @param quiet when nobody is disturbed by it */
  async fill(most: number, quiet: () => Promise<void>): Promise<void> {
    for (let gap = this.firstGap(); this.loaded && this.recalled === undefined && gap < Math.min(most, this.total) && !this.emails.isFull; gap = this.firstGap()) {
      await quiet();
      while (this.loading) await this.loading;
      // Somebody may have come there meanwhile.
      if (this.firstGap() > gap) continue;
      await this.loadAhead(this.startOf(gap));
      if (this.firstGap() <= gap && this.settled()) break;
    }
    this.keep();
  }

  /** Whoever needs something meanwhile waits for it, and asks for what it did not bring. */
  private async loadAhead(position: number): Promise<void> {
    this.filling = true;
    const page = this.loadPage(position).finally(() => {
      this.filling = false;
      this.loading = undefined;
      if (this.missing() !== undefined) void this.need(this.visible.from, this.visible.to);
    });
    this.loading = page.catch(() => undefined);
    await page;
  }

  private missing(): number | undefined {
    if (this.wanted === undefined) return undefined;
    if (!this.loaded) return Math.floor(this.wanted.from / PAGE) * PAGE;
    const end = Math.min(this.wanted.to, this.total);
    for (let position = Math.max(0, this.wanted.from); position < end; position++) {
      if (this.lacks(position)) return this.startOf(position);
    }
    return undefined;
  }

  private lacks(position: number): boolean {
    const id = this.ids[position];
    return id === undefined || !this.emails.knows(id);
  }

  /** Where the page begins that brings a row: at most what is there already of it is left out. */
  private startOf(position: number): number {
    let start = Math.floor(position / PAGE) * PAGE;
    while (start < position && !this.lacks(start)) start++;
    return start;
  }

  /** The first look is short; the next goes as far as the pages after it begin. */
  private limitOf(position: number): number {
    if (position === 0 && (!this.loaded || this.recalled !== undefined) && (this.wanted?.to ?? 0) <= FIRST) return FIRST;
    return Math.ceil((position + PAGE) / PAGE) * PAGE - position;
  }

  private async loadPage(position: number, filter?: Record<string, ResultOf>): Promise<void> {
    const { query, rest } = this.ask({ position, limit: this.limitOf(position) }, filter);
    const [found] = await Promise.all([query.result, rest]);
    const moved = this.loaded && this.recalled === undefined && found.queryState !== this.queryState;
    // Asked for again when the acts are done: until then what is looked at stays.
    if (moved && this.filling && !this.settled()) return;
    // What has become of the other pages is asked before this one takes its place.
    if (moved && this.settled()) await this.follow();
    // Where that cannot be told they are of another time.
    if (this.recalled !== undefined || (this.queryState !== '' && found.queryState !== this.queryState)) this.ids = [];
    this.recalled = undefined;
    this.queryState = found.queryState;
    this.canCalculate = found.canCalculateChanges;
    this.total = Math.max(0, (found.total ?? found.ids.length) - this.gone.size);
    const ids = found.ids.filter((id) => !this.gone.has(id));
    ids.forEach((id, index) => (this.ids[found.position + index] = id));
    // A page shorter than it said ends the list.
    if (found.ids.length === 0 && this.total > found.position) this.total = found.position;
    this.ids.length = Math.min(this.ids.length, this.total);
    this.loaded = true;
    this.moved();
  }

  /** Email/query with the rows, and the conversations that they stand for, in the same request. */
  private ask(window: Record<string, number>, filter: Record<string, unknown> = { filter: this.spec.filter }): { query: { result: Promise<QueryResponse> }; rest: Promise<void> } {
    const calls = listCalls(this.transport, this.accountId, this.spec, window, filter);
    return { query: calls.query, rest: this.takeRows(calls) };
  }

  private async takeRows({ rows, threads, members }: RowCalls): Promise<void> {
    const got = await rows.result;
    this.emails.use(this.ids.slice(this.visible.from, this.visible.to));
    this.emails.put(got.list);
    if (this.emails.state === '') this.emails.state = got.state;
    if (threads === undefined || members === undefined) return;
    this.emails.putThreads((await threads.result).list);
    try {
      this.emails.putLight((await members.result).list);
    } catch (failure) {
      // More mails in these conversations than one call may ask for: then in several.
      if (!(failure instanceof JmapError) || failure.type !== 'requestTooLarge') throw failure;
      await this.emails.fetchLight((await threads.result).list.flatMap((thread) => thread.emailIds));
    }
  }

  /** Asks what has changed since; called when the server says that mails did. */
  async refresh(): Promise<void> {
    await this.loading;
    if (this.loaded) await this.follow();
  }

  private async follow(): Promise<void> {
    if (!this.canCalculate) return this.reload();
    const known = this.confirmed();
    const { filter, sort, collapseThreads } = this.spec;
    let changes: QueryChangesResponse;
    try {
      const call = this.transport.call<QueryChangesResponse>('Email/queryChanges', {
        accountId: this.accountId, filter, sort, collapseThreads, calculateTotal: true, sinceQueryState: this.queryState,
      });
      changes = await call.result;
    } catch (failure) {
      if (!(failure instanceof JmapError) || failure.passes || failure.trouble === 'signed-out') throw failure;
      return this.reload();
    }
    const unknown = changes.added.map((item) => item.id).filter((id) => !this.isKnown(id));
    if (unknown.length > 0) await this.rowsByIds(unknown);
    // Asked again when the acts are done, from the same state.
    if (!this.settled()) return;
    for (const id of known) this.gone.delete(id);
    this.replay(changes);
  }

  /** Of the rows that have left those of which every answer knows that is asked for from now on. */
  private confirmed(): Id[] {
    return this.settled() ? [...this.gone] : [];
  }

  private isKnown(id: Id): boolean {
    const row = this.emails.row(id);
    return row !== undefined && !row.light && (!this.spec.collapseThreads || this.emails.knowsThread(row.threadId));
  }

  private async rowsByIds(ids: Id[]): Promise<void> {
    await this.emails.fetchRows(ids);
    if (!this.spec.collapseThreads) return;
    const threads = [...new Set(ids.map((id) => this.emails.row(id)?.threadId).filter((id) => id !== undefined))];
    await Promise.all(threads.map((id) => this.emails.fetchThread(id)));
  }

  /** RFC 8620 §5.6: take out what was removed, then put in what was added, lowest index first. */
  replay(changes: QueryChangesResponse): void {
    const moved = new Set([...changes.removed, ...changes.added.map((item) => item.id)]);
    const known = new Set(this.ids);
    const unseen = changes.removed.some((id) => !known.has(id) && !this.gone.has(id) && !changes.added.some((item) => item.id === id));
    const gap = this.firstGap();
    // Something left a place that was never looked at: what lies behind the first gap may have moved.
    if (unseen && gap < this.ids.length) this.ids.length = gap;
    this.ids = this.without(moved);
    for (const { id, index } of [...changes.added].sort((a, b) => a.index - b.index)) {
      if (index > this.ids.length) this.ids[index] = id;
      else this.ids.splice(index, 0, id);
    }
    for (const id of moved) this.gone.delete(id);
    this.queryState = changes.newQueryState;
    // Of rows acted upon meanwhile this answer does not know yet.
    this.total = changes.total === undefined ? this.total - changes.removed.length + changes.added.length : Math.max(0, changes.total - this.gone.size);
    this.ids.length = Math.min(this.ids.length, this.total);
    this.moved();
    if (this.missing() !== undefined) void this.need(this.visible.from, this.visible.to);
  }

  private firstGap(): number {
    const gap = this.ids.findIndex((id) => id === undefined);
    return gap < 0 ? this.ids.length : gap;
  }

  private without(ids: Set<Id>): (Id | undefined)[] {
    const kept: (Id | undefined)[] = [];
    // Not filter(): it would close the gaps.
    for (let position = 0; position < this.ids.length; position++) {
      const id = this.ids[position];
      if (id === undefined || !ids.has(id)) kept.push(id);
    }
    return kept;
  }

  /** Only what is looked at, anew. */
  private async reload(): Promise<void> {
    const from = Math.floor(this.visible.from / PAGE) * PAGE;
    const limit = Math.max(PAGE, Math.ceil((this.visible.to - from) / PAGE) * PAGE);
    const { query, rest } = this.ask({ position: from, limit });
    const [found] = await Promise.all([query.result, rest]);
    if (!this.settled()) return;
    this.gone.clear();
    this.left.clear();
    this.ids = [];
    found.ids.forEach((id, index) => (this.ids[found.position + index] = id));
    this.queryState = found.queryState;
    this.canCalculate = found.canCalculateChanges;
    this.total = found.total ?? found.ids.length;
    this.recalled = undefined;
    this.moved();
  }

  /** After an act of the person: rows that no longer belong leave at once, those that do again return. */
  reconcile(affected: Set<Id>, belongs: (row: Row) => boolean): void {
    let moved = false;
    for (const [id, position] of [...this.left].reverse()) {
      const row = this.emails.row(id);
      if (row === undefined || !belongs(row)) continue;
      this.left.delete(id);
      this.gone.delete(id);
      if (this.ids.includes(id)) continue;
      this.ids.splice(Math.min(position, this.ids.length), 0, id);
      this.total++;
      moved = true;
    }
    for (let position = this.ids.length - 1; position >= 0; position--) {
      const id = this.ids[position];
      const row = id === undefined ? undefined : this.emails.row(id);
      if (id === undefined || row === undefined || belongs(row)) continue;
      if (!affected.has(id) && !this.emails.members(row.threadId).some((member) => affected.has(member))) continue;
      this.gone.add(id);
      this.left.set(id, position);
      if (this.left.size > MOST_LEFT) this.left.delete([...this.left.keys()][0] as Id);
      this.ids.splice(position, 1);
      this.total--;
      moved = true;
    }
    if (moved) this.moved();
  }
}

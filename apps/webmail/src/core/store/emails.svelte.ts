// SPDX-License-Identifier: Apache-2.0
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { type Keeper, NEWEST_LETTERS } from '../offline/keeper';
import { JmapError } from '../jmap/errors';
import type { Call, Transport } from '../jmap/transport';
import { type Address, type GetResponse, type Id, type Letter, LETTER_PROPERTIES, MEMBER_PROPERTIES, type QueryResponse, type Row, ROW_PROPERTIES, type Snoozed, type Thread } from '../jmap/types';

const MOST_ROWS = 4_000;
const MOST_LETTERS = 100;
/** Longer texts are cut by the server, and the page offers the rest as a download. */
const MOST_BODY_OCTETS = 5_000_000;
/** Of a mail that nobody has asked for yet. */
const AHEAD_OCTETS = 100_000;
const AHEAD_AT_ONCE = 20;
/** Of each mailbox in which one looks for people. */
const MET = 200;

/** What a change to an Email may say (RFC 8620 §5.3: a patch): of its places, its keywords, and until when it is set aside. */
export type Patch = Record<string, true | null | Record<Id, true> | Snoozed>;

/** The path of a keyword in a patch: a JSON pointer without its first `/` (RFC 8620 §5.3, RFC 6901 §3). */
export function keywordPath(keyword: string): string {
  return `keywords/${keyword.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Whether the places and keywords of both are the same. */
function same(a: Row, b: Row): boolean {
  const words = ({ mailboxIds, keywords, snoozed }: Row) => JSON.stringify([Object.keys(mailboxIds).sort(), Object.keys(keywords).sort(), snoozed ?? null]);
  return words(a) === words(b);
}

/** Applies a patch to the properties that change. */
export function patched<R extends Pick<Row, 'mailboxIds' | 'keywords' | 'snoozed'>>(row: R, patch: Patch): R {
  let { mailboxIds, keywords, snoozed } = row;
  for (const [path, value] of Object.entries(patch)) {
    const slash = path.indexOf('/');
    const property = slash < 0 ? path : path.slice(0, slash);
    if (property === 'snoozed') {
      snoozed = value as Snoozed | null;
      continue;
    }
    const old = property === 'keywords' ? keywords : mailboxIds;
    let next: Record<string, true>;
    if (slash < 0) next = { ...(value as Record<string, true>) };
    else {
      next = { ...old };
      const name = path.slice(slash + 1).replaceAll('~1', '/').replaceAll('~0', '~');
      if (value === null) delete next[name];
      else next[name] = true;
    }
    if (property === 'keywords') keywords = next;
    else mailboxIds = next;
  }
  return { ...row, mailboxIds, keywords, snoozed };
}

/** Rows, conversations and bodies that have been seen, the least used forgotten first. */
export class Emails {
  private readonly rows = new SvelteMap<Id, Row>();
  private readonly threads = new SvelteMap<Id, Id[]>();
  private readonly letters = new SvelteMap<Id, Letter>();
  /** The order of use; a Map keeps the order of insertion. */
  private readonly used = new Map<Id, true>();
  /** Every keyword that a mail was seen to have. */
  readonly keywords = new SvelteSet<string>();
  /** Addresses of lists over which mails came that were opened, in lower case (RFC 2369 §3.4). */
  readonly lists = new SvelteSet<string>();
  state = '';
  /** What acts that wait make of a row that the server tells. */
  overlay: (row: Row) => Row = (row) => row;
  /** Copies for a time without a line; none on a shared computer. */
  keeper: Keeper | undefined;
  offline: () => boolean = () => false;

  constructor(
    private readonly transport: Transport,
    private readonly accountId: Id,
    private readonly mostObjects: number,
    private readonly mostRows = MOST_ROWS,
  ) {}

  row(id: Id): Row | undefined {
    return this.rows.get(id);
  }

  letter(id: Id): Letter | undefined {
    return this.letters.get(id);
  }

  /** The ids of a conversation, oldest first; of an unknown one none. */
  members(threadId: Id): Id[] {
    return this.threads.get(threadId) ?? [];
  }

  /** The rows of a conversation that are known. */
  conversation(row: Row): Row[] {
    const rows = this.members(row.threadId).map((id) => this.rows.get(id)).filter((member) => member !== undefined);
    return rows.length === 0 ? [row] : rows;
  }

  put(rows: Row[]): void {
    for (const told of rows) {
      const row = this.overlay(told);
      this.rows.set(row.id, row);
      this.touch(row.id);
      for (const keyword in row.keywords) if (!this.keywords.has(keyword)) this.keywords.add(keyword);
      const letter = this.letters.get(row.id);
      if (letter) this.letters.set(row.id, { ...letter, mailboxIds: row.mailboxIds, keywords: row.keywords });
    }
    this.forget();
  }

  /** The members of conversations, of the rows given. */
  threadsOf(rows: Row[]): [Id, Id[]][] {
    return [...new Set(rows.map((row) => row.threadId))].flatMap((id): [Id, Id[]][] => (this.threads.has(id) ? [[id, this.members(id)]] : []));
  }

  /** What is told of the other mails of conversations. Of a row that is known whole only its places move. */
  putLight(rows: Row[]): void {
    this.put(rows.flatMap((told): Row[] => {
      const known = this.rows.get(told.id);
      if (known === undefined || known.light) return [{ ...told, hasAttachment: false, to: null, preview: '', size: 0, light: true }];
      const { mailboxIds, keywords, snoozed } = told;
      return same(known, told) ? [] : [{ ...known, mailboxIds, keywords, snoozed: snoozed ?? null }];
    }));
  }

  putThreads(threads: Thread[]): void {
    for (const thread of threads) this.threads.set(thread.id, thread.emailIds);
  }

  /** These are looked at: of all others some are forgotten first. */
  use(ids: (Id | undefined)[]): void {
    for (const id of ids) {
      const row = id === undefined ? undefined : this.rows.get(id);
      for (const member of row ? this.conversation(row) : []) this.touch(member.id);
    }
  }

  private touch(id: Id): void {
    this.used.delete(id);
    this.used.set(id, true);
  }

  private forget(): void {
    for (const id of this.used.keys()) {
      if (this.used.size <= this.mostRows) return;
      const row = this.rows.get(id);
      if (row) this.threads.delete(row.threadId);
      this.rows.delete(id);
      this.used.delete(id);
    }
  }

  patch(id: Id, patch: Patch): void {
    const row = this.rows.get(id);
    if (row) this.rows.set(id, patched(row, patch));
    const letter = this.letters.get(id);
    if (letter) this.letters.set(id, patched(letter, patch));
  }

  remove(ids: Id[]): void {
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) this.threads.set(row.threadId, this.members(row.threadId).filter((member) => member !== id));
      this.rows.delete(id);
      this.letters.delete(id);
      this.used.delete(id);
    }
    void this.keeper?.drop(ids);
  }

  private getCalls(ids: Id[], properties: readonly string[]): Call<GetResponse<Row>>[] {
    const calls = [];
    for (let at = 0; at < ids.length; at += this.mostObjects) {
      calls.push(this.transport.call<GetResponse<Row>>('Email/get', { accountId: this.accountId, ids: ids.slice(at, at + this.mostObjects), properties }));
    }
    return calls;
  }

  /** Rows by their ids, in as many calls as the server's limit asks for. */
  async fetchRows(ids: Id[]): Promise<void> {
    for (const call of this.getCalls(ids, ROW_PROPERTIES)) {
      const got = await call.result;
      this.put(got.list);
      if (this.state === '') this.state = got.state;
    }
  }

  /** What a list says of the other mails of its conversations. */
  async fetchLight(ids: Id[]): Promise<void> {
    for (const call of this.getCalls(ids, MEMBER_PROPERTIES)) this.putLight((await call.result).list);
  }

  /** Where these lie now, by the server. */
  async fetchStates(ids: Id[]): Promise<Row[]> {
    const got = await this.transport.call<GetResponse<Row>>('Email/get', { accountId: this.accountId, ids, properties: ROW_PROPERTIES }).result;
    return got.list;
  }

  /** The mails of a conversation, with their texts. */
  async fetchThread(threadId: Id): Promise<void> {
    if (this.offline()) return this.recallThread(threadId);
    const thread = this.transport.call<GetResponse<Thread>>('Thread/get', { accountId: this.accountId, ids: [threadId] });
    const rows = this.transport.call<GetResponse<Row>>('Email/get', {
      accountId: this.accountId, '#ids': thread.ref('/list/*/emailIds'), properties: ROW_PROPERTIES,
    });
    this.putThreads((await thread.result).list);
    this.put((await rows.result).list);
  }

  /** The mails of it that are here. */
  private recallThread(threadId: Id): void {
    if (this.members(threadId).length > 0) return;
    const rows = [...this.rows.values()].filter((row) => row.threadId === threadId);
    rows.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
    this.putThreads([{ id: threadId, emailIds: rows.map((row) => row.id) }]);
  }

  /** Of the server, or the copy of it while nothing is heard of the server. */
  async fetchLetter(id: Id): Promise<Letter | undefined> {
    const known = this.letters.get(id);
    if (known) return known;
    const kept = await this.keeper?.letter(id);
    if (kept && (!kept.cut || this.offline())) return this.hold(kept.letter);
    try {
      const [letter] = await this.letterCall([id], MOST_BODY_OCTETS);
      if (letter === undefined) return undefined;
      void this.keeper?.keepLetter(letter);
      return this.hold(letter);
    } catch (failure) {
      if (kept && failure instanceof JmapError && failure.passes) return this.hold(kept.letter);
      throw failure;
    }
  }

  private async letterCall(ids: Id[], octets: number): Promise<Letter[]> {
    const got = await this.transport.call<GetResponse<Letter>>('Email/get', {
      accountId: this.accountId,
      ids,
      properties: LETTER_PROPERTIES,
      bodyProperties: ['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid'],
      fetchTextBodyValues: true,
      fetchHTMLBodyValues: true,
      maxBodyValueBytes: octets,
    }).result;
    return got.list;
  }

  /** A letter's text never changes; where it lies and its keywords are the row's. */
  private hold(letter: Letter): Letter {
    const row = this.rows.get(letter.id);
    const now = row ? { ...letter, mailboxIds: row.mailboxIds, keywords: row.keywords } : letter;
    if (this.letters.size >= MOST_LETTERS) this.letters.delete([...this.letters.keys()][0] as Id);
    this.letters.set(letter.id, now);
    for (const url of letter['header:List-Post:asURLs'] ?? []) {
      const address = /^mailto:([^?]+)/i.exec(url)?.[1]?.toLowerCase();
      if (address !== undefined && !this.lists.has(address)) this.lists.add(address);
    }
    return now;
  }

  /** Copies of the newest mails that have none, a few at a time. */
  async fetchAhead(ids: Id[], quiet: () => Promise<void>): Promise<void> {
    const { keeper } = this;
    if (keeper === undefined) return;
    const lacking = await keeper.lacks(ids.slice(0, NEWEST_LETTERS));
    for (let at = 0; at < lacking.length && !this.offline(); at += AHEAD_AT_ONCE) {
      await quiet();
      for (const letter of await this.letterCall(lacking.slice(at, at + AHEAD_AT_ONCE), AHEAD_OCTETS)) {
        const cut = Object.values(letter.bodyValues).some((value) => value.isTruncated);
        await keeper.keepLetter(letter, cut);
      }
    }
  }

  /** Asks for the newest mails of these mailboxes, to know whom one writes with. */
  async meet(mailboxes: Id[]): Promise<void> {
    const calls = mailboxes.map((inMailbox) => {
      const found = this.transport.call<QueryResponse>('Email/query', { accountId: this.accountId, filter: { inMailbox }, sort: [{ property: 'receivedAt', isAscending: false }], limit: MET });
      return this.transport.call<GetResponse<Row>>('Email/get', { accountId: this.accountId, '#ids': found.ref('/ids'), properties: ROW_PROPERTIES });
    });
    for (const call of calls) this.put((await call.result).list);
  }

  /** Whom mails of late came from and went to, the most frequent first. */
  people(): Address[] {
    const found = new Map<string, { address: Address; count: number }>();
    for (const row of this.rows.values()) {
      for (const address of [...(row.from ?? []), ...(row.to ?? [])]) {
        const key = address.email.toLowerCase();
        const entry = found.get(key) ?? { address, count: 0 };
        if (!entry.address.name && address.name) entry.address = address;
        entry.count++;
        found.set(key, entry);
      }
    }
    return [...found.values()].sort((a, b) => b.count - a.count).map((entry) => entry.address);
  }

  knows(id: Id): boolean {
    return this.rows.has(id);
  }

  knowsThread(id: Id): boolean {
    return this.threads.has(id);
  }

  /** Whether all rows of a conversation are here, with all that a reader shows of them. */
  isWhole(threadId: Id): boolean {
    return this.knowsThread(threadId) && this.members(threadId).every((id) => this.rows.get(id)?.light === undefined && this.rows.has(id));
  }

  /** More would push out what is looked at. */
  get isFull(): boolean {
    return this.used.size > MOST_ROWS / 2;
  }
}

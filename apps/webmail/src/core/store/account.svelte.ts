// SPDX-License-Identifier: Apache-2.0
// One account as the pages know it: what was fetched, what is shown before the server has said yes,
// and the way both become one again.
import { JmapError } from '../jmap/errors';
import { type Live, Push } from '../jmap/push';
import { inboxCalls } from '../jmap/opening';
import { accountOf, fill, type Limits, limitsOf, ownPath, upload, type Uploaded, using } from '../jmap/session';
import { type Outside, Transport } from '../jmap/transport';
import { PREFERENCES } from '../jmap/types';
import type { ChangesResponse, GetResponse, Id, Identity, Mailbox, Quota, Row, Session, SetError, SetResponse } from '../jmap/types';
import { keptBefore } from './before';
import { Emails, patched, type Patch } from './emails.svelte';
import { Labels } from './labels.svelte';
import { type ListCopy, type ListSpec, ListWindow } from './list.svelte';
import { Mailboxes } from './mailboxes.svelte';
import { type Act, Outbox } from './outbox.svelte';
import { Preferences } from './preferences.svelte';
import { Keeper, type KeptList, MOST_ROWS } from '../offline/keeper';
import { Scheduled } from './scheduled.svelte';
import type { Shelf } from './shelf';
import { Snippets } from './snippets.svelte';
import { Vacation, VACATION, VACATION_EXTRAS } from './vacation.svelte';

export interface AccountEvents {
  refused(act: Act, error: SetError): void;
  signedOut(): void;
}

/** Lists kept beside the one on the screen, so that going back is immediate. */
const MOST_LISTS = 8;
/** After a long sleep more may have come than is worth asking for: lists fetch what they show. */
const MOST_JOINED = 200;

export class Account {
  readonly id: Id;
  readonly limits: Limits;
  readonly transport: Transport;
  readonly mailboxes: Mailboxes;
  readonly emails: Emails;
  readonly labels: Labels;
  readonly outbox: Outbox;
  readonly preferences: Preferences;
  readonly vacation: Vacation;
  readonly scheduled: Scheduled;
  readonly snippets: Snippets;
  live = $state<Live>('connecting');
  /** Since when nothing has been heard of the server. */
  offlineSince = $state<number | undefined>(undefined);
  identities = $state.raw<Identity[]>([]);
  /** The person's own addresses, in lower case. */
  readonly mine = $derived(new Set(this.identities.map((identity) => identity.email.toLowerCase())));
  quota = $state.raw<Quota | undefined>(undefined);
  /** The state of the account's imports from other servers, once it is another. */
  imported = $state<string | undefined>(undefined);
  /** The browser has no room for what is typed here: it lasts as long as the page. */
  full = $state(false);
  /** Mails that wait to be sent until there is a line again. */
  unsent = $state(0);
  /** There is a line again, or the person has signed in again. */
  onreturn: () => void = () => undefined;
  /** Erases what this browser keeps of the account, and signs out. */
  forget: () => void = () => undefined;
  private readonly isOwn: boolean;
  private readonly keeper: Keeper | undefined;
  private readonly lists = new Map<string, ListWindow>();
  private push: Push | undefined;
  private syncing: Promise<void> | undefined;
  private again = false;
  /** Nothing is done for it any more: it was left, or another session object took its place. */
  stopped = false;

  constructor(
    readonly session: Session,
    readonly shelf: Shelf,
    outside: Outside,
    private readonly events: AccountEvents,
    private readonly now: () => number = Date.now,
    /** Another's account, which shares folders with the person (RFC 9670). */
    id: Id = accountOf(session),
    /** The person's, whose own account this one is not. */
    preferences?: Preferences,
  ) {
    this.id = id;
    this.limits = limitsOf(session);
    this.transport = new Transport(ownPath(session.apiUrl), this.limits.calls, outside, using(session));
    this.transport.onHealth = (trouble) => {
      if (trouble?.trouble === 'signed-out') events.signedOut();
      const offline = trouble?.trouble === 'offline';
      const back = !offline && this.offlineSince !== undefined;
      this.offlineSince = offline ? (this.offlineSince ?? now()) : undefined;
      if (offline) for (const list of this.lists.values()) void list.unheard();
      if (!back) return;
      this.outbox.wake();
      this.onreturn();
    };
    this.isOwn = preferences === undefined;
    this.preferences = preferences ?? new Preferences(shelf, { transport: this.transport, accountId: id, offered: PREFERENCES in session.capabilities });
    this.vacation = new Vacation(this.transport, this.id, VACATION_EXTRAS in session.capabilities);
    this.mailboxes = new Mailboxes(this.transport, this.id);
    this.emails = new Emails(this.transport, this.id, this.limits.objectsInGet);
    shelf.onfull = () => (this.full = true);
    this.keeper = shelf.lasts ? new Keeper(shelf) : undefined;
    this.emails.keeper = this.keeper;
    this.emails.offline = () => this.offlineSince !== undefined;
    this.labels = new Labels(this.emails, this.preferences);
    this.snippets = new Snippets(this.transport, this.id);
    this.scheduled = new Scheduled(this.transport, this.id, this.emails, now);
    this.emails.overlay = (row) => this.outbox.waiting.reduce((seen, act) => (act.updates[row.id] ? patched(seen, act.updates[row.id] as Patch) : seen), row);
    this.outbox = new Outbox(this.transport, this.id, shelf, {
      apply: (updates) => this.apply(updates),
      confirmed: () => void this.sync(),
      refused: (act, error) => events.refused(act, error),
      statesOf: (ids) => this.emails.fetchStates(ids),
      offline: () => this.offlineSince !== undefined,
    }, (millis) => outside.wait(millis), now);
  }

  /** What an earlier visit saw, without asking anybody.
   *
   *  @returns whether there is enough to show a screen */
  async recall(): Promise<boolean> {
    const [kept, identities, unsent] = await Promise.all([
      this.shelf.get('seen', 'mailboxes'), this.shelf.get('seen', 'identities'), this.shelf.all('outbox'), this.preferences.recall(keptBefore),
    ]);
    if (kept) this.mailboxes.begin(kept as Mailbox[]);
    this.identities = (identities as Identity[] | undefined) ?? [];
    // It counts on the folders.
    this.outbox.resume(unsent);
    return kept !== undefined;
  }

  /** What the first screen needs, in one request. Without a line it goes on with what was recalled.
   *
   *  @param first asks for the list on the screen; called before anything else is asked for */
  async start(first: () => Promise<void> | undefined = () => undefined): Promise<void> {
    const recalled = this.mailboxes.all.length > 0;
    const list = first();
    // Where the folders fail first, nobody waits for it.
    list?.catch(() => undefined);
    this.askPreferences();
    try {
      await this.mailboxes.load();
      await list;
      void this.shelf.put('seen', 'mailboxes', $state.snapshot(this.mailboxes.all));
      if (!this.stopped) void this.shelf.put('seen', 'session', $state.snapshot(this.session));
    } catch (failure) {
      if (!recalled || !(failure instanceof JmapError) || !failure.passes) throw failure;
    }
  }

  private askPreferences(): void {
    void this.preferences.load().catch((failure: unknown) => {
      // The copy serves as well.
      if (!(failure instanceof JmapError)) throw failure;
    });
  }

  /** What can come after the first screen. */
  async settle(): Promise<void> {
    const accountId = this.id;
    const identities = this.transport.call<GetResponse<Identity>>('Identity/get', { accountId, ids: null });
    const quota = this.transport.call<GetResponse<Quota>>('Quota/get', { accountId, ids: null });
    const vacation = VACATION in this.session.capabilities ? this.vacation.load() : undefined;
    const held = this.limits.delaySeconds > 0 ? this.scheduled.load() : undefined;
    const [people, limits] = await Promise.allSettled([identities.result, quota.result, held, vacation]);
    if (people.status === 'fulfilled') {
      this.identities = people.value.list;
      void this.shelf.put('seen', 'identities', people.value.list);
    }
    if (limits.status === 'fulfilled') this.quota = limits.value.list.find((limit) => limit.resourceType === 'octets');
  }

  listen(): void {
    if (this.stopped) return;
    this.push = new Push(this.session.eventSourceUrl, this.id, (changed) => {
      this.hear(changed && (changed[this.id] ?? {}));
      this.others(changed);
    }, (live) => {
      this.live = live;
      if (live === 'offline') this.offlineSince ??= this.now();
    });
    this.push.start();
  }

  /** The person has signed in again: everything goes on where it stood. */
  goOn(): void {
    void this.outbox.drain();
    this.push?.again();
    void this.sync();
    this.onreturn();
  }

  /** The page is left, perhaps for good. */
  readonly away = (): void => void this.keeper?.flush();

  stop(): void {
    this.stopped = true;
    this.push?.stop();
    this.scheduled.stop();
    void this.keeper?.flush();
  }

  /** Copies of what is looked at next, when nothing else is to be done.
   *
   *  @param quiet when nobody is disturbed by a little of it */
  async keepAhead(spec: ListSpec, quiet: () => Promise<void>): Promise<void> {
    if (this.keeper === undefined || this.offlineSince !== undefined || this.stopped) return;
    const list = this.list(spec);
    try {
      await list.fill(MOST_ROWS, quiet);
      await this.emails.fetchAhead(list.known, quiet);
    } catch (failure) {
      // Another time: it is only a copy.
      if (!(failure instanceof JmapError)) throw failure;
    }
  }

  /** Hears of other accounts, on the same stream. */
  others: (changed: Record<Id, Record<string, string>> | undefined) => void = () => undefined;

  hear(changed: Record<string, string> | undefined): void {
    this.outbox.wake();
    const known = changed !== undefined
      && (changed['Email'] ?? this.emails.state) === this.emails.state
      && (changed['Mailbox'] ?? this.mailboxes.state) === this.mailboxes.state;
    const liking = changed?.['Preference'];
    if (this.isOwn && (changed === undefined || (liking !== undefined && liking !== this.preferences.state))) this.askPreferences();
    if (!known) void this.sync();
    this.imported = changed?.['Import'] ?? this.imported;
    const held = changed?.['EmailSubmission'];
    if (held !== undefined && held !== this.scheduled.state) void this.scheduled.load().catch(() => undefined);
  }

  list(spec: ListSpec): ListWindow {
    const key = JSON.stringify(spec);
    const list = this.lists.get(key) ?? this.window(spec);
    this.lists.delete(key);
    this.lists.set(key, list);
    for (const old of [...this.lists.keys()].slice(0, -MOST_LISTS)) this.lists.delete(old);
    return list;
  }

  private copyOf(spec: () => ListSpec): ListCopy | undefined {
    const { keeper } = this;
    return keeper && {
      load: (part) => this.recallList(keeper, spec(), part),
      keep: (picture) => spec().filter !== null && keeper.keepList(JSON.stringify(spec()), picture),
    };
  }

  /** Without what an act that waits has taken out of it. */
  private async recallList(keeper: Keeper, spec: ListSpec, part: 'top' | 'whole'): Promise<KeptList | undefined> {
    const kept = await keeper.list(JSON.stringify(spec), part);
    const mailbox = mailboxOf(spec);
    if (kept === undefined || mailbox === undefined || this.outbox.waiting.length === 0) return kept;
    const inside = new Set(kept.rows.map((row) => this.emails.overlay(row)).filter((row) => row.mailboxIds[mailbox]).map((row) => row.threadId));
    const threads = new Map(kept.rows.map((row) => [row.id, row.threadId]));
    return { ...kept, ids: kept.ids.filter((id) => inside.has(threads.get(id) ?? '')) };
  }

  /** The list of the inbox while nobody knows which mailbox that is: found out, made a filter of and
   *  asked for in one request. */
  listOfInbox(spec: Omit<ListSpec, 'filter'>): Promise<void> {
    const { found, filter } = inboxCalls(this.transport, this.id);
    const known = found.result.then(({ ids }): ListSpec => ({ filter: { inMailbox: ids[0] as Id }, ...spec }));
    known.catch(() => undefined); // told by the list
    const list = this.window({ filter: null, ...spec });
    return list.begin(filter, known).then(() => void this.lists.set(JSON.stringify(list.spec), list));
  }

  private window(spec: ListSpec): ListWindow {
    // What it is of may be found out only later.
    const list: ListWindow = new ListWindow(spec, this.transport, this.id, this.emails, () => this.outbox.waiting.length === 0, this.copyOf(() => list.spec));
    return list;
  }

  /** Asks what has changed and shows it. Asked while asking, it asks once more. */
  sync(): Promise<void> {
    if (this.syncing) {
      this.again = true;
      return this.syncing;
    }
    this.syncing = this.syncOnce().catch((failure: unknown) => {
      if (!(failure instanceof JmapError)) throw failure;
    }).finally(() => {
      this.syncing = undefined;
      if (this.again) {
        this.again = false;
        void this.sync();
      }
    });
    return this.syncing;
  }

  private async syncOnce(): Promise<void> {
    // While acts wait, the server's word is of an earlier time than the screen's.
    if (this.outbox.waiting.length > 0) return;
    await Promise.all([this.mailboxes.sync(), this.syncEmails()]);
    await this.refreshLists();
    void this.shelf.put('seen', 'mailboxes', $state.snapshot(this.mailboxes.all));
  }

  /** The list on the screen and the one before it, whichever they have become meanwhile. All others
   *  are of an earlier time, those too whose answer is on its way, and are asked for anew when they are opened. */
  private async refreshLists(): Promise<void> {
    const earlier = new Set(this.lists.values());
    const late = () => [...this.lists.values()].slice(-2).filter((list) => earlier.has(list));
    for (let due = late(); due.length > 0; due = late()) {
      for (const list of due) earlier.delete(list);
      await Promise.all(due.map((list) => list.refresh()));
    }
    for (const [key, list] of this.lists) if (earlier.has(list)) this.lists.delete(key);
  }

  private async syncEmails(): Promise<void> {
    if (this.emails.state === '') return;
    try {
      for (let more = true; more;) {
        const changes = await this.transport.call<ChangesResponse>('Email/changes', { accountId: this.id, sinceState: this.emails.state }).result;
        this.emails.remove(changes.destroyed);
        await this.emails.fetchRows(changes.updated.filter((id) => this.emails.knows(id)));
        await this.joinThreads(changes.created);
        this.emails.state = changes.newState;
        more = changes.hasMoreChanges;
      }
    } catch (failure) {
      if (!(failure instanceof JmapError) || failure.type !== 'cannotCalculateChanges') throw failure;
      const known = [...this.lists.values()].flatMap((list) => list.known);
      this.emails.state = '';
      await this.emails.fetchRows(known);
    }
  }

  /** A new mail belongs to a conversation that may be on the screen. */
  private async joinThreads(created: Id[]): Promise<void> {
    const latest = created.slice(-MOST_JOINED);
    if (latest.length === 0) return;
    await this.emails.fetchRows(latest);
    const threads = new Set(latest.map((id) => this.emails.row(id)?.threadId).filter((id) => id !== undefined));
    await Promise.all([...threads].filter((id) => this.emails.knowsThread(id)).map((id) => this.emails.fetchThread(id)));
  }

  /** Shows changes: rows, the counts of folders, the lists. */
  private apply(updates: Record<Id, Patch>): void {
    const counts = new Map<Id, { total: number; unread: number }>();
    const count = (row: Row, sign: 1 | -1) => {
      for (const id of Object.keys(row.mailboxIds)) {
        const change = counts.get(id) ?? { total: 0, unread: 0 };
        change.total += sign;
        if (!row.keywords['$seen']) change.unread += sign;
        counts.set(id, change);
      }
    };
    for (const [id, patch] of Object.entries(updates)) {
      const before = this.emails.row(id);
      if (before) count(before, -1);
      this.emails.patch(id, patch);
      const after = this.emails.row(id);
      if (before && after) count(after, 1);
    }
    this.mailboxes.adjust(new Map([...counts].filter(([, change]) => change.total !== 0 || change.unread !== 0)));
    const affected = new Set(Object.keys(updates));
    for (const list of this.lists.values()) {
      const mailbox = mailboxOf(list.spec);
      if (mailbox === undefined) continue;
      list.reconcile(affected, (row) =>
        (list.spec.collapseThreads ? this.emails.conversation(row) : [row]).some((member) => member.mailboxIds[mailbox]),
      );
    }
  }

  download(blobId: Id, name: string, type: string): string {
    return fill(this.session.downloadUrl, { accountId: this.id, blobId, name, type });
  }

  upload(file: Blob, progress: (sent: number) => void, abort: AbortSignal): Promise<Uploaded> {
    return upload(fill(this.session.uploadUrl, { accountId: this.id }), file, progress, abort);
  }

  /** One blob of several, in their order. RFC 9404 §4.1 */
  async join(blobIds: Id[], type: string): Promise<Uploaded> {
    const create = { whole: { type, data: blobIds.map((blobId) => ({ blobId })) } };
    const call = this.transport.call<SetResponse<{ id: Id; type: string; size: number }>>('Blob/upload', { accountId: this.id, create });
    const { created, notCreated } = await call.result;
    const whole = created?.['whole'];
    if (whole === undefined) throw new JmapError('refused', notCreated?.['whole']?.type ?? 'unanswered', notCreated?.['whole']?.description ?? '');
    return { blobId: whole.id, type: whole.type, size: whole.size };
  }
}

/** The mailbox whose mails a list shows, if it is of one. */
export function mailboxOf(spec: ListSpec): Id | undefined {
  const { filter } = spec;
  if (filter === null) return undefined;
  if (!('operator' in filter)) return filter.inMailbox;
  if (filter.operator !== 'AND') return undefined;
  return filter.conditions.map((condition) => mailboxOf({ ...spec, filter: condition })).find((id) => id !== undefined);
}

// SPDX-License-Identifier: Apache-2.0
// What the mail screen shows: which list, which row the cursor is on, what is chosen, what is open.
import { SvelteSet } from 'svelte/reactivity';
import type { Account } from '../core/store/account.svelte';
import type { SharedAccounts } from '../core/store/shared.svelte';
import { FIRST } from '../core/jmap/opening';
import { ATTACHMENT_KIND, type Filter, type Id, type Mailbox, type Row, SNOOZE } from '../core/jmap/types';
import { keywordOf } from '../core/labels/keyword';
import { matches } from '../core/hangul/match.svelte';
import { type Key, t } from '../core/i18n/words.svelte';
import { parseRoute, type Place, type Route, settingsOf, writeRoute } from './route';
import type { Bulk } from './bulk/bulk.svelte';
import { parseSearch } from './search/parse';
import { remembered } from './search/suggest';

export type Chip = 'all' | 'unread' | 'starred' | 'files';
export type Density = 'comfortable' | 'cozy' | 'compact';

export const ROW_HEIGHT: Record<Density, number> = { comfortable: 76, cozy: 56, compact: 36 };

const CHIPS: Record<Chip, Filter | undefined> = {
  all: undefined,
  unread: { notKeyword: '$seen' },
  starred: { hasKeyword: '$flagged' },
  files: { hasAttachment: true },
};

/** How a folder is shown, remembered with it. */
export interface Look {
  conversations: boolean;
  density: Density;
  oldestFirst: boolean;
}

/** On a step of the history: the list stands right before it. */
const FROM_LIST = { list: true };

export class Screen {
  /** While the browser steps back: what goes on waits for it. */
  private stepping: Promise<void> | undefined;
  private route = $state.raw<Route>({ place: undefined, thread: undefined });
  private looks = $state<Record<string, Look>>({});
  chip = $state<Chip>('all');
  /** The row that the keyboard is on. */
  cursor = $state<Id | undefined>(undefined);
  readonly selected = new SvelteSet<Id>();
  selecting = $state(false);
  /** Not the chosen rows alone are meant but all that the list is of. */
  everything = $state(false);
  bulk = $state.raw<Bulk | undefined>(undefined);
  private readonly wholes = new WeakSet<Row[]>();
  foldersShown = $state(true);
  /** The section of the settings that is shown instead of the mail. */
  settings = $state<string | undefined>(undefined);

  /** The accounts of others, once it is known who shares. */
  shared = $state.raw<SharedAccounts | undefined>(undefined);
  /** Whose mail is shown: the person's own, or another's that shares it. */
  readonly account: Account = $derived.by(() => {
    const place = this.route.place;
    return (place?.kind === 'mailbox' && place.account !== undefined && this.shared?.byId(place.account)) || this.own;
  });
  /** Another's folder of which nothing is known, or nothing yet. */
  private readonly lost = $derived.by(() => this.route.place?.kind === 'mailbox' && this.route.place.account !== undefined && this.account === this.own);
  readonly place: Place = $derived.by(() => {
    if (this.route.place !== undefined && !this.lost) return this.route.place;
    return { kind: 'mailbox', id: this.own.mailboxes.byRole('inbox')?.id ?? '' };
  });
  readonly openThread = $derived(this.lost ? undefined : this.route.thread);
  readonly placeKey = $derived(this.place.kind === 'mailbox' ? (this.place.account === undefined ? '' : `${this.place.account}/`) + this.place.id : this.place.kind);
  readonly look: Look = $derived.by(() => {
    const { conversations, density } = this.own.preferences.liking;
    return this.looks[this.placeKey] ?? { conversations, density, oldestFirst: false };
  });
  readonly mailbox: Mailbox | undefined = $derived.by(() => (this.place.kind === 'mailbox' ? this.account.mailboxes.byId(this.place.id) : undefined));

  /** What came back stands where it would as new mail; what is set aside, by when it comes back. */
  private readonly sort = $derived([{
    property: this.maySnooze ? 'snoozedUntil' : 'receivedAt',
    isAscending: this.look.oldestFirst !== (this.mailbox?.role === 'snoozed'),
  }]);

  /** Mails of the account that is shown can be set aside. */
  get maySnooze(): boolean {
    return this.account === this.own && SNOOZE in this.own.session.capabilities;
  }

  readonly search = $derived.by(() => {
    if (this.place.kind !== 'search') return undefined;
    const mailboxes = this.account.mailboxes;
    const left = [mailboxes.byRole('junk')?.id, mailboxes.byRole('trash')?.id].filter((id) => id !== undefined);
    return parseSearch(this.place.words, { left, kinds: ATTACHMENT_KIND in this.own.session.capabilities, find: (name) => this.findMailbox(name)?.id, label: (name) => this.account.labels.byName(name)?.keyword ?? keywordOf(name) }, new Date());
  });

  readonly list = $derived.by(() => {
    const place = this.place;
    const parts: Filter[] = [];
    if (place.kind === 'mailbox') parts.push({ inMailbox: place.id });
    else if (place.kind === 'starred') parts.push({ hasKeyword: '$flagged' });
    else if (this.search) parts.push(this.search.filter);
    const chip = CHIPS[this.chip];
    if (chip) parts.push(chip);
    const filter: Filter = parts.length === 1 ? (parts[0] as Filter) : { operator: 'AND', conditions: parts };
    return this.account.list({ filter, sort: this.sort, collapseThreads: this.look.conversations });
  });

  /** The mails of the open conversation; without conversations the one of the row. */
  readonly reading: Row[] = $derived.by(() => {
    if (this.openThread === undefined) return [];
    const { emails } = this.account;
    const members = emails.members(this.openThread).map((id) => emails.row(id)).filter((row) => row !== undefined);
    return this.look.conversations || this.cursor === undefined ? members : members.filter((row) => row.id === this.cursor);
  });

  /** @param own the person's */
  constructor(readonly own: Account) {}

  /** A folder of the account that is shown. */
  placeOf(mailbox: Mailbox, account = this.account): Place {
    return account === this.own ? { kind: 'mailbox', id: mailbox.id } : { kind: 'mailbox', id: mailbox.id, account: account.id };
  }

  /** To the inbox, when the place shown is another's and is shared no more. */
  leaveLost(): boolean {
    const place = this.route.place;
    if (place?.kind !== 'mailbox' || place.account === undefined) return false;
    if (this.shared?.byId(place.account)?.mailboxes.byId(place.id)) return false;
    const inbox = this.own.mailboxes.byRole('inbox');
    if (inbox === undefined) return false;
    history.replaceState(null, '', writeRoute({ kind: 'mailbox', id: inbox.id }));
    this.follow();
    return true;
  }

  async begin(): Promise<void> {
    const [looks] = await Promise.all([this.own.shelf.get('seen', 'looks'), this.own.recall()]);
    this.looks = (looks as Record<string, Look> | undefined) ?? {};
    this.follow();
  }

  /** Asks for the list on the screen in the request that asks for the folders. A search may name
   *  folders and waits for them. */
  readonly first = (): Promise<void> | undefined => {
    const { own: account, place, look } = this;
    if (place.kind === 'mailbox' && place.id === '') {
      return account.listOfInbox({ sort: this.sort, collapseThreads: look.conversations }).catch(() => undefined);
    }
    return place.kind === 'search' && account.mailboxes.all.length === 0 ? undefined : this.list.need(0, FIRST);
  };

  /** Searches that are kept, by name; shown among the folders. */
  readonly smart = $derived.by(() => this.own.preferences.kept.smart ?? []);
  readonly recent = $derived.by(() => this.own.preferences.kept.searches ?? []);

  keepSearch(name: string, words: string): void {
    void this.own.preferences.set({ smart: [...this.smart.filter((other) => other.name !== name), { name, words }].sort((a, b) => a.name.localeCompare(b.name)) });
  }

  forgetSearch(name: string): void {
    void this.own.preferences.set({ smart: this.smart.filter((other) => other.name !== name) });
  }

  remember(words: string): void {
    void this.own.preferences.set({ searches: remembered(this.recent, words) });
  }

  setLook(change: Partial<Look>): void {
    this.looks[this.placeKey] = { ...this.look, ...change };
    void this.own.shelf.put('seen', 'looks', $state.snapshot(this.looks));
  }

  /** Goes where the address bar says. */
  readonly follow = (): void => {
    this.settings = settingsOf(location.hash);
    // Whoever comes back finds the mail as it was.
    if (this.settings !== undefined) return;
    const before = this.placeKey + (this.place.kind === 'search' ? this.place.words : '');
    this.route = parseRoute(location.hash);
    if (before !== this.placeKey + (this.place.kind === 'search' ? this.place.words : '')) {
      this.chip = 'all';
      this.cursor = undefined;
      this.clearSelection();
    }
  };

  go(place: Place, thread?: Id): void {
    const target = writeRoute(place, thread);
    if (this.stepping) void this.stepping.then(() => (location.hash = target));
    else location.hash = target;
  }

  openSettings(section = ''): void {
    location.hash = `#/settings${section && `/${section}`}`;
  }

  closeSettings(): void {
    this.go(this.place, this.openThread);
  }

  /** @param replace keeps one step back to the list, however many mails were looked at */
  open(row: Row, replace = false): void {
    this.cursor = row.id;
    const target = writeRoute(this.place, row.threadId);
    if (replace) history.replaceState(history.state, '', target);
    else history.pushState(FROM_LIST, '', target);
    this.follow();
  }

  /** To the list, by the step that led away from it: the browser's own way back is then the same. */
  back(): void {
    if (this.openThread === undefined) return;
    if ((history.state as typeof FROM_LIST | null)?.list) {
      this.stepping = new Promise<void>((done) => addEventListener('popstate', () => done(), { once: true })).then(() => (this.stepping = undefined));
      history.back();
    } else {
      history.replaceState(null, '', writeRoute(this.place));
      this.follow();
    }
  }

  findMailbox(name: string): Mailbox | undefined {
    const wanted = name.toLowerCase();
    const all = this.account.mailboxes.all;
    return all.find((mailbox) => mailbox.role === wanted || mailbox.name.toLowerCase() === wanted)
      ?? all.find((mailbox) => matches(name, mailboxName(mailbox)) || matches(name, mailbox.name));
  }

  toggle(id: Id): void {
    this.everything = false;
    if (!this.selected.delete(id)) this.selected.add(id);
    this.selecting = this.selected.size > 0;
  }

  /** Everything between the cursor and a row. */
  extend(id: Id): void {
    const from = this.cursor === undefined ? -1 : this.list.indexOf(this.cursor);
    const to = this.list.indexOf(id);
    for (let at = Math.min(from < 0 ? to : from, to); at <= Math.max(from, to); at++) {
      const between = this.list.idAt(at);
      if (between !== undefined) this.selected.add(between);
    }
    this.selecting = true;
  }

  clearSelection(): void {
    this.selected.clear();
    this.selecting = this.everything = false;
  }

  /** The rows that an act is about: the chosen ones, else the open or pointed one. */
  get subjects(): Row[] {
    const ids = this.selected.size > 0 ? [...this.selected] : this.cursor === undefined ? [] : [this.cursor];
    const rows = ids.map((id) => this.account.emails.row(id)).filter((row) => row !== undefined);
    if (this.everything) this.wholes.add(rows);
    return rows;
  }

  /** Whether these rows stand for all that the list is of. */
  isWhole(rows: Row[]): boolean {
    return this.wholes.has(rows);
  }

  /** @param step 1: the next, -1: the one before */
  move(step: 1 | -1): Row | undefined {
    const at = this.cursor === undefined ? -1 : this.list.indexOf(this.cursor);
    const to = Math.max(0, Math.min(this.list.total - 1, at + step));
    const id = this.list.idAt(to);
    if (id === undefined || (to === at && at >= 0)) return undefined;
    this.cursor = id;
    const row = this.account.emails.row(id);
    if (row && this.openThread !== undefined) this.open(row, true);
    return row;
  }
}

const NAMED: Partial<Record<NonNullable<Mailbox['role']>, Key>> = {
  inbox: 'folder.inbox', drafts: 'folder.drafts', sent: 'folder.sent', archive: 'folder.archive', junk: 'folder.junk',
  trash: 'folder.trash', snoozed: 'folder.snoozed', flagged: 'folder.starred',
};

/** Special folders are called alike everywhere, whatever they are called on the server. */
export function mailboxName(mailbox: Mailbox): string {
  const key = mailbox.role === null ? undefined : NAMED[mailbox.role];
  return key === undefined ? mailbox.name : t(key);
}

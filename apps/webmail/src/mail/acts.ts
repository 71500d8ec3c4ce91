// SPDX-License-Identifier: Apache-2.0
// What can be done with mails of a list. Everything happens at once and can be undone.
import { t } from '../core/i18n/words.svelte';
import type { Filter, Id, Mailbox, QueryResponse, Role, Row, SetResponse } from '../core/jmap/types';
import { JmapError } from '../core/jmap/errors';
import { browser } from '../core/jmap/transport';
import type { Account } from '../core/store/account.svelte';
import { keywordPath, type Patch } from '../core/store/emails.svelte';
import type { Label } from '../core/store/labels.svelte';
import type { Act, Words } from '../core/store/outbox.svelte';
import { toasts } from '../ui/toasts.svelte';
import { say } from '../core/i18n/words.svelte';
import type { Change } from './bulk/bulk.svelte';
import { mailboxName, type Screen } from './screen.svelte';
import { wordsOf } from './trouble';

/** Undone last first. */
const MOST_UNDONE = 50;
/** Mails in one request of a whole folder. */
const PART = 250;
/** What everybody sees is not told; it can be undone all the same. */
const UNTOLD: Words = { key: 'act.marked', args: {} };

export class Acts {
  private readonly done: Act[] = [];
  /** Whose mail it was: another's may be shown by the time it is undone. */
  private readonly whose = new WeakMap<Act, Account>();

  constructor(private readonly screen: Screen) {}

  private get account() {
    return this.screen.account;
  }

  /** The mails that rows stand for: of a conversation those that lie in the folder shown. */
  mails(rows: Row[]): Row[] {
    const { mailbox, look } = this.screen;
    const all = rows.flatMap((row) => (look.conversations ? this.account.emails.conversation(row) : [row]));
    return mailbox === undefined ? all : all.filter((row) => row.mailboxIds[mailbox.id]);
  }

  /** @param words none: it was not the person who did it, and it cannot be undone */
  private perform(rows: Row[], change: Change, words: Words | undefined): void {
    const updates: Record<Id, Patch> = {};
    const inverse: Record<Id, Patch> = {};
    for (const row of rows) {
      const changed = change(row);
      if (changed === undefined) continue;
      updates[row.id] = changed.patch;
      inverse[row.id] = changed.inverse;
    }
    if (Object.keys(updates).length === 0) return;
    const act = this.account.outbox.submit(updates, inverse, words ?? UNTOLD);
    if (words === undefined) return;
    this.done.push(act);
    this.whose.set(act, this.account);
    if (this.done.length > MOST_UNDONE) this.done.shift();
    if (words !== UNTOLD) toasts.show(say(words.key, words.args), { label: t('undo'), act: () => this.undo(act) });
  }

  undo(act = this.done.at(-1)): void {
    if (act === undefined) return;
    const at = this.done.indexOf(act);
    if (at < 0) return;
    this.done.splice(at, 1);
    (this.whose.get(act) ?? this.account).outbox.undo(act);
    toasts.show(t('act.undone'));
  }

  /** Runs what may fail before it is an act: making the folder that is missing. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      toasts.problem(wordsOf(failure));
    }
  }

  private put(rows: Row[], target: Mailbox, words: Words['key']): void {
    const args = { count: rows.length, folder: mailboxName(target) };
    const from = this.screen.mailbox;
    const change: Change = (row) => {
      // Out of the folder shown; from elsewhere out of all, for a mail in two places is not moved.
      const kept = from === undefined ? {} : Object.fromEntries(Object.entries(row.mailboxIds).filter(([id]) => id !== from.id));
      const next: Record<Id, true> = { ...(isExclusive(target.role) ? {} : kept), [target.id]: true };
      return { patch: { mailboxIds: next }, inverse: { mailboxIds: row.mailboxIds } };
    };
    this.change(rows, change, { key: words, args });
  }

  /** @param staying they stay in the list that is shown */
  change(rows: Row[], change: Change, words: Words, staying = false): void {
    if (this.screen.isWhole(rows)) return void this.all(change, words);
    const mails = this.mails(rows);
    if (!staying) this.leave(rows);
    this.perform(mails, change, words);
  }

  /** Everything that the list on the screen is of. */
  private async all(change: Change, words: Words): Promise<void> {
    const { screen, account } = this;
    const { filter, sort } = screen.list.spec;
    const { Bulk } = await import('./bulk/bulk.svelte');
    if (screen.bulk?.running) return toasts.problem(t('bulk.busy'));
    screen.clearSelection();
    screen.back();
    const bulk = (screen.bulk = new Bulk(account, words, browser.wait));
    await bulk.run(filter, sort, change);
  }

  /** Steps to the next row before these go; with a mail open, the next one opens. */
  private leave(rows: Row[]): void {
    const { list, openThread, cursor } = this.screen;
    const leaving = new Set(rows.map((row) => row.id));
    this.screen.clearSelection();
    if (cursor === undefined || !leaving.has(cursor)) return;
    const at = list.indexOf(cursor);
    const beside = (step: number): Row | undefined => {
      for (let to = at + step; to >= 0 && to < list.total; to += step) {
        const id = list.idAt(to);
        if (id === undefined) return undefined;
        if (!leaving.has(id)) return this.account.emails.row(id);
      }
      return undefined;
    };
    const { afterMove } = this.screen.own.preferences.liking;
    const next = afterMove === 'newer' ? (beside(-1) ?? beside(1)) : (beside(1) ?? beside(-1));
    this.screen.cursor = next?.id;
    if (openThread === undefined) return;
    if (next === undefined || afterMove === 'list' || matchMedia('(max-width: 759px)').matches) this.screen.back();
    else this.screen.open(next, true);
  }

  private toRole(role: Role, name: string, words: string, rows: Row[]): Promise<void> {
    return this.attempt(async () => this.put(rows, await this.account.mailboxes.ensure(role, name), words));
  }

  archive(rows = this.screen.subjects): Promise<void> {
    return this.toRole('archive', 'Archive', 'act.moved', rows);
  }

  trash(rows = this.screen.subjects): Promise<void> {
    if (this.screen.mailbox?.role === 'trash') return Promise.resolve();
    return this.toRole('trash', 'Trash', 'act.trashed', rows);
  }

  /** In the spam folder the same key means the opposite. */
  spam(rows = this.screen.subjects): Promise<void> {
    if (this.screen.mailbox?.role === 'junk') return this.toRole('inbox', 'Inbox', 'act.notspam', rows);
    return this.toRole('junk', 'Junk', 'act.spam', rows);
  }

  moveTo(target: Mailbox, rows = this.screen.subjects): void {
    if (target.id !== this.screen.mailbox?.id) this.put(rows, target, 'act.moved');
  }

  /** Sets a keyword on all, or takes it off when all have it. */
  private keyword(rows: Row[], name: string, on: boolean, words?: Words, mails = rows): void {
    const change: Change = (row) => {
      if ((row.keywords[name] === true) === on) return undefined;
      return { patch: { [keywordPath(name)]: on ? true : null }, inverse: { [keywordPath(name)]: on ? null : true } };
    };
    if (this.screen.isWhole(rows)) void this.all(change, words ?? UNTOLD);
    else this.perform(mails, change, words);
  }

  label(label: Label, on: boolean, rows = this.screen.subjects): void {
    this.keyword(rows, label.keyword, on, { key: on ? 'act.labelled' : 'act.unlabelled', args: { count: rows.length, label: label.name } }, this.mails(rows));
  }

  star(rows = this.screen.subjects): void {
    const on = !rows.every((row) => row.keywords['$flagged']);
    this.keyword(rows, '$flagged', on, UNTOLD);
  }

  read(on: boolean, rows = this.screen.subjects): void {
    // Unread is the newest alone of each: one comes back to where the conversation stood.
    const words = rows.length > 1 ? { key: on ? 'act.read' : 'act.unread', args: { count: rows.length } } : UNTOLD;
    this.keyword(rows, '$seen', on, words, on ? this.mails(rows) : rows.flatMap((row) => this.mails([row]).slice(-1)));
    this.screen.clearSelection();
  }

  /** Who reads what has come back knows of it. */
  seen(row: Row): void {
    this.keyword([row], '$seen', true);
    this.keyword([row], '$new', false);
  }

  /** Everything in a folder, a part at a time, until nothing is left to do. */
  private async whole(filter: Filter, set: (ids: Id[]) => Record<string, unknown>): Promise<number> {
    const { account } = this;
    let done = 0;
    for (;;) {
      const { ids } = await account.transport.call<QueryResponse>('Email/query', { accountId: account.id, filter, limit: PART }).result;
      if (ids.length === 0) break;
      const set_ = await account.transport.call<SetResponse>('Email/set', { accountId: account.id, ...set(ids) }).result;
      const refused = Object.values({ ...set_.notUpdated, ...set_.notDestroyed })[0];
      if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
      done += ids.length;
    }
    await account.sync();
    return done;
  }

  markAllRead(mailbox: Mailbox): Promise<void> {
    return this.attempt(async () => {
      const count = await this.whole({ operator: 'AND', conditions: [{ inMailbox: mailbox.id }, { notKeyword: '$seen' }] }, (ids) => ({
        update: Object.fromEntries(ids.map((id) => [id, { 'keywords/$seen': true }])),
      }));
      toasts.show(t('act.read', { count }));
    });
  }

  /** Everything in a folder to the trash, out of this folder alone; asked before. */
  clear(mailbox: Mailbox): Promise<void> {
    return this.attempt(async () => {
      const trash = await this.account.mailboxes.ensure('trash', 'Trash');
      this.screen.clearSelection();
      this.screen.back();
      const patch = { [`mailboxIds/${mailbox.id}`]: null, [`mailboxIds/${trash.id}`]: true };
      const count = await this.whole({ inMailbox: mailbox.id }, (ids) => ({ update: Object.fromEntries(ids.map((id) => [id, patch])) }));
      toasts.show(t('act.moved', { count, folder: mailboxName(trash) }));
    });
  }

  /** For good; asked before. */
  empty(mailbox: Mailbox): Promise<void> {
    return this.attempt(async () => {
      this.screen.clearSelection();
      this.screen.back();
      const count = await this.whole({ inMailbox: mailbox.id }, (ids) => ({ destroy: ids }));
      toasts.show(t('act.destroyed', { count }));
    });
  }

  /** For good; asked before. */
  destroy(rows: Row[]): Promise<void> {
    const ids = this.mails(rows).map((row) => row.id);
    this.leave(rows);
    return this.attempt(async () => {
      await this.account.transport.call('Email/set', { accountId: this.account.id, destroy: ids }).result;
      await this.account.sync();
      toasts.show(t('act.destroyed', { count: rows.length }));
    });
  }
}

/** A mail in one of these lies nowhere else. */
function isExclusive(role: Role | null): boolean {
  return role === 'trash' || role === 'junk' || role === 'archive';
}

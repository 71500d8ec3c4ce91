// SPDX-License-Identifier: Apache-2.0
// The mails being written: opened, closed, sent and called back.
import { lang, t } from '../core/i18n/words.svelte';
import { JmapError } from '../core/jmap/errors';
import type { Id, Letter, QueryResponse, Row } from '../core/jmap/types';
import type { Account } from '../core/store/account.svelte';
import type { Held } from '../core/store/scheduled.svelte';
import { moment } from '../core/time/dates';
import { toasts } from '../ui/toasts.svelte';
import type { Content } from './compose/content';
import { Draft, type Sent, type Waits } from './compose/draft.svelte';
import { hold, takeOver } from './compose/holding';
import { again, anew, attached, blank, type ReplyKind, replyTo, resumed } from './compose/reply';
import { Strangers } from './compose/strangers';
import type { Offer } from './dragged';
import { wordsOf } from './trouble';

const MOST_OPEN = 3;

/** How a mail is sent: when, and whether what it answers is archived with it. */
export interface Way {
  at?: Date;
  archive?: boolean;
}

interface Queued {
  draft: Draft;
  at: Date | undefined;
  /** Perhaps it was sent and the answer was lost. */
  tried: boolean;
}

interface Kept extends Waits {
  content: Content;
  emailId?: Id;
  isTemplate?: boolean;
}

const idOf = (draft: Draft) => draft.content.messageId as string;

/** @param messageId of what is written there; nothing: a new mail
 *  @returns false when the browser would not */
export function openTab(messageId?: string): boolean {
  const address = `${location.pathname}#/write${messageId === undefined ? '' : `/${encodeURIComponent(messageId)}`}`;
  if (window.open(address, '_blank', 'popup,width=760,height=760')) return true;
  toasts.problem(t('compose.blocked'));
  return false;
}

/** A time nearer than this may have passed when the server reads it. */
const SOON_MILLIS = 10_000;

export class Desk {
  drafts = $state.raw<Draft[]>([]);
  readonly strangers: Strangers;

  /** To be sent when there is a line again. */
  private queued: Queued[] = [];
  private flushing = false;
  /** Whom one has written with is asked for once. */
  private met: Promise<void> | undefined;

  /** @param answered the conversation that a mail answers is done with */
  constructor(
    private readonly account: Account,
    private readonly answered: (id: Id) => void,
  ) {
    this.strangers = new Strangers(account);
    account.onreturn = () => void this.goOn();
  }

  private async goOn(): Promise<void> {
    for (const draft of this.drafts) void draft.save();
    await this.flush();
  }

  private show(draft: Draft): void {
    const rest = this.drafts.filter((other) => other.key !== draft.key);
    for (const old of rest.slice(0, Math.max(0, rest.length + 1 - MOST_OPEN))) void this.leave(old);
    this.drafts = [...rest.slice(1 - MOST_OPEN), draft];
    if (draft.hold === undefined) void this.claim(draft);
    this.met ??= this.account.emails.meet(['sent', 'inbox'].flatMap((role) => this.account.mailboxes.byRole(role as 'sent' | 'inbox')?.id ?? [])).catch((failure: unknown) => {
      if (!(failure instanceof JmapError)) throw failure;
    });
  }

  /** Only of a draft that no other page can have yet, or that this one has just let go. */
  private async claim(draft: Draft): Promise<void> {
    draft.hold = await hold(idOf(draft), () => this.leave(draft));
  }

  /** Saves what stands in the editor, closes it and lets others have it: once it is sent, where it is on
   *  its way, and called back, where it waits to be. */
  private async leave(draft: Draft): Promise<void> {
    await draft.settle();
    await draft.idle();
    if (this.unqueue(draft)) draft.changed();
    void draft.save();
    this.close(draft);
  }

  compose(change: Partial<Content> = {}): void {
    this.show(new Draft(this.account, { ...blank(this.account.identities, this.account.preferences.liking.plain), ...change }));
  }

  /** @param from whose mail it is: files of another's come along as copies (RFC 8620 §6.3) */
  async reply(letter: Letter, kind: ReplyKind, from = this.account): Promise<void> {
    const isCopied = from !== this.account && (kind === 'forward' || kind === 'attachment' || kind === 'anew');
    const own = isCopied ? await this.attempt(() => this.adopted(letter, from)) : letter;
    if (own === undefined) return;
    const { identities } = this.account;
    const begun = kind === 'attachment' ? attached(own, identities) : kind === 'anew' ? anew(own, identities) : replyTo(own, kind, identities);
    const draft = new Draft(this.account, begun);
    if (kind !== 'anew') draft.under = letter.id;
    this.show(draft);
  }

  private async adopted(letter: Letter, from: Account): Promise<Letter> {
    const copied = await this.copied(from.id, [letter.blobId, ...letter.attachments.map((part) => part.blobId)].filter((id) => id !== null));
    const here = (id: Id | null): Id | null => (id === null ? null : (copied[id] ?? null));
    return { ...letter, blobId: here(letter.blobId) ?? letter.blobId, attachments: letter.attachments.map((part) => ({ ...part, blobId: here(part.blobId) })) };
  }

  private async copied(fromAccountId: Id, blobIds: Id[]): Promise<Record<Id, Id>> {
    const { account } = this;
    return (await account.transport.call<{ copied: Record<Id, Id> | null }>('Blob/copy', { fromAccountId, accountId: account.id, blobIds }).result).copied ?? {};
  }

  /** A file of another mail goes along with this one, too. */
  async take({ accountId, file }: Offer, draft = this.drafts.at(-1)): Promise<void> {
    await this.attempt(async () => {
      const blobId = accountId === this.account.id ? file.blobId : (await this.copied(accountId, [file.blobId]))[file.blobId];
      if (blobId === undefined) throw new JmapError('refused', 'blobNotFound');
      const { cid: _, ...rest } = file;
      draft?.adopt({ ...rest, blobId });
    });
  }

  /** A mail that has not reached some of its recipients, to be mended and sent to these once more. */
  again(letter: Letter, failed: string[]): void {
    this.show(new Draft(this.account, again(letter, failed, this.account.identities)));
  }

  /** Goes on with a draft of the drafts folder, or changes a template. */
  async resume(row: Row): Promise<void> {
    const open = this.drafts.find((draft) => draft.isOf(row.id));
    if (open) return this.show(open);
    await this.attempt(async () => {
      const letter = await this.account.emails.fetchLetter(row.id);
      const messageId = letter?.messageId?.[0];
      if (letter === undefined) return;
      if (messageId === undefined) return this.show(this.draftOf(letter));
      if ((await this.open(messageId)) !== 'elsewhere') return;
      toasts.show(t('compose.elsewhere'), { label: t('compose.here'), act: () => void this.open(messageId, 'taken') });
    });
  }

  private draftOf(letter: Letter): Draft {
    const { account } = this;
    const isTemplate = account.mailboxes.templates?.id !== undefined && letter.mailboxIds[account.mailboxes.templates.id] === true;
    return new Draft(account, resumed(letter, account.identities), letter.id, undefined, isTemplate);
  }

  /** Shows the newest revision of a draft, unless another page of the browser has it.
   *
   *  @param how `waited`: a page may be about to let go; `taken`: it is asked to */
  async open(messageId: string, how: 'asked' | 'waited' | 'taken' = 'asked'): Promise<'open' | 'elsewhere' | 'gone'> {
    let draft: Draft | undefined;
    const leave = async () => draft && this.leave(draft);
    const mine = how === 'taken' ? await takeOver(messageId, leave) : await hold(messageId, leave, how === 'waited');
    if (mine === undefined) return 'elsewhere';
    try {
      draft = (await this.keptHere(messageId)) ?? (await this.keptThere(messageId));
    } finally {
      if (draft === undefined) mine.release();
    }
    if (draft === undefined) return 'gone';
    draft.hold = mine;
    this.show(draft);
    return 'open';
  }

  /** What the server had not confirmed. */
  private async keptHere(messageId: string): Promise<Draft | undefined> {
    for (const [key, kept] of await this.account.shelf.all('drafts')) {
      const { content, emailId, isTemplate, send } = kept as Kept;
      if (content.messageId !== messageId || send) continue;
      const draft = new Draft(this.account, content, emailId, key, isTemplate);
      draft.changed();
      return draft;
    }
    return undefined;
  }

  private async keptThere(messageId: string): Promise<Draft | undefined> {
    const { account } = this;
    const filter = { operator: 'AND' as const, conditions: [{ hasKeyword: '$draft' }, { header: ['Message-ID', messageId] }] };
    const sort = [{ property: 'receivedAt', isAscending: false }];
    const { ids } = await account.transport.call<QueryResponse>('Email/query', { accountId: account.id, filter, sort, limit: 1 }).result;
    const letter = ids[0] === undefined ? undefined : await account.emails.fetchLetter(ids[0]);
    return letter && this.draftOf(letter);
  }

  /** Into a window or tab of its own, which gets it when this page has let go of it. */
  async toTab(draft: Draft): Promise<void> {
    const isNew = draft.saved === 'new' && draft.content.to.length === 0 && draft.content.about === undefined;
    // At once: later the browser takes it for one that nobody asked for.
    if (!openTab(isNew ? undefined : idOf(draft))) return;
    await draft.settle();
    if (!isNew && draft.saved === 'new') draft.changed();
    await draft.save();
    this.close(draft);
  }

  /** What an earlier visit had typed and the server had not confirmed. */
  async recover(): Promise<void> {
    for (const [key, kept] of await this.account.shelf.all('drafts')) {
      const messageId = (kept as Kept).content.messageId as string;
      let draft: Draft | undefined;
      // Another page is writing or sending it.
      const mine = await hold(messageId, async () => draft && this.leave(draft));
      if (mine === undefined) continue;
      // What lay there before this page had it may be sent by now, or older.
      const newest = (await this.account.shelf.get('drafts', key)) as Kept | undefined;
      if (newest === undefined) {
        mine.release();
        continue;
      }
      const { content, emailId, isTemplate, send, at, tried } = newest;
      draft = new Draft(this.account, content, emailId, key, isTemplate);
      draft.hold = mine;
      if (send) {
        this.queue({ draft, at, tried: tried === true });
        continue;
      }
      this.show(draft);
      draft.changed();
    }
    await this.flush();
  }

  private queue(mail: Queued): void {
    this.queued = [...this.queued, mail];
    this.account.unsent = this.queued.length;
  }

  private unqueue(draft: Draft): boolean {
    const before = this.queued.length;
    this.queued = this.queued.filter((other) => other.draft !== draft);
    this.account.unsent = this.queued.length;
    return this.queued.length < before;
  }

  /** Sends what waited, in its order. An answer that nobody heard is asked for before it is sent again. */
  private async flush(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    try {
      for (let next = this.queued[0]; next && this.account.offlineSince === undefined; next = this.queued[0]) {
        const { draft } = next;
        const sent = (next.tried && (await draft.wasSent())) || (await this.sendQueued(next));
        this.unqueue(draft);
        if (!sent) continue;
        this.release(draft);
        toasts.show(t('compose.sent'));
      }
    } catch (failure) {
      // Still no line: they wait on.
      if (!(failure instanceof JmapError)) throw failure;
    } finally {
      this.flushing = false;
    }
  }

  private async sendQueued(next: Queued): Promise<boolean> {
    next.tried = true;
    await next.draft.wait(next.at, next.tried);
    try {
      // Its time may have passed meanwhile.
      await next.draft.send(next.at && next.at.getTime() > Date.now() + SOON_MILLIS ? next.at : undefined);
      return true;
    } catch (failure) {
      if (!(failure instanceof JmapError) || failure.passes || failure.trouble === 'signed-out') throw failure;
      toasts.problem(`${t('compose.notsent')} ${wordsOf(failure)}`);
      this.show(next.draft);
      next.draft.changed();
      return false;
    }
  }

  /** Without a line: it waits here, and can be called back until then. */
  private async later(draft: Draft, at: Date | undefined): Promise<void> {
    await draft.wait(at, false);
    this.queue({ draft, at, tried: false });
    toasts.show(t('compose.queued'), {
      label: t('undo'),
      act: () => {
        if (!this.unqueue(draft)) return;
        this.show(draft);
        draft.changed();
      },
    });
  }

  /** Not seen any more, and still this page's: no other one sends it too. */
  private putAway(draft: Draft): void {
    this.drafts = this.drafts.filter((other) => other !== draft);
  }

  close(draft: Draft): void {
    this.putAway(draft);
    this.release(draft);
  }

  private release(draft: Draft): void {
    const mine = draft.hold;
    draft.hold = undefined;
    void draft.idle().finally(() => mine?.release());
  }

  async discard(draft: Draft): Promise<void> {
    this.close(draft);
    await this.attempt(() => draft.discard());
    toasts.show(t('compose.discarded'));
  }

  /** The server holds the mail for a moment, so that it leaves even if this page is closed; a server
   *  that cannot is asked only after that moment. */
  async send(draft: Draft, { at, archive }: Way = {}): Promise<void> {
    this.putAway(draft);
    this.strangers.met([...draft.content.to, ...draft.content.cc, ...draft.content.bcc].map(({ email }) => email));
    if (this.account.offlineSince !== undefined) return this.later(draft, at);
    const { undoSeconds } = this.account.preferences.liking;
    const about = archive ? draft.content.about?.id : undefined;
    if (at || undoSeconds === 0 || this.account.limits.delaySeconds >= undoSeconds) {
      const sent = await this.attempt(() => draft.send(at), draft);
      const words = at ? t('scheduled.done', { date: moment(at, lang()) }) : t('compose.sent');
      if (!sent) return;
      this.release(draft);
      if (about !== undefined) this.answered(about);
      const undo = { label: t('undo'), act: () => void this.callBack(draft, sent) };
      return void toasts.show(words, at || undoSeconds > 0 ? undo : undefined, 'done', at ? undefined : undoSeconds * 1000);
    }
    draft.changed();
    void draft.save();
    let called = false;
    toasts.show(t('compose.sending', { seconds: undoSeconds }), {
      label: t('undo'),
      act: () => {
        called = true;
        this.show(draft);
      },
    }, 'done', undoSeconds * 1000);
    setTimeout(() => {
      if (called) return;
      void this.attempt(() => draft.send(), draft).then((sent) => {
        if (!sent) return;
        this.release(draft);
        if (about !== undefined) this.answered(about);
        toasts.show(t('compose.sent'));
      });
    }, undoSeconds * 1000);
  }

  private async callBack(draft: Draft, sent: Sent): Promise<void> {
    await this.attempt(async () => {
      await draft.callBack(sent);
      this.show(draft);
      toasts.show(t('compose.calledback'));
    });
  }

  /** Out of the server's hands, to be changed. */
  async reopen(held: Held): Promise<void> {
    await this.attempt(async () => {
      const drafts = await this.account.mailboxes.ensure('drafts', 'Drafts');
      await this.account.scheduled.takeBack(held.id, drafts.id);
      await this.account.sync();
      const row = this.account.scheduled.rowOf(held);
      if (row) await this.resume(row);
    });
  }

  /** @param draft shown again when the work fails, so that nothing typed is lost */
  private async attempt<T>(work: () => Promise<T>, draft?: Draft): Promise<T | undefined> {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      toasts.problem(draft ? `${t('compose.notsent')} ${wordsOf(failure)}` : wordsOf(failure));
      if (draft) this.show(draft);
      return undefined;
    }
  }
}

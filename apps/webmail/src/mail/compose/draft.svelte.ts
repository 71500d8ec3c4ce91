// SPDX-License-Identifier: Apache-2.0
// A mail being written: kept on the server a moment after each pause, and here until the server has it.
import { JmapError } from '../../core/jmap/errors';
import type { Id, Identity, QueryResponse, SetError, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { utcDate } from '../later/times';
import { type Attached, carried, type Content, emailOf } from './content';
import type { Hold } from './holding';
import { resumed } from './reply';
import { Uploads } from './uploads.svelte';

export type Saved = 'new' | 'changed' | 'saving' | 'saved' | 'failed';

export interface Sent {
  emailId: Id;
  submissionId: Id;
  /** The server holds it so long and can be told not to send. */
  held: boolean;
}

/** What is noted beside a draft that is to be sent when there is a line again. */
export interface Waits {
  send?: boolean;
  at?: Date | undefined;
  tried?: boolean;
}

const QUIET_MILLIS = 2_000;

export class Draft {
  readonly key: string;
  content: Content = $state() as Content;
  saved = $state<Saved>('new');
  savedAt = $state<Date | undefined>(undefined);
  trouble = $state.raw<JmapError | undefined>(undefined);
  readonly uploads: Uploads;
  /** The draft on the server had been changed elsewhere, and both are kept: the other one, or nothing
   *  when it was sent or thrown away there. */
  conflict = $state.raw<{ theirs: Id | undefined } | undefined>(undefined);
  /** Grows when the text did not come from the editor. */
  loaded = $state(0);
  /** The mail below which it is written; nothing: in a window of its own. */
  under = $state.raw<Id | undefined>(undefined);
  /** The right of this page to write it, among the pages of the browser. */
  hold: Hold | undefined;
  private emailId = $state.raw<Id | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | undefined;
  private sending: Promise<unknown> | undefined;
  private revision = 0;

  constructor(
    private readonly account: Account,
    content: Content,
    emailId?: Id,
    key: string = crypto.randomUUID(),
    /** Not to be sent: it is kept, and others begin with it. */
    readonly isTemplate = false,
  ) {
    this.key = key;
    this.uploads = new Uploads(account, (file) => {
      this.content.files.push(file);
      this.changed();
    });
    this.content = content;
    this.content.messageId ??= `${key}@${this.identity?.email.split('@').at(-1) ?? 'localhost'}`;
    this.emailId = emailId;
  }

  get identity(): Identity | undefined {
    return this.account.identities.find((identity) => identity.id === this.content.identityId) ?? this.account.identities[0];
  }

  isOf(id: Id): boolean {
    return this.emailId === id;
  }

  /** What stands in the editor.
   *  @param late it stood there when the editor was closed: another one may have begun without it */
  typed(html: string, text: string, late = false): void {
    if (html === this.content.html && text === this.content.text) return;
    this.content.html = html;
    this.content.text = text;
    if (late) this.loaded++;
    this.changed();
  }

  /** Something was typed. */
  changed(): void {
    this.revision++;
    this.saved = 'changed';
    void this.account.shelf.put('drafts', this.key, { content: $state.snapshot(this.content), emailId: this.emailId, isTemplate: this.isTemplate });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), QUIET_MILLIS);
  }

  /** Takes what stands in the editor; of the editor that shows it. */
  settle: () => Promise<void> = () => Promise.resolve();

  /** Nothing of it is on its way to the server. */
  async idle(): Promise<void> {
    while (this.saving ?? this.sending) await Promise.allSettled([this.saving, this.sending]);
  }

  /** Saves now; what is typed meanwhile is saved after. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    // Begun at once where nothing is under way: whoever closes it waits for what is.
    while (this.saving) await this.saving;
    if (this.saved !== 'changed' && this.saved !== 'failed') return;
    this.saving = this.saveOnce().finally(() => (this.saving = undefined));
    await this.saving;
  }

  private async saveOnce(): Promise<void> {
    const revision = this.revision;
    this.saved = 'saving';
    try {
      const home = this.isTemplate ? await this.account.mailboxes.ensureTemplates() : await this.account.mailboxes.ensure('drafts', 'Drafts');
      const set = await this.account.transport.call<SetResponse<{ id: Id }>>('Email/set', this.replaceArguments(home.id)).result;
      this.replaced(set);
      this.trouble = undefined;
      this.savedAt = new Date();
      this.saved = this.revision === revision ? 'saved' : 'changed';
      // Before another page may take it up: what lies there is older than the server's.
      if (this.saved === 'saved') await this.account.shelf.delete('drafts', this.key);
      else this.timer = setTimeout(() => void this.save(), QUIET_MILLIS);
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      this.trouble = failure;
      this.saved = 'failed';
      if (failure.passes) this.timer = setTimeout(() => void this.save(), QUIET_MILLIS * 5);
    }
  }

  /** An Email cannot be changed (RFC 8621 §4.6): a new one is made and the old one goes. */
  private replaceArguments(drafts: Id): Record<string, unknown> {
    return {
      accountId: this.account.id,
      create: { e: emailOf($state.snapshot(this.content) as Content, this.identity, drafts) },
      ...(this.emailId !== undefined && { destroy: [this.emailId] }),
    };
  }

  private replaced(set: SetResponse<{ id: Id }>): void {
    const refused = set.notCreated?.['e'];
    if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
    const changedElsewhere = this.emailId !== undefined && set.notDestroyed?.[this.emailId]?.type === 'notFound';
    this.emailId = set.created?.['e']?.id;
    if (changedElsewhere) void this.findOther();
  }

  /** Revisions of one draft carry one Message-ID. */
  private async findOther(): Promise<void> {
    const { account } = this;
    const drafts = account.mailboxes.byRole('drafts')?.id;
    const filter = { operator: 'AND', conditions: [...(drafts ? [{ inMailbox: drafts }] : []), { header: ['Message-ID', this.content.messageId] }] };
    const found = await account.transport.call<QueryResponse>('Email/query', { accountId: account.id, filter }).result.catch(() => undefined);
    this.conflict = { theirs: found?.ids.find((id) => id !== this.emailId) };
  }

  /** Of two revisions the other one goes. */
  async keepMine(): Promise<void> {
    const theirs = this.conflict?.theirs;
    this.conflict = undefined;
    if (theirs === undefined) return;
    await this.account.transport.call<SetResponse>('Email/set', { accountId: this.account.id, destroy: [theirs] }).result;
    void this.account.sync();
  }

  /** Of two revisions this one goes, with what was typed here. */
  async keepTheirs(): Promise<void> {
    const theirs = this.conflict?.theirs;
    if (theirs === undefined) return;
    clearTimeout(this.timer);
    await this.idle();
    const letter = await this.account.emails.fetchLetter(theirs);
    if (letter === undefined) throw new JmapError('refused', 'notFound');
    const mine = this.emailId;
    this.content = resumed(letter, this.account.identities);
    this.emailId = theirs;
    this.conflict = undefined;
    this.saved = 'saved';
    this.savedAt = new Date();
    this.loaded++;
    await this.account.shelf.delete('drafts', this.key);
    if (mine !== undefined) await this.account.transport.call<SetResponse>('Email/set', { accountId: this.account.id, destroy: [mine] }).result;
    void this.account.sync();
  }

  async discard(): Promise<void> {
    clearTimeout(this.timer);
    this.uploads.stop();
    await this.saving;
    await this.account.shelf.delete('drafts', this.key);
    if (this.emailId === undefined) return;
    await this.account.transport.call<SetResponse>('Email/set', { accountId: this.account.id, destroy: [this.emailId] }).result;
    void this.account.sync();
  }

  attach(files: File[]): void {
    for (const file of files) this.uploads.add(file, this.octets);
  }

  /** A file that lies on the server already. */
  adopt(file: Attached): void {
    if (this.content.files.some(({ blobId, cid }) => blobId === file.blobId && cid === undefined)) return;
    if (this.octets + file.size > this.uploads.mostOctets) throw new JmapError('refused', 'tooLarge');
    this.content.files.push(file);
    this.changed();
  }

  /** A picture within the text. */
  embed(file: File, cid: string): void {
    this.uploads.add(file, this.octets, cid);
  }

  private get octets(): number {
    return carried(this.content).reduce((sum, file) => sum + file.size, 0);
  }

  /** Kept here until it can be sent, over the end of this page. */
  async wait(at: Date | undefined, tried: boolean): Promise<void> {
    clearTimeout(this.timer);
    const waits: Waits = { send: true, at, tried };
    await this.account.shelf.put('drafts', this.key, { content: $state.snapshot(this.content), emailId: this.emailId, ...waits });
  }

  /** Whether an earlier try, whose answer nobody heard, has sent it. It is found by its
   *  Message-ID. */
  async wasSent(): Promise<boolean> {
    const sent = this.account.mailboxes.byRole('sent');
    if (sent === undefined) return false;
    const found = await this.account.transport.call<QueryResponse>('Email/query', {
      accountId: this.account.id, filter: { inMailbox: sent.id, header: ['Message-ID', this.content.messageId as string] }, limit: 1,
    }).result;
    if (found.ids.length === 0) return false;
    await this.account.shelf.delete('drafts', this.key);
    return true;
  }

  /** One request: the last revision, and its way out.
   *
   *  @param at not before */
  async send(at?: Date): Promise<Sent> {
    clearTimeout(this.timer);
    await this.idle();
    const sending = this.sendOnce(at);
    this.sending = sending;
    return sending.finally(() => (this.sending = undefined));
  }

  private async sendOnce(at?: Date): Promise<Sent> {
    const { account, identity } = this;
    if (identity === undefined) throw new JmapError('refused', 'forbiddenFrom');
    const drafts = await account.mailboxes.ensure('drafts', 'Drafts');
    const sent = await account.mailboxes.ensure('sent', 'Sent');
    const { undoSeconds } = account.preferences.liking;
    const held = undoSeconds > 0 && account.limits.delaySeconds >= undoSeconds;
    const parameters = at ? { HOLDUNTIL: utcDate(at) } : held ? { HOLDFOR: String(undoSeconds) } : null;
    const recipients = [...this.content.to, ...this.content.cc, ...this.content.bcc].map((address) => ({ email: address.email }));
    const set = account.transport.call<SetResponse<{ id: Id }>>('Email/set', this.replaceArguments(drafts.id));
    const submission = account.transport.call<SetResponse<{ id: Id }>>('EmailSubmission/set', {
      accountId: account.id,
      create: {
        s: {
          identityId: identity.id,
          emailId: '#e',
          envelope: { mailFrom: { email: identity.email, parameters }, rcptTo: recipients },
        },
      },
      onSuccessUpdateEmail: { '#s': { [`mailboxIds/${drafts.id}`]: null, [`mailboxIds/${sent.id}`]: true, 'keywords/$draft': null } },
    });
    this.replaced(await set.result);
    const done = await submission.result;
    const refused: SetError | undefined = done.notCreated?.['s'];
    if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
    this.saved = 'saved';
    await account.shelf.delete('drafts', this.key);
    void this.note();
    if (at) void account.scheduled.load().catch(() => undefined);
    void account.sync();
    return { emailId: this.emailId as Id, submissionId: done.created?.['s']?.id as Id, held };
  }

  /** Marks the mail that was answered; a draft that was begun elsewhere knows only its Message-ID. */
  private async note(): Promise<void> {
    const about = this.content.about ?? (await this.answered());
    if (about === undefined) return;
    const path = `keywords/${about.keyword}`;
    this.account.outbox.submit({ [about.id]: { [path]: true } }, { [about.id]: { [path]: null } }, { key: 'act.marked', args: {} });
  }

  private async answered(): Promise<Content['about']> {
    const messageId = this.content.inReplyTo?.[0];
    if (messageId === undefined) return undefined;
    const { account } = this;
    const found = await account.transport.call<QueryResponse>('Email/query', { accountId: account.id, filter: { header: ['Message-ID', messageId] }, limit: 1 })
      .result.catch(() => undefined);
    const id = found?.ids[0];
    return id === undefined ? undefined : { id, keyword: '$answered' };
  }

  /** Calls a mail back that the server still holds; it is a draft again. */
  async callBack(sent: Sent): Promise<void> {
    const { account } = this;
    const drafts = await account.mailboxes.ensure('drafts', 'Drafts');
    await account.scheduled.takeBack(sent.submissionId, drafts.id);
    this.emailId = sent.emailId;
    void account.sync();
  }
}

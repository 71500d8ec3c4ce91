// SPDX-License-Identifier: Apache-2.0
// A mail being written: kept on the server a moment after each pause, and here until the server has it.
import { JmapError } from '../../core/jmap/errors';
import type { Id, Identity, QueryResponse, SetError, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { utcDate } from '../later/times';
import { type Content, emailOf } from './content';
import { resumed } from './reply';

export type Saved = 'new' | 'changed' | 'saving' | 'saved' | 'failed';

export interface Upload {
  id: number;
  file: File;
  name: string;
  size: number;
  sent: number;
  problem: JmapError | undefined;
  abort: AbortController;
}

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
  uploads = $state<Upload[]>([]);
  /** The draft on the server had been changed elsewhere, and both are kept: the other one, or nothing
   *  when it was sent or thrown away there. */
  conflict = $state.raw<{ theirs: Id | undefined } | undefined>(undefined);
  /** Grows when the text did not come from the editor. */
  loaded = $state(0);
  private emailId: Id | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | undefined;
  private serial = 0;
  private revision = 0;

  constructor(
    private readonly account: Account,
    content: Content,
    emailId?: Id,
    key: string = crypto.randomUUID(),
  ) {
    this.key = key;
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

  /** Something was typed. */
  changed(): void {
    this.revision++;
    this.saved = 'changed';
    void this.account.shelf.put('drafts', this.key, { content: $state.snapshot(this.content), emailId: this.emailId });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), QUIET_MILLIS);
  }

  /** Saves now; what is typed meanwhile is saved after. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    if (this.saved !== 'changed' && this.saved !== 'failed') return;
    this.saving = this.saveOnce().finally(() => (this.saving = undefined));
    await this.saving;
  }

  private async saveOnce(): Promise<void> {
    const revision = this.revision;
    this.saved = 'saving';
    try {
      const drafts = await this.account.mailboxes.ensure('drafts', 'Drafts');
      const set = await this.account.transport.call<SetResponse<{ id: Id }>>('Email/set', this.replaceArguments(drafts.id)).result;
      this.replaced(set);
      this.trouble = undefined;
      this.savedAt = new Date();
      this.saved = this.revision === revision ? 'saved' : 'changed';
      if (this.saved === 'saved') void this.account.shelf.delete('drafts', this.key);
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
    while (this.saving) await this.saving;
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
    for (const upload of this.uploads) upload.abort.abort();
    await this.saving;
    await this.account.shelf.delete('drafts', this.key);
    if (this.emailId === undefined) return;
    await this.account.transport.call<SetResponse>('Email/set', { accountId: this.account.id, destroy: [this.emailId] }).result;
    void this.account.sync();
  }

  /** What a file may weigh. */
  get mostOctets(): number {
    return Math.min(this.account.limits.upload, this.account.limits.attachments);
  }

  attach(files: File[]): void {
    for (const file of files) {
      const upload: Upload = { id: ++this.serial, file, name: file.name.normalize('NFC'), size: file.size, sent: 0, problem: undefined, abort: new AbortController() };
      this.uploads.push(upload);
      const shown = this.uploads.at(-1) as Upload;
      const whole = this.content.files.reduce((sum, other) => sum + other.size, 0) + file.size;
      if (file.size > this.account.limits.upload || whole > this.account.limits.attachments) shown.problem = new JmapError('refused', 'tooLarge');
      else void this.transfer(file, shown);
    }
  }

  /** What was interrupted begins again. */
  retry(upload: Upload): void {
    upload.problem = undefined;
    upload.sent = 0;
    upload.abort = new AbortController();
    void this.transfer(upload.file, upload);
  }

  /** The line is back. */
  readonly resumeUploads = (): void => {
    for (const upload of this.uploads) if (upload.problem?.passes) this.retry(upload);
  };

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

  private async transfer(file: File, upload: Upload): Promise<void> {
    try {
      const { blobId, type, size } = await this.account.upload(file, (sent) => (upload.sent = sent), upload.abort.signal);
      this.content.files.push({ blobId, type: file.type || type, size, name: upload.name });
      this.dropUpload(upload.id);
      this.changed();
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      if (failure.type !== 'aborted') upload.problem = failure;
    }
  }

  dropUpload(id: number): void {
    this.uploads.find((upload) => upload.id === id)?.abort.abort();
    this.uploads = this.uploads.filter((upload) => upload.id !== id);
  }

  /** One request: the last revision, and its way out.
   *
   *  @param at not before */
  async send(at?: Date): Promise<Sent> {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
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
    await account.shelf.delete('drafts', this.key);
    this.note();
    if (at) void account.scheduled.load().catch(() => undefined);
    void account.sync();
    return { emailId: this.emailId as Id, submissionId: done.created?.['s']?.id as Id, held };
  }

  /** Marks the mail that was answered. */
  private note(): void {
    const { about } = this.content;
    if (about === undefined) return;
    const path = `keywords/${about.keyword}`;
    this.account.outbox.submit({ [about.id]: { [path]: true } }, { [about.id]: { [path]: null } }, { key: 'act.marked', args: {} });
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

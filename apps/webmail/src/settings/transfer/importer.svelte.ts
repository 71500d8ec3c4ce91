// SPDX-License-Identifier: Apache-2.0
// Brings messages from files into the account, a batch at a time: in one request each is uploaded and made
// mail (RFC 9404 §4.1, RFC 8621 §4.8). What is in its folder already is passed over, so that the same can
// be begun again at any time; without a line it waits.
import { t } from '../../core/i18n/words.svelte';
import { JmapError } from '../../core/jmap/errors';
import type { Id, SetError } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { wordsOf, wordsOfType } from '../../mail/trouble';
import { Folders, type Target } from './folders';
import type { Message } from './message';
import { type Found, foundIn, sizeOf } from './sources';
import { Present } from './present';

export type Phase = 'idle' | 'working' | 'waiting' | 'paused' | 'done' | 'cancelled' | 'failed';

/** What was not taken, and why, in words. */
export interface Left {
  name: string;
  why: string;
}

interface Waiting {
  found: Found;
  message: Message;
  mailboxes: Id[];
}

interface ImportResponse {
  newState: string;
  created?: Record<string, { id: Id }>;
  notCreated?: Record<string, SetError>;
}

interface UploadResponse {
  notCreated?: Record<string, SetError>;
}

const MOST_IN_BATCH = 200;
/** Larger ones are sent by themselves, as files are. */
const MOST_INLINE = 1 << 20;
const FIRST_BATCH = 1 << 20;
const LARGEST_BATCH = 4 << 20;
const SMALLEST_BATCH = 128 << 10;
const QUICK_MILLIS = 5_000;
const FIRST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 30_000;
/** Of those that are listed on the screen and in the file. */
const MOST_LEFT = 20_000;

class Cancelled extends Error {}

export class Importer {
  phase = $state<Phase>('idle');
  /** Octets of the files. */
  total = $state(0);
  read = $state(0);
  brought = $state(0);
  there = $state(0);
  /** The first of them; `leftCount` tells when there are more. */
  left: Left[] = [];
  leftCount = $state(0);
  trouble = $state.raw<string | undefined>(undefined);
  private batch: Waiting[] = [];
  private batchOctets = 0;
  private batchRoom = FIRST_BATCH;
  private cancelled = false;
  private going: (() => void) | undefined;
  private gate: Promise<void> | undefined;
  private abort = new AbortController();

  constructor(
    private readonly account: Account,
    private readonly wait: (millis: number) => Promise<void> = (millis) => new Promise((done) => setTimeout(done, millis)),
    private readonly now: () => number = () => performance.now(),
  ) {}

  get running(): boolean {
    return this.phase === 'working' || this.phase === 'waiting' || this.phase === 'paused';
  }

  pause(): void {
    if (!this.running || this.gate) return;
    this.gate = new Promise((go) => (this.going = go));
    this.phase = 'paused';
  }

  resume(): void {
    this.going?.();
    this.going = this.gate = undefined;
    if (this.running) this.phase = 'working';
  }

  /** What has come stays. */
  cancel(): void {
    this.cancelled = true;
    this.abort.abort();
    this.resume();
  }

  async start(files: File[], target: Target): Promise<void> {
    Object.assign(this, { phase: 'working', total: sizeOf(files), read: 0, brought: 0, there: 0, left: [], leftCount: 0, trouble: undefined, batch: [], batchOctets: 0, batchRoom: FIRST_BATCH, cancelled: false });
    this.abort = new AbortController();
    const folders = new Folders(this.account, target, files);
    const present = new Present(this.account);
    try {
      await this.surely(() => present.begin());
      for await (const found of foundIn(files, this.account.limits.upload, (octets) => (this.read += octets))) {
        await this.passable();
        await this.take(found, folders, present);
      }
      await this.send(present);
      this.read = this.total;
      this.phase = 'done';
    } catch (failure) {
      if (failure instanceof Cancelled) this.phase = 'cancelled';
      else {
        this.phase = 'failed';
        if (!(failure instanceof JmapError)) throw failure;
        this.trouble = wordsOf(failure);
      }
    }
    void this.account.sync();
  }

  private async take(found: Found, folders: Folders, present: Present): Promise<void> {
    const { message } = found;
    if (message === undefined) return this.leave(found.name, t(`transfer.why.${found.why ?? 'nomail'}`));
    if (message.octets.length > this.account.limits.upload) return this.leave(found.name, t('transfer.why.large'));
    const mailboxes: Id[] = [];
    for (const place of found.places) {
      let mailbox: Id;
      try {
        mailbox = await this.surely(() => folders.of(place));
      } catch (failure) {
        if (!(failure instanceof JmapError)) throw failure;
        return this.leave(found.name, `${t('transfer.why.folder')} ${place.join('/')}: ${wordsOf(failure)}`);
      }
      await this.surely(() => present.learn(mailbox));
      if (!present.has(mailbox, message)) mailboxes.push(mailbox);
    }
    if (mailboxes.length === 0) {
      this.there++;
      return;
    }
    for (const mailbox of mailboxes) present.add(mailbox, message);
    if (this.batch.length === MOST_IN_BATCH || (this.batch.length > 0 && this.batchOctets + message.octets.length > this.batchRoom)) await this.send(present);
    this.batch.push({ found, message, mailboxes });
    this.batchOctets += message.octets.length;
  }

  private leave(name: string, why: string): void {
    if (this.left.length < MOST_LEFT) this.left.push({ name, why });
    this.leftCount++;
  }

  private async passable(): Promise<void> {
    await this.gate;
    if (this.cancelled) throw new Cancelled();
  }

  /** Sends what waits; what was perhaps heard and never answered is looked for before it is sent again. */
  private async send(present: Present): Promise<void> {
    let waiting = this.batch;
    this.batch = [];
    this.batchOctets = 0;
    const inDoubt = { is: false };
    while (waiting.length > 0) {
      waiting = await this.surely(async () => {
        if (inDoubt.is) {
          const arrived = await present.arrived();
          const missing = waiting.filter(({ message }) => !arrived(message));
          this.brought += waiting.length - missing.length;
          waiting = missing;
          inDoubt.is = false;
        }
        if (waiting.length === 0) return [];
        inDoubt.is = true;
        const again = await this.request(waiting, present);
        inDoubt.is = false;
        if (again.length > 0) await this.pauseFor(LONGEST_WAIT_MILLIS);
        return again;
      });
    }
  }

  /** @returns those for which the server had no room for now */
  private async request(waiting: Waiting[], present: Present): Promise<Waiting[]> {
    const create: Record<string, unknown> = {};
    const emails: Record<string, unknown> = {};
    const began = this.now();
    for (const [index, { message, mailboxes }] of waiting.entries()) {
      const { octets } = message;
      let blobId = `#b${index}`;
      if (octets.length > MOST_INLINE) blobId = (await this.account.upload(new Blob([octets as Uint8Array<ArrayBuffer>], { type: 'message/rfc822' }), () => undefined, this.abort.signal)).blobId;
      else create[`b${index}`] = { data: [{ 'data:asBase64': base64(octets) }], type: 'message/rfc822' };
      emails[`e${index}`] = {
        blobId,
        mailboxIds: Object.fromEntries(mailboxes.map((id) => [id, true])),
        keywords: Object.fromEntries(message.keywords.map((word) => [word, true])),
        ...(message.receivedAt && { receivedAt: utc(message.receivedAt) }),
      };
    }
    const accountId = this.account.id;
    const uploaded = Object.keys(create).length > 0 ? this.account.transport.call<UploadResponse>('Blob/upload', { accountId, create }) : undefined;
    const imported = this.account.transport.call<ImportResponse>('Email/import', { accountId, emails });
    const refused = (await uploaded?.result)?.notCreated ?? {};
    const answer = await imported.result;
    present.state = answer.newState;
    if (this.now() - began < QUICK_MILLIS) this.batchRoom = Math.min(LARGEST_BATCH, this.batchRoom * 2);
    return this.settle(waiting, refused, answer);
  }

  private settle(waiting: Waiting[], refused: Record<string, SetError>, answer: ImportResponse): Waiting[] {
    const again: Waiting[] = [];
    let full: SetError | undefined;
    for (const [index, each] of waiting.entries()) {
      const error = refused[`b${index}`] ?? answer.notCreated?.[`e${index}`];
      if (error === undefined) this.brought++;
      else if (refused[`b${index}`]?.type === 'overQuota') again.push(each);
      else if (error.type === 'overQuota') full = error;
      else this.leave(each.found.name, wordsOfType(error.type, error.description));
    }
    if (full !== undefined) throw new JmapError('refused', 'overQuota', full.description ?? '');
    return again;
  }

  /** Goes on until it is heard, or refused; without a line it waits. */
  private async surely<T>(work: () => Promise<T>): Promise<T> {
    for (let wait = FIRST_WAIT_MILLIS; ; wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2)) {
      await this.passable();
      try {
        return await work();
      } catch (failure) {
        if (!(failure instanceof JmapError)) throw failure;
        if (this.cancelled) throw new Cancelled();
        if (failure.trouble === 'signed-out') {
          this.pause();
          this.trouble = wordsOf(failure);
          await this.gate;
          this.trouble = undefined;
        } else if (failure.passes) {
          this.batchRoom = Math.max(SMALLEST_BATCH, this.batchRoom / 2);
          await this.pauseFor(Math.max(wait, failure.retryAfterMillis));
        } else throw failure;
      }
    }
  }

  private async pauseFor(millis: number): Promise<void> {
    if (this.phase === 'working') this.phase = 'waiting';
    await this.wait(millis);
    if (this.phase === 'waiting') this.phase = 'working';
  }
}

const AT_ONCE = 0x8000;

export function base64(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += AT_ONCE) text += String.fromCharCode(...octets.subarray(at, at + AT_ONCE));
  return btoa(text);
}

/** RFC 8620 §1.4: without the fraction. */
export function utc(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

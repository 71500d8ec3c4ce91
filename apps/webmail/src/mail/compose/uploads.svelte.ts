// SPDX-License-Identifier: Apache-2.0
// Files on their way to the server: a few at a time, and again by themselves when the line breaks.
import { JmapError } from '../../core/jmap/errors';
import { Slices } from '../../core/jmap/slices';
import type { Account } from '../../core/store/account.svelte';
import type { Attached } from './content';

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** Of a picture within the text. */
  readonly cid: string | undefined;
  /** Octets that have arrived or are on the line. */
  sent: number;
  problem: JmapError | undefined;
}

interface Work {
  upload: Upload;
  file: File;
  slices: Slices;
  abort: AbortController;
  /** While it waits to be tried again. */
  wake: (() => void) | undefined;
}

const AT_ONCE = 2;
const FIRST_WAIT_MILLIS = 1_000;
const MOST_WAIT_MILLIS = 30_000;

export class Uploads {
  all = $state<Upload[]>([]);
  private readonly works = new Map<number, Work>();
  private readonly line: (() => void)[] = [];
  private running = 0;
  private serial = 0;

  /** @param done a file is on the server */
  constructor(
    private readonly account: Account,
    private readonly done: (file: Attached) => void,
  ) {}

  /** What all files of a mail may weigh together. */
  get mostOctets(): number {
    return Math.min(this.account.limits.upload, this.account.limits.attachments);
  }

  /** Whether something is still to arrive. */
  get underWay(): boolean {
    return this.all.some((upload) => upload.problem === undefined || upload.problem.passes);
  }

  /** @param before octets that the mail carries already */
  add(file: File, before: number, cid?: string): void {
    const { limits } = this.account;
    this.all.push({ id: ++this.serial, name: file.name.normalize('NFC'), size: file.size, cid, sent: 0, problem: undefined });
    const upload = this.all.at(-1) as Upload;
    const waiting = this.all.reduce((sum, other) => sum + (other.problem?.type === 'tooLarge' ? 0 : other.size), 0);
    if (file.size > limits.upload || before + waiting > limits.attachments) {
      upload.problem = new JmapError('refused', 'tooLarge');
      return;
    }
    const door = { mostSlices: limits.slices, send: this.account.upload.bind(this.account), join: this.account.join.bind(this.account) };
    const work: Work = { upload, file, slices: new Slices(file, door), abort: new AbortController(), wake: undefined };
    this.works.set(upload.id, work);
    void this.run(work);
  }

  /** Goes on now with one that waits or was refused. */
  retry(id: number): void {
    const work = this.works.get(id);
    if (work?.wake) work.wake();
    else if (work?.upload.problem) void this.run(work);
  }

  /** The line is back. */
  readonly resume = (): void => {
    for (const work of this.works.values()) work.wake?.();
  };

  drop(id: number): void {
    const work = this.works.get(id);
    this.works.delete(id);
    this.all = this.all.filter((upload) => upload.id !== id);
    work?.abort.abort();
    work?.wake?.();
  }

  stop(): void {
    for (const id of [...this.works.keys()]) this.drop(id);
  }

  private async run(work: Work): Promise<void> {
    const { upload, file } = work;
    for (let wait = FIRST_WAIT_MILLIS; ; wait = Math.min(2 * wait, MOST_WAIT_MILLIS)) {
      await this.turn();
      upload.problem = undefined;
      try {
        const { blobId, type, size } = await work.slices.send((sent) => {
          if (sent > upload.sent) wait = FIRST_WAIT_MILLIS;
          upload.sent = sent;
        }, work.abort.signal);
        if (work.abort.signal.aborted) return;
        this.drop(upload.id);
        return this.done({ blobId, type: file.type || type, size, name: upload.name, ...(upload.cid !== undefined && { cid: upload.cid }) });
      } catch (failure) {
        if (!(failure instanceof JmapError)) throw failure;
        if (failure.type === 'aborted' || work.abort.signal.aborted) return;
        upload.problem = failure;
        if (!failure.passes && failure.type !== 'blobNotFound') return;
      } finally {
        const next = this.line.shift();
        if (next) next();
        else this.running--;
      }
      await this.pause(work, wait);
      if (work.abort.signal.aborted) return;
    }
  }

  private async turn(): Promise<void> {
    // Whoever ends hands its place on.
    if (this.running >= Math.min(AT_ONCE, this.account.limits.uploadsAtOnce)) return new Promise((go) => void this.line.push(go));
    this.running++;
  }

  private async pause(work: Work, millis: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((go) => {
      work.wake = go;
      timer = setTimeout(go, millis);
    });
    clearTimeout(timer);
    work.wake = undefined;
  }
}

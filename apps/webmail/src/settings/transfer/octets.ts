// SPDX-License-Identifier: Apache-2.0
// Octets of files, read piece by piece.

export const LF = 10;
export const CR = 13;

const latin = new TextDecoder('latin1');

/** Octets as characters of the same numbers: for header fields and marks in ASCII. */
export function ascii(octets: Uint8Array): string {
  return latin.decode(octets);
}

/** What the person chose is not what it should be. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  /** @param why a key of the messages: `transfer.why.${why}` */
  constructor(readonly why: Why) {
    super(why);
  }
}

export type Why = 'nomail' | 'large' | 'damaged' | 'zip' | 'encrypted' | 'method' | 'gone' | 'deleted' | 'folder';

export type Pieces = AsyncIterable<Uint8Array>;

/** @param read told of each piece: how many octets */
export async function* piecesOf(stream: ReadableStream<Uint8Array>, read: (octets: number) => void = () => undefined): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      read(value.length);
      yield value;
    }
  } catch (failure) {
    throw failure instanceof Unreadable ? failure : new Unreadable(failure instanceof DOMException ? 'gone' : 'damaged');
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A window on octets that come in pieces: more is fetched when it is asked for. */
export class Window {
  private octets = new Uint8Array(1 << 16);
  private start = 0;
  private end = 0;
  private over = false;
  private readonly source: AsyncIterator<Uint8Array>;

  constructor(pieces: Pieces) {
    this.source = pieces[Symbol.asyncIterator]();
  }

  /** What has been fetched and not passed over; good until more is fetched. */
  get view(): Uint8Array {
    return this.octets.subarray(this.start, this.end);
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Fetches until there are as many, or no more.
   *
   *  @returns whether there are as many */
  async have(octets: number): Promise<boolean> {
    while (this.length < octets && (await this.more()));
    return this.length >= octets;
  }

  /** @returns false at the end */
  async more(): Promise<boolean> {
    if (this.over) return false;
    const { value, done } = await this.source.next();
    if (done) {
      this.over = true;
      return false;
    }
    if (this.end + value.length > this.octets.length) {
      const wanted = this.length + value.length;
      const room = wanted * 2 > this.octets.length ? new Uint8Array(wanted * 2) : this.octets;
      room.set(this.view);
      this.octets = room;
      this.end -= this.start;
      this.start = 0;
    }
    this.octets.set(value, this.end);
    this.end += value.length;
    return true;
  }

  pass(octets: number): void {
    this.start += Math.min(octets, this.length);
    if (this.start === this.end) this.start = this.end = 0;
  }

  async stop(): Promise<void> {
    await this.source.return?.();
  }
}

/** Every line end as CRLF, as the server keeps mail. */
export function withCrlf(octets: Uint8Array): Uint8Array {
  let wrong = 0;
  for (let i = 0; i < octets.length; i++) {
    if (octets[i] === LF && octets[i - 1] !== CR) wrong++;
    else if (octets[i] === CR && octets[i + 1] !== LF) wrong++;
  }
  if (wrong === 0) return octets;
  const whole = new Uint8Array(octets.length + wrong);
  let at = 0;
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i] as number;
    if (octet === LF && octets[i - 1] !== CR) whole[at++] = CR;
    whole[at++] = octet;
    if (octet === CR && octets[i + 1] !== LF) whole[at++] = LF;
  }
  return whole;
}

// SPDX-License-Identifier: Apache-2.0
// Large files go to the server in slices that are joined there (RFC 9404 §4.1): a line that breaks costs
// one slice, and not all that was sent before.
import { JmapError } from './errors';
import type { Uploaded } from './session';
import type { Id } from './types';

/** Smaller files go whole. */
const WHOLE_OCTETS = 4 << 20;
const SLICE_OCTETS = 2 << 20;

export interface SliceDoor {
  /** How many slices one blob may be made of; 0: files go whole. */
  readonly mostSlices: number;
  send(part: Blob, progress: (sent: number) => void, abort: AbortSignal): Promise<Uploaded>;
  join(ids: Id[], type: string): Promise<Uploaded>;
}

/** One file on its way. What has arrived is kept over failures: the next try goes on behind it. */
export class Slices {
  private arrived: { id: Id; octets: number }[] = [];

  constructor(
    private readonly file: Blob,
    private readonly door: SliceDoor,
  ) {}

  /** @param progress octets that have arrived or are on the line
   *  @throws JmapError; tried again, it goes on */
  async send(progress: (sent: number) => void, abort: AbortSignal): Promise<Uploaded> {
    const { file, door } = this;
    if (door.mostSlices === 0 || file.size <= WHOLE_OCTETS) return door.send(file, progress, abort);
    const slice = Math.max(SLICE_OCTETS, Math.ceil(file.size / door.mostSlices));
    for (let from = this.sent; from < file.size; from = this.sent) {
      progress(from);
      const part = file.slice(from, Math.min(file.size, from + slice));
      const { blobId } = await door.send(part, (sent) => progress(from + sent), abort);
      this.arrived.push({ id: blobId, octets: part.size });
    }
    progress(file.size);
    if (abort.aborted) throw new JmapError('refused', 'aborted');
    try {
      return await door.join(this.arrived.map(({ id }) => id), file.type || 'application/octet-stream');
    } catch (failure) {
      // Slices that waited too long are gone: all of them are sent again.
      if (failure instanceof JmapError && failure.type === 'blobNotFound') this.arrived = [];
      throw failure;
    }
  }

  private get sent(): number {
    return this.arrived.reduce((sum, { octets }) => sum + octets, 0);
  }
}

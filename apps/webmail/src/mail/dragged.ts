// SPDX-License-Identifier: Apache-2.0
// A file of a mail on its way, by hand, to a mail being written. What is dragged carries a word that
// says nothing; what it stands for is asked of the window that it came from, and of no other site's.
import type { Id } from '../core/jmap/types';
import type { Attached } from './compose/content';

/** A file that lies on the server already. */
export interface Offer {
  accountId: Id;
  file: Attached;
  /** The draft that it is of, if it is of one. */
  draft?: string;
}

interface Question { wanted: string }
interface Answer { word: string; offer: Offer }

const KIND = 'application/x-pabal-file';
const CHANNEL = 'pabal-dragged';
/** A window that says nothing for so long is gone. */
const PATIENCE_MILLIS = 1_000;

let held: Answer | undefined;
let channel: BroadcastChannel | undefined;

function listen(): void {
  if (channel !== undefined) return;
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<Question | Answer>) => {
    if ('wanted' in data && data.wanted === held?.word) channel?.postMessage(held);
  };
}

/** A file is picked up. */
export function pickUp(data: DataTransfer | null, offer: Offer): void {
  if (data === null) return;
  listen();
  held = { word: crypto.randomUUID(), offer };
  data.setData(KIND, held.word);
  data.effectAllowed = 'copy';
}

/** Whether such a file is in the air, and not of this draft itself. */
export function isInAir(data: DataTransfer | null, draft: string): boolean {
  return data !== null && data.types.includes(KIND) && (held === undefined || held.offer.draft !== draft);
}

/** What was let go here; nothing where it is no file of ours. Reads what is dragged before it returns. */
export function letGo(data: DataTransfer | null): Promise<Offer | undefined> {
  const word = data?.getData(KIND) ?? '';
  if (word === '') return Promise.resolve(undefined);
  if (held?.word === word) return Promise.resolve(held.offer);
  const asking = new BroadcastChannel(CHANNEL);
  return new Promise<Offer | undefined>((resolve) => {
    asking.onmessage = ({ data: said }: MessageEvent<Question | Answer>) => {
      if ('word' in said && said.word === word) resolve(said.offer);
    };
    asking.postMessage({ wanted: word } satisfies Question);
    setTimeout(() => resolve(undefined), PATIENCE_MILLIS);
  }).finally(() => asking.close());
}

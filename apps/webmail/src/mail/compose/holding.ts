// SPDX-License-Identifier: Apache-2.0
// Of all pages of a browser one writes a draft at a time: it holds a lock with the draft's Message-ID.
// Another page may ask for it; then the one that has it saves, closes it and lets go.

const CHANNEL = 'pabal-drafts';
/** Of a page that is asked and says nothing, the lock is taken. */
const PATIENCE_MILLIS = 4_000;

export interface Hold {
  release(): void;
}

const leaving = new Map<string, () => Promise<void>>();
let channel: BroadcastChannel | undefined;

function listen(): BroadcastChannel {
  if (channel === undefined) {
    channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<string>) => void leaving.get(data)?.();
  }
  return channel;
}

function lock(messageId: string, options: LockOptions): Promise<Hold | undefined> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks as LockManager | undefined;
  // Without a secure origin there are none: the server still notices two revisions.
  if (locks === undefined) return Promise.resolve({ release: () => undefined });
  return new Promise((resolve) => {
    locks.request(`pabal-draft-${messageId}`, options, (granted) => {
      if (granted === null) return resolve(undefined);
      return new Promise<void>((release) => resolve({ release }));
    }).catch(() => resolve(undefined));
  });
}

/** @param leave called when another page asks for it: saves, closes, and releases
 *  @param wait for another page that may be about to let go
 *  @returns nothing while another page has it */
export async function hold(messageId: string, leave: () => Promise<void>, wait = false): Promise<Hold | undefined> {
  const found = await lock(messageId, wait ? { signal: AbortSignal.timeout(PATIENCE_MILLIS) } : { ifAvailable: true });
  return found && kept(messageId, leave, found);
}

/** Takes it from whichever page has it. */
export async function takeOver(messageId: string, leave: () => Promise<void>): Promise<Hold> {
  listen().postMessage(messageId);
  const found = (await lock(messageId, { signal: AbortSignal.timeout(PATIENCE_MILLIS) })) ?? (await lock(messageId, { steal: true }));
  return kept(messageId, leave, found ?? { release: () => undefined });
}

function kept(messageId: string, leave: () => Promise<void>, found: Hold): Hold {
  listen();
  leaving.set(messageId, leave);
  return {
    release: () => {
      if (leaving.get(messageId) === leave) leaving.delete(messageId);
      found.release();
    },
  };
}

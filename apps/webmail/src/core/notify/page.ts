// SPDX-License-Identifier: Apache-2.0
// What a page does for the application that is installed: the worker, and whose notices it shows.
import { JmapError } from '../jmap/errors';
import type { Session } from '../jmap/types';
import type { Transport } from '../jmap/transport';
import { forgetKept, keep } from './kept';
import { eraseOthers } from '../store/shelf';
import { DEVICE, renew, turnOff } from './notices';
import { worker } from './worker.svelte';

/** @param open goes to a place behind the # */
export async function begin(account: { session: Session; transport: Transport }, open: (hash: string) => void): Promise<void> {
  await worker.start((message) => message.type === 'open' && open(message.hash));
  await quietly(async () => {
    await keep('account', account.session.username);
    await renew(account);
  });
}

/** Notices are in the language of the pages. */
export function inLanguage(language: 'en' | 'ko'): Promise<void> {
  return quietly(() => keep('language', language));
}

/** Nobody is signed in here any more: no notices, nothing kept for them. */
export async function end(account: { session: Session; transport: Transport }): Promise<void> {
  await quietly(() => turnOff(account));
  await quietly(forgetKept);
}

/** What any visit of any account has left in this browser, and the pages that were kept, go too. The look and
 *  the language stay: they say nothing of anybody. */
export async function forgetBrowser(): Promise<void> {
  await quietly(() => eraseOthers(undefined));
  for (const registration of await navigator.serviceWorker?.getRegistrations() ?? []) await registration.unregister();
  // Without TLS a browser has none.
  if ('caches' in window) for (const name of await caches.keys()) await caches.delete(name);
  localStorage.removeItem(DEVICE);
}

/** Without it the pages work all the same; the next start tries again. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (failure) {
    if (!(failure instanceof JmapError) && !(failure instanceof DOMException)) throw failure;
  }
}

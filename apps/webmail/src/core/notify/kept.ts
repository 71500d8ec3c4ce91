// SPDX-License-Identifier: Apache-2.0
// What pages and the service worker both keep in this browser: it has no localStorage. Nothing of a
// mail is in it.
import { deleteDB, type IDBPDatabase, openDB } from 'idb';

const NAME = 'pabal-worker';
const DRAWER = 'kept';

export interface Kept {
  /** Whose mail notices tell of; nothing: nobody's. */
  account: string;
  language: 'en' | 'ko';
  /** The state of Email (RFC 8620 §5.1) up to which notices have told, by account id. */
  told: Record<string, string>;
}

let opened: Promise<IDBPDatabase> | undefined;

function database(): Promise<IDBPDatabase> {
  return (opened ??= openDB(NAME, 1, { upgrade: (fresh) => void fresh.createObjectStore(DRAWER), blocking: () => void close() }));
}

async function close(): Promise<void> {
  const open = opened;
  opened = undefined;
  (await open)?.close();
}

export async function kept<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> {
  return (await (await database()).get(DRAWER, key)) as Kept[K] | undefined;
}

export async function keep<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
  await (await database()).put(DRAWER, value, key);
}

export async function forgetKept(): Promise<void> {
  await close();
  await deleteDB(NAME);
}

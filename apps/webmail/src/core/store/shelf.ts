// SPDX-License-Identifier: Apache-2.0
// What outlives the page: the outbox, drafts, what the last visit saw, and mail to be read without a
// line. One database per account.
import { deleteDB, type IDBPDatabase, openDB } from 'idb';

export type Drawer = 'outbox' | 'drafts' | 'seen' | 'lists' | 'letters';
const DRAWERS: Drawer[] = ['outbox', 'drafts', 'seen', 'lists', 'letters'];
/** Copies of what the server has: they make room when the browser has none. */
const COPIES: Drawer[] = ['letters', 'lists'];
const VERSION = 2;
const PREFIX = 'pabal-';

export interface Shelf {
  /** Whether it outlives the page. */
  readonly lasts: boolean;
  /** Told when the browser gives no room for what a person has made, though all copies went. */
  onfull: () => void;
  put(drawer: Drawer, key: string, value: unknown): Promise<void>;
  get(drawer: Drawer, key: string): Promise<unknown>;
  delete(drawer: Drawer, key: string): Promise<void>;
  /** In the order of their keys. */
  all(drawer: Drawer): Promise<[string, unknown][]>;
  /** The keys alone, in their order. */
  keys(drawer: Drawer): Promise<string[]>;
  /** Forgets everything. */
  erase(): Promise<void>;
}

/** For shared computers, and where the browser keeps nothing: what ends with the page. */
export class MemoryShelf implements Shelf {
  readonly lasts: boolean = false;
  onfull = () => undefined;
  private readonly drawers = new Map<string, unknown>();

  async put(drawer: Drawer, key: string, value: unknown): Promise<void> {
    this.drawers.set(`${drawer}/${key}`, structuredClone(value));
  }

  async get(drawer: Drawer, key: string): Promise<unknown> {
    return structuredClone(this.drawers.get(`${drawer}/${key}`));
  }

  async delete(drawer: Drawer, key: string): Promise<void> {
    this.drawers.delete(`${drawer}/${key}`);
  }

  async all(drawer: Drawer): Promise<[string, unknown][]> {
    const found = [...this.drawers].filter(([key]) => key.startsWith(`${drawer}/`));
    return found.map(([key, value]): [string, unknown] => [key.slice(drawer.length + 1), value]).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  async keys(drawer: Drawer): Promise<string[]> {
    return (await this.all(drawer)).map(([key]) => key);
  }

  async erase(): Promise<void> {
    this.drawers.clear();
  }
}

class DatabaseShelf implements Shelf {
  readonly lasts = true;
  onfull: () => void = () => undefined;

  constructor(
    private readonly name: string,
    private readonly database: IDBPDatabase,
  ) {}

  async put(drawer: Drawer, key: string, value: unknown): Promise<void> {
    try {
      await this.database.put(drawer, value, key);
    } catch (failure) {
      if (!(failure instanceof DOMException) || failure.name !== 'QuotaExceededError') throw failure;
      await this.putInLittleRoom(drawer, key, value);
    }
  }

  private async putInLittleRoom(drawer: Drawer, key: string, value: unknown): Promise<void> {
    for (const copies of COPIES) await this.database.clear(copies);
    if (COPIES.includes(drawer)) return;
    try {
      await this.database.put(drawer, value, key);
    } catch (failure) {
      if (!(failure instanceof DOMException)) throw failure;
      this.onfull();
    }
  }

  get(drawer: Drawer, key: string): Promise<unknown> {
    return this.database.get(drawer, key);
  }

  delete(drawer: Drawer, key: string): Promise<void> {
    return this.database.delete(drawer, key);
  }

  async all(drawer: Drawer): Promise<[string, unknown][]> {
    const [keys, values] = await Promise.all([this.database.getAllKeys(drawer), this.database.getAll(drawer)]);
    return keys.map((key, index): [string, unknown] => [String(key), values[index]]);
  }

  async keys(drawer: Drawer): Promise<string[]> {
    return (await this.database.getAllKeys(drawer)).map(String);
  }

  async erase(): Promise<void> {
    this.database.close();
    await deleteDB(this.name);
  }
}

export async function openShelf(account: string, shared: boolean): Promise<Shelf> {
  if (shared) return new MemoryShelf();
  const name = PREFIX + account;
  try {
    const database = await openDB(name, VERSION, {
      // Another tab erases it, or has a newer version of it.
      blocking: () => database.close(),
      upgrade(opened) {
        for (const drawer of DRAWERS) if (!opened.objectStoreNames.contains(drawer)) opened.createObjectStore(drawer);
      },
    });
    return new DatabaseShelf(name, database);
  } catch {
    return new MemoryShelf();
  }
}

/** Erases what any account has left in this browser, other than the one that is given. */
export async function eraseOthers(account: string | undefined): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith(PREFIX) && name !== `${PREFIX}${account}`) await deleteDB(name);
  }
}

// SPDX-License-Identifier: Apache-2.0
// What outlives the page: the outbox, drafts, and what the last visit saw. One database per account.
import { deleteDB, type IDBPDatabase, openDB } from 'idb';

export type Drawer = 'outbox' | 'drafts' | 'seen';
const DRAWERS: Drawer[] = ['outbox', 'drafts', 'seen'];
const VERSION = 1;

export interface Shelf {
  put(drawer: Drawer, key: string, value: unknown): Promise<void>;
  get(drawer: Drawer, key: string): Promise<unknown>;
  delete(drawer: Drawer, key: string): Promise<void>;
  /** In the order of their keys. */
  all(drawer: Drawer): Promise<[string, unknown][]>;
  /** Forgets everything. */
  erase(): Promise<void>;
}

/** For shared computers, and where the browser keeps nothing: what ends with the page. */
export class MemoryShelf implements Shelf {
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

  async erase(): Promise<void> {
    this.drawers.clear();
  }
}

class DatabaseShelf implements Shelf {
  constructor(
    private readonly name: string,
    private readonly database: IDBPDatabase,
  ) {}

  async put(drawer: Drawer, key: string, value: unknown): Promise<void> {
    await this.database.put(drawer, value, key);
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

  async erase(): Promise<void> {
    this.database.close();
    await deleteDB(this.name);
  }
}

export async function openShelf(account: string, shared: boolean): Promise<Shelf> {
  if (shared) return new MemoryShelf();
  const name = `pabal-${account}`;
  try {
    const database = await openDB(name, VERSION, {
      upgrade(opened) {
        for (const drawer of DRAWERS) if (!opened.objectStoreNames.contains(drawer)) opened.createObjectStore(drawer);
      },
    });
    return new DatabaseShelf(name, database);
  } catch {
    return new MemoryShelf();
  }
}

// SPDX-License-Identifier: Apache-2.0
// What can be read without a line: of each folder that was opened the newest rows, and the bodies that
// were read or are the newest. Everything here is a copy of what the server has.
import type { Id, Letter, Row } from '../jmap/types';
import type { Shelf } from '../store/shelf';

/** Of one folder. */
export const MOST_ROWS = 2_000;
/** The newest ones are fetched ahead; as many again are there because they were read. */
export const NEWEST_LETTERS = 200;
const MOST_LETTERS = 2 * NEWEST_LETTERS;
const MOST_LISTS = 40;
/** A longer text is not kept. */
const MOST_LETTER_CHARACTERS = 1_000_000;
const QUIET_MILLIS = 2_000;
const ORDER = 'letters';

/** Of a list that is opened again the first rows are there at once. */
const TOP_ROWS = 32;

export interface KeptList {
  ids: Id[];
  total: number;
  rows: Row[];
  threads: [Id, Id[]][];
}

interface KeptLetter {
  letter: Letter;
  /** Fetched ahead: long texts are cut. */
  cut: boolean;
}

const TOP = 'top of ';
const topOf = (key: string) => TOP + key;

function top({ ids, total, rows, threads }: KeptList): KeptList {
  const first = new Set(ids.slice(0, TOP_ROWS));
  const inside = new Set(rows.filter((row) => first.has(row.id)).map((row) => row.threadId));
  return {
    ids: ids.slice(0, TOP_ROWS), total,
    rows: rows.filter((row) => first.has(row.id) || inside.has(row.threadId)), threads: threads.filter(([id]) => inside.has(id)),
  };
}

export class Keeper {
  private order: Id[] | undefined;
  private lists: string[] | undefined;
  private readonly due = new Map<string, () => KeptList | undefined>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private written = false;

  constructor(private readonly shelf: Shelf) {}

  /** @param part the top is read in no time; what it is part of may be long */
  async list(key: string, part: 'top' | 'whole'): Promise<KeptList | undefined> {
    const found = part === 'top' ? await this.shelf.get('lists', topOf(key)) : undefined;
    return (found ?? (await this.shelf.get('lists', key))) as KeptList | undefined;
  }

  /** @param picture taken when it has been quiet for a moment; the first of a visit does not wait for that */
  keepList(key: string, picture: () => KeptList | undefined): void {
    this.due.set(key, picture);
    if (!this.written && this.timer !== undefined) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), QUIET_MILLIS);
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.written = true;
    const due = [...this.due];
    this.due.clear();
    for (const [key, picture] of due) {
      const list = picture();
      if (list === undefined) continue;
      await this.shelf.put('lists', topOf(key), top(list));
      await this.shelf.put('lists', key, list);
      await this.noteList(key);
    }
  }

  private async noteList(key: string): Promise<void> {
    const known = (this.lists ??= (await this.shelf.keys('lists')).filter((each) => !each.startsWith(TOP)));
    const next = [...known.filter((each) => each !== key), key];
    for (const old of next.splice(0, Math.max(0, next.length - MOST_LISTS))) for (const each of [topOf(old), old]) await this.shelf.delete('lists', each);
    this.lists = next;
  }

  async letter(id: Id): Promise<KeptLetter | undefined> {
    return (await this.shelf.get('letters', id)) as KeptLetter | undefined;
  }

  async lacks(ids: Id[]): Promise<Id[]> {
    const there = new Set(await this.known());
    return ids.filter((id) => !there.has(id));
  }

  async keepLetter(letter: Letter, cut = false): Promise<void> {
    const length = Object.values(letter.bodyValues).reduce((sum, value) => sum + value.value.length, 0);
    if (length > MOST_LETTER_CHARACTERS) return;
    await this.shelf.put('letters', letter.id, { letter, cut } satisfies KeptLetter);
    const next = [...(await this.known()).filter((each) => each !== letter.id), letter.id];
    const old = next.splice(0, Math.max(0, next.length - MOST_LETTERS));
    this.order = next;
    for (const each of old) await this.shelf.delete('letters', each);
    await this.shelf.put('seen', ORDER, next);
  }

  async drop(ids: Id[]): Promise<void> {
    const gone = new Set(ids);
    const known = await this.known();
    if (!known.some((id) => gone.has(id))) return;
    this.order = known.filter((id) => !gone.has(id));
    for (const id of ids) await this.shelf.delete('letters', id);
    await this.shelf.put('seen', ORDER, this.order);
  }

  private async known(): Promise<Id[]> {
    return (this.order ??= ((await this.shelf.get('seen', ORDER)) as Id[] | undefined) ?? []);
  }
}

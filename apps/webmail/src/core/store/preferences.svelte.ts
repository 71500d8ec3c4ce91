// SPDX-License-Identifier: Apache-2.0
// How a person likes the pages. It belongs to the account: the server keeps it (capability PREFERENCES),
// this browser has a copy, and what is changed without a line is told later. What depends on the screen
// belongs to the browser.
import { JmapError } from '../jmap/errors';
import { preferencesCall } from '../jmap/opening';
import type { Transport } from '../jmap/transport';
import type { Id, SetResponse } from '../jmap/types';
import { type Kept, type Swipe, valid } from './liking';
import type { Shelf } from './shelf';

/** What is chosen where nobody has chosen. */
export interface Liking {
  conversations: boolean;
  /** The newest mail of a conversation stands on top. */
  newestFirst: boolean;
  /** Of this browser. */
  density: 'comfortable' | 'cozy' | 'compact';
  /** How long a mail that was sent can be called back; 0: it leaves at once. */
  undoSeconds: number;
  /** What is shown when the open mail has been moved. */
  afterMove: 'older' | 'newer' | 'list';
  /** By finger; a long one to the right always deletes. */
  swipeRight: Swipe;
  swipeLeft: Swipe;
  /** New mails begin without formatting. */
  plain: boolean;
  /** Whether keys without Ctrl or Alt are commands (WCAG 2.2, 2.1.4). */
  singleKeys: boolean;
  /** Combinations of commands that differ from the usual; none: the command has no key. */
  keys: Record<string, string[]>;
}

export const USUAL_LIKING: Liking = {
  conversations: true, newestFirst: false, density: 'comfortable', undoSeconds: 10, afterMove: 'older', swipeRight: 'archive', swipeLeft: 'later', plain: false, singleKeys: true, keys: {},
};

interface Copy {
  values: Kept;
  /** Which of them the server has not heard of. */
  untold: (keyof Kept)[];
}

/** The server's and the account's part in it. */
export interface Keeping {
  transport: Transport;
  accountId: Id;
  /** False where a server keeps nothing of the kind: then the browser alone does. */
  offered: boolean;
}

function textOf(kept: Kept): string {
  return JSON.stringify(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export class Preferences {
  /** Only what somebody has chosen. */
  kept = $state.raw<Kept>({});
  private density = $state<Liking['density']>(USUAL_LIKING.density);
  readonly liking: Liking = $derived.by(() => {
    const { conversations, newestFirst, undoSeconds, afterMove, swipeRight, swipeLeft, plain, singleKeys, keys } = { ...USUAL_LIKING, ...this.kept };
    return { conversations, newestFirst, undoSeconds, afterMove, swipeRight, swipeLeft, plain, singleKeys, keys, density: this.density };
  });
  state = '';
  private readonly untold = new Set<keyof Kept>();
  private telling = Promise.resolve();
  private migrating = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly keeping: Keeping,
  ) {}

  /** What this browser has.
   *
   *  @param before reads what an earlier version of the pages has left */
  async recall(before: (shelf: Shelf) => Promise<Kept>): Promise<void> {
    const [copy, density] = (await Promise.all([this.shelf.get('seen', 'liking'), this.shelf.get('seen', 'density')])) as [Copy | undefined, Liking['density'] | undefined];
    this.kept = valid(copy?.values ?? (await before(this.shelf)));
    // What the server has not is taken up, once.
    for (const name of copy?.untold ?? (Object.keys(this.kept) as (keyof Kept)[])) this.untold.add(name);
    this.migrating = copy === undefined;
    this.density = (copy === undefined ? ((await this.shelf.get('seen', 'density')) as Liking['density'] | undefined) : density) ?? USUAL_LIKING.density;
  }

  /** Asks the server, in the request of this tick, and tells it what it has not heard. */
  async load(): Promise<void> {
    const { offered, transport, accountId } = this.keeping;
    if (!offered) return;
    const { list, state } = await preferencesCall(transport, accountId).result;
    const there = valid(Object.fromEntries(list.map(({ id, value }) => [id, value])));
    if (this.migrating) for (const name of Object.keys(there) as (keyof Kept)[]) this.untold.delete(name);
    this.migrating = false;
    const ours = Object.fromEntries([...this.untold].map((name) => [name, this.kept[name]]));
    this.state = state;
    const kept: Kept = { ...there, ...ours };
    // Nothing on the screen is made anew for what is as it was.
    if (textOf(kept) !== textOf(this.kept)) this.kept = kept;
    this.keep();
    await this.tell();
  }

  /** Takes note of a choice, here at once. */
  async set(change: Partial<Kept> & { density?: Liking['density'] }): Promise<void> {
    const { density, ...kept } = change;
    if (density !== undefined) {
      this.density = density;
      await this.shelf.put('seen', 'density', density);
    }
    const names = Object.keys(kept) as (keyof Kept)[];
    if (names.length === 0) return;
    this.kept = { ...this.kept, ...kept };
    for (const name of names) this.untold.add(name);
    this.keep();
    await this.tell();
  }

  private keep(): void {
    void this.shelf.put('seen', 'liking', { values: this.kept, untold: [...this.untold] } satisfies Copy);
  }

  /** Tells the server, one change after the other; without a line it is told another time. */
  tell(): Promise<void> {
    return (this.telling = this.telling.then(() => this.tellOnce()));
  }

  private async tellOnce(): Promise<void> {
    const { offered, transport, accountId } = this.keeping;
    if (!offered || this.migrating || this.untold.size === 0) return;
    const told = new Map([...this.untold].map((name) => [name, this.kept[name]]));
    const update = Object.fromEntries([...told].map(([name, value]) => [name, { value: value ?? null }]));
    try {
      const set = await transport.call<SetResponse & { newState: string }>('Preference/set', { accountId, update }).result;
      this.state = set.newState;
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      if (failure.passes) return;
    }
    // What was chosen meanwhile is told next. What the server does not take lasts until it is asked again.
    for (const [name, value] of told) if (this.kept[name] === value) this.untold.delete(name);
    this.keep();
  }
}

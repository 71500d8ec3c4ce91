// SPDX-License-Identifier: Apache-2.0
// How a person likes the pages. Kept in the browser, for each account its own: they belong to the
// screen and the keyboard before it.
import type { Shelf } from './shelf';

export interface Liking {
  conversations: boolean;
  density: 'comfortable' | 'cozy' | 'compact';
  /** How long a mail that was sent can be called back; 0: it leaves at once. */
  undoSeconds: number;
  /** What is shown when the open mail has been moved. */
  afterMove: 'older' | 'newer' | 'list';
  /** New mails begin without formatting. */
  plain: boolean;
  /** Whether keys without Ctrl or Alt are commands (WCAG 2.2, 2.1.4). */
  singleKeys: boolean;
  /** Combinations of commands that differ from the usual; none: the command has no key. */
  keys: Record<string, string[]>;
}

export const USUAL_LIKING: Liking = {
  conversations: true, density: 'comfortable', undoSeconds: 10, afterMove: 'older', plain: false, singleKeys: true, keys: {},
};

export class Preferences {
  liking = $state.raw<Liking>(USUAL_LIKING);

  constructor(private readonly shelf: Shelf) {}

  async load(): Promise<void> {
    this.liking = { ...USUAL_LIKING, ...((await this.shelf.get('seen', 'preferences')) as Partial<Liking> | undefined) };
  }

  async set(change: Partial<Liking>): Promise<void> {
    this.liking = { ...this.liking, ...change };
    await this.shelf.put('seen', 'preferences', this.liking);
  }
}

// SPDX-License-Identifier: Apache-2.0
// The accounts of others that share folders with the person (RFC 9670): each with its own lists, told
// of changes by the one stream of the person's own account.
import { JmapError } from '../jmap/errors';
import { fetchSession } from '../jmap/session';
import type { Outside } from '../jmap/transport';
import type { Id, Session } from '../jmap/types';
import { Account, type AccountEvents } from './account.svelte';
import { MemoryShelf } from './shelf';

export class SharedAccounts {
  private accounts = $state.raw<Account[]>([]);
  private fetching: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly own: Account,
    private readonly outside: Outside,
    private readonly events: AccountEvents,
  ) {
    own.others = (changed) => this.hear(changed);
  }

  get all(): Account[] {
    return this.accounts;
  }

  byId(id: Id): Account | undefined {
    return this.accounts.find((account) => account.id === id);
  }

  /** Takes what a session names: new accounts are asked for their folders, others are gone. */
  async take(session: Session): Promise<void> {
    const ids = Object.entries(session.accounts).filter(([id, account]) => !account.isPersonal && id !== this.own.id).map(([id]) => id);
    const accounts = await Promise.all(ids.map(async (id) => {
      const known = this.byId(id);
      if (known) return known;
      const account = new Account(session, new MemoryShelf(), this.outside, this.events, Date.now, id, this.own.preferences);
      account.identities = this.own.identities;
      try {
        await account.mailboxes.load();
        return account;
      } catch (failure) {
        // Taken back in between.
        if (failure instanceof JmapError) return undefined;
        throw failure;
      }
    }));
    this.accounts = accounts.filter((account) => account !== undefined);
  }

  private hear(changed: Record<Id, Record<string, string>> | undefined): void {
    if (changed?.[this.own.id]?.['ShareNotification'] !== undefined) void this.look();
    for (const account of this.accounts) account.hear(changed?.[account.id] ?? (changed === undefined ? undefined : {}));
  }

  /** Asks anew who shares. */
  look(): Promise<void> {
    if (this.fetching) {
      this.again = true;
      return this.fetching;
    }
    this.fetching = fetchSession(this.outside).then((session) => this.take(session)).catch((failure: unknown) => {
      if (!(failure instanceof JmapError)) throw failure;
    }).finally(() => {
      this.fetching = undefined;
      if (this.again) {
        this.again = false;
        void this.look();
      }
    });
    return this.fetching;
  }
}

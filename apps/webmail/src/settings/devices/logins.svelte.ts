// SPDX-License-Identifier: Apache-2.0
// Who comes to the doors of the account, as it happens: `Credential/logins` (docs/operations/web-sign-in.md), asked
// every few seconds while somebody looks.
import { JmapError } from '../../core/jmap/errors';
import type { Account } from '../../core/store/account.svelte';

export type Refused = 'wrong' | 'app-password-elsewhere' | 'app-password-expired' | 'app-passwords-only' | 'turned-away';

export interface Login {
  at: string;
  service: string;
  address: string;
  refused: Refused | null;
}

const PAUSE_MILLIS = 3_000;
/** The pages' own. */
const HERE = new Set(['web']);

export class Logins {
  list = $state.raw<Login[] | undefined>(undefined);
  /** The last that has come since somebody looks. */
  news = $state.raw<Login | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private before: string | undefined;

  constructor(private readonly account: Account) {}

  start(): () => void {
    this.stopped = false;
    void this.ask();
    return () => {
      this.stopped = true;
      clearTimeout(this.timer);
    };
  }

  private async ask(): Promise<void> {
    try {
      if (document.visibilityState === 'visible') this.heard((await this.account.transport.call<{ list: Login[] }>('Credential/logins', { accountId: this.account.id }).result).list);
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      // It is asked again; a server that does not know it never gets to this.
      if (failure.type === 'unknownMethod') return;
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.ask(), PAUSE_MILLIS);
  }

  /** @param told the newest first */
  heard(told: Login[]): void {
    const list = told.filter(({ service }) => !HERE.has(service));
    const newest = list[0];
    const key = newest ? JSON.stringify(newest) : '';
    if (this.before !== undefined && newest && key !== this.before) this.news = newest;
    this.before = key;
    this.list = list;
  }
}

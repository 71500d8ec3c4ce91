// SPDX-License-Identifier: Apache-2.0
// How the owner is known to the server: `Credential/get` and `/set` (docs/operations/web-sign-in.md).
import { JmapError } from '../../core/jmap/errors';
import type { GetResponse, SetError, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import type { PasskeyAnswer } from '../../signin/passkey';
import { stepUp } from '../../signin/stepup.svelte';

export interface Credential {
  id: string;
  type: 'password' | 'passkey' | 'totp' | 'recovery' | 'policy' | 'appPassword' | 'session';
  name?: string;
  on?: boolean;
  left?: number;
  demanded?: boolean;
  secondFactor?: 'every-login' | 'new-devices';
  appPasswordsOnly?: boolean;
  services?: string[];
  made?: string;
  expires?: string | null;
  lastUsed?: string | null;
  suspected?: string | null;
  backedUp?: boolean;
  device?: string;
  address?: string;
  seen?: string;
  shared?: boolean;
  current?: boolean;
}

export interface PasswordOutcome {
  changed: boolean;
  verifiedAt: string | null;
  reason: string | null;
  sessionsEnded?: number;
  appPasswordsKept?: number;
}

export interface Made {
  id?: string;
  codes?: string[];
  password?: string;
  /** Where a telephone fetches its settings with the new app password. */
  profile?: { url: string; expiresAt: string };
  secret?: string;
  url?: string;
  publicKey?: PasskeyAnswer;
}

type Refusal = SetError & { outcome?: PasswordOutcome };

/** What became of a change of the password; unheard: the line dropped, and what happened was asked. */
export type PasswordChanged = { kind: 'changed'; outcome: PasswordOutcome } | { kind: 'wrong' } | { kind: 'refused'; reason: string };

export class Credentials {
  list = $state.raw<Credential[] | undefined>(undefined);

  constructor(private readonly account: Pick<Account, 'id' | 'transport'>) {}

  of(type: Credential['type']): Credential[] {
    return this.list?.filter((each) => each.type === type) ?? [];
  }

  one(type: Credential['type']): Credential | undefined {
    return this.of(type)[0];
  }

  async load(): Promise<void> {
    const { list } = await this.account.transport.call<GetResponse<Credential>>('Credential/get', { accountId: this.account.id, ids: null }).result;
    this.list = list;
  }

  /** @throws JmapError what was refused, behind a confirmation where one was asked for */
  private set(args: Record<string, unknown>): Promise<SetResponse<Made>> {
    return stepUp.run(async () => {
      const set = await this.account.transport.call<SetResponse<Made>>('Credential/set', { accountId: this.account.id, ...args }).result;
      for (const error of [set.notCreated, set.notUpdated, set.notDestroyed].flatMap((errors) => Object.values(errors ?? {}) as Refusal[])) {
        throw Object.assign(new JmapError('refused', error.type, error.description ?? ''), { refusal: error });
      }
      return set;
    });
  }

  async create(properties: Record<string, unknown>): Promise<Made> {
    const made = (await this.set({ create: { new: properties } })).created?.['new'] ?? {};
    await this.load();
    return made;
  }

  async update(id: string, properties: Record<string, unknown>): Promise<Made> {
    const made = (await this.set({ update: { [id]: properties } })).updated?.[id] ?? {};
    await this.load();
    return made;
  }

  async destroy(id: string): Promise<void> {
    await this.set({ destroy: [id] });
    await this.load();
  }

  /** @throws JmapError when nobody can say what happened */
  async changePassword(current: string, wanted: string): Promise<PasswordChanged> {
    try {
      const { outcome } = (await this.update('password', { current, new: wanted })) as { outcome: PasswordOutcome };
      return { kind: 'changed', outcome };
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      const refusal = (failure as JmapError & { refusal?: Refusal }).refusal;
      if (refusal?.properties?.includes('current')) return { kind: 'wrong' };
      if (refusal && refusal.type !== 'stepUpRequired') return { kind: 'refused', reason: refusal.outcome?.reason ?? refusal.description ?? '' };
      throw failure;
    }
  }
}

/** What the refusing side said, where it said something. */
export function said(failure: unknown): { type: string; quoted: string } {
  if (failure instanceof JmapError) return { type: failure.type, quoted: failure.quoted };
  throw failure;
}

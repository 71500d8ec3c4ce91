// SPDX-License-Identifier: Apache-2.0
// Addresses whose mail comes here, and those that a person makes (capability ALIAS).
import { JmapError } from '../../core/jmap/errors';
import type { GetResponse, Id, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { t } from '../../core/i18n/words.svelte';
import { wordsOf } from '../../mail/trouble';
import { allDone } from '../saving.svelte';
import { create as createIdentity, destroy as destroyIdentity, loadIdentities } from './identities';

export const ALIAS = 'urn:pabal:params:jmap:alias';

export interface Alias {
  id: Id;
  address: string;
  /** Made by the person, or given by the administrator. */
  kind: 'own' | 'given';
  enabled: boolean;
  expires: string | null;
  isExpired: boolean;
  made: string | null;
  note: string;
}

/** What the administrator allows. */
export interface Terms {
  maxAliases: number;
  domains: string[];
  isManagedElsewhere: boolean;
  quarantineSeconds: number;
}

export const MOST_NOTE = 200;

/** Nothing where the server knows no aliases. */
export function termsOf(account: Account): Terms | undefined {
  return account.session.accounts[account.id]?.accountCapabilities[ALIAS] as Terms | undefined;
}

/** As the server has it: letters, digits, single marks between them. */
export function isName(name: string): boolean {
  return name.length >= 3 && name.length <= 64 && /^[a-z0-9](?:[a-z0-9]|[._-](?![._-]))*[a-z0-9]$/.test(name);
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A name that nobody guesses, without letters that look like others. */
export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(10))].map((octet) => LETTERS[octet % LETTERS.length]).join('');
}

export type Until = 'open' | 'day' | 'week' | 'month' | 'date';
const DAYS = { day: 1, week: 7, month: 30 } as const;

/** @param date `2026-12-24`: the end of that day here */
export function expiryOf(until: Until, date: string, now: Date): string | null {
  if (until === 'open') return null;
  const end = until === 'date' ? new Date(`${date}T23:59:59`) : new Date(now.getTime() + DAYS[until] * 86_400_000);
  return end.toISOString().replace(/\.\d+/, '');
}

export async function loadAliases(account: Account): Promise<Alias[]> {
  const got = await account.transport.call<GetResponse<Alias>>('Alias/get', { accountId: account.id, ids: null }).result;
  return got.list;
}

async function set(account: Account, change: Record<string, unknown>): Promise<Alias[]> {
  allDone(await account.transport.call<SetResponse>('Alias/set', { accountId: account.id, ...change }).result);
  return loadAliases(account);
}

/** @param write whether mail is to be written from it, too */
export async function make(account: Account, alias: Pick<Alias, 'address' | 'expires' | 'note'>, write: boolean): Promise<Alias[]> {
  const now = await set(account, { create: { a: alias } });
  if (write) await createIdentity(account, alias.address, account.identities[0]?.name ?? '');
  return now;
}

export function change(account: Account, id: Id, edited: Partial<Pick<Alias, 'enabled' | 'expires' | 'note'>>): Promise<Alias[]> {
  return set(account, { update: { [id]: edited } });
}

/** Nobody can write from it any more: neither are its names kept. */
export async function giveUp(account: Account, alias: Alias): Promise<Alias[]> {
  const now = await set(account, { destroy: [alias.id] });
  for (const identity of await loadIdentities(account)) {
    if (identity.email === alias.address && identity.mayDelete) await destroyIdentity(account, identity.id);
  }
  return now;
}

/** What the server refuses, in words of this section. */
export function sentenceOf(failure: JmapError, terms: Terms): string {
  switch (failure.type) {
    case 'overQuota': return t('alias.toomany', { count: terms.maxAliases });
    case 'addressNotAvailable': return t('alias.taken');
    default: return wordsOf(failure);
  }
}

// SPDX-License-Identifier: Apache-2.0
// What the server notes of deliveries (capability USES): how many mails each part of the script has acted
// on, and which further addresses mail came to.
import { JmapError } from '../core/jmap/errors';
import type { GetResponse, Id } from '../core/jmap/types';
import type { Account } from '../core/store/account.svelte';

const USES = 'urn:pabal:params:jmap:deliverynotes';

/** In the last 31 days. */
export interface RuleUse {
  id: Id;
  /** The id of a rule; null for a line that was written by hand. */
  rule: string | null;
  /** From 1, where it begins in the script as the server has it. */
  line: number;
  mails: number;
}

export interface AddressUse {
  id: Id;
  address: string;
  /** What stands behind the plus; null for an alias. */
  detail: string | null;
  mails: number;
  first: string;
  last: string;
  /** In the order in which they first wrote. */
  domains: { name: string; mails: number; first: string }[];
}

/** Nothing where the server notes nothing, or does not tell now: it is beside the matter of its page. */
async function get<T>(account: Account, type: string): Promise<T[] | undefined> {
  if (account.session.accounts[account.id]?.accountCapabilities[USES] === undefined) return undefined;
  try {
    return (await account.transport.call<GetResponse<T>>(`${type}/get`, { accountId: account.id, ids: null }).result).list;
  } catch (failure) {
    if (!(failure instanceof JmapError)) throw failure;
    return undefined;
  }
}

export const ruleUses = (account: Account): Promise<RuleUse[] | undefined> => get<RuleUse>(account, 'RuleUse');
export const addressUses = (account: Account): Promise<AddressUse[] | undefined> => get<AddressUse>(account, 'AddressUse');

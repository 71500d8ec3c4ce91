// SPDX-License-Identifier: Apache-2.0
// Whom the person may find on this server: people and groups (RFC 9670 §2).
import { PRINCIPALS } from '../../../core/jmap/types';
import type { GetResponse, Id, QueryResponse } from '../../../core/jmap/types';
import type { Account } from '../../../core/store/account.svelte';

export interface Principal {
  id: Id;
  type: string;
  name: string;
  email: string | null;
}

export const canShare = (account: Account): boolean => account.session.capabilities[PRINCIPALS] !== undefined;

/** All of them, in the order of their names; as many as one request gives.
 *
 *  @param own the person's own account: it holds the principals */
export async function people(own: Account): Promise<Principal[]> {
  const query = own.transport.call<QueryResponse>('Principal/query', { accountId: own.id, sort: [{ property: 'name' }], limit: own.limits.objectsInGet });
  const get = own.transport.call<GetResponse<Principal>>('Principal/get', { accountId: own.id, '#ids': query.ref('/ids'), properties: ['type', 'name', 'email'] });
  const order = new Map((await query.result).ids.map((id, at) => [id, at]));
  return (await get.result).list.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

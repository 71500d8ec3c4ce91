// SPDX-License-Identifier: Apache-2.0
// Identities on the server (RFC 8621 §6).
import type { GetResponse, Id, Identity, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { allDone } from '../saving.svelte';

export interface OwnIdentity extends Identity {
  mayDelete: boolean;
}

/** What a person can change of one. */
export type Editable = Pick<Identity, 'name' | 'replyTo' | 'bcc' | 'textSignature' | 'htmlSignature' | 'replyTextSignature' | 'replyHtmlSignature'>;

/** Without it a server knows one signature for all mails. */
export const SIGNATURES = 'urn:pabal:params:jmap:signatures';

export async function loadIdentities(account: Account): Promise<OwnIdentity[]> {
  const got = await account.transport.call<GetResponse<OwnIdentity>>('Identity/get', { accountId: account.id, ids: null }).result;
  account.identities = got.list;
  void account.shelf.put('seen', 'identities', got.list);
  return got.list;
}

async function set(account: Account, change: Record<string, unknown>): Promise<SetResponse<{ id: Id }>> {
  return allDone(await account.transport.call<SetResponse<{ id: Id }>>('Identity/set', { accountId: account.id, ...change }).result);
}

/** @returns all, as the server has them then */
export async function change(account: Account, id: Id, edited: Editable): Promise<OwnIdentity[]> {
  await set(account, { update: { [id]: edited } });
  return loadIdentities(account);
}

/** @param like whose signatures and other properties it takes over */
export async function create(account: Account, email: string, name: string, like: Partial<Identity> = {}): Promise<OwnIdentity[]> {
  await set(account, { create: { i: { ...like, email, name } } });
  return loadIdentities(account);
}

export async function destroy(account: Account, id: Id): Promise<OwnIdentity[]> {
  await set(account, { destroy: [id] });
  return loadIdentities(account);
}

function same(a: Identity['replyTo'], b: Identity['replyTo']): boolean {
  const plain = (list: Identity['replyTo']) => JSON.stringify((list ?? []).map(({ name, email }) => [name || null, email]));
  return plain(a) === plain(b);
}

export function isAs(identity: Identity | undefined, edited: Editable): boolean {
  return identity !== undefined && identity.name === edited.name && identity.textSignature === edited.textSignature && identity.htmlSignature === edited.htmlSignature
    && (edited.replyTextSignature === undefined || (identity.replyTextSignature === edited.replyTextSignature && identity.replyHtmlSignature === edited.replyHtmlSignature))
    && same(identity.replyTo, edited.replyTo) && same(identity.bcc, edited.bcc);
}

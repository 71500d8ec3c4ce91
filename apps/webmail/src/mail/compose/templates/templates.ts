// SPDX-License-Identifier: Apache-2.0
// Templates are drafts in a mailbox of their own, named by their subjects: other programs see them, and those
// that know templates (Thunderbird, Evolution) look for them in a mailbox of this name.
import { JmapError } from '../../../core/jmap/errors';
import { type GetResponse, type Id, type Letter, type QueryResponse, type Row, ROW_PROPERTIES, type SetResponse } from '../../../core/jmap/types';
import type { Account } from '../../../core/store/account.svelte';
import { type Content, emailOf } from '../content';

const MOST = 200;

/** In the order of their names. */
export async function loadTemplates(account: Account): Promise<Row[]> {
  const mailbox = account.mailboxes.templates;
  if (mailbox === undefined) return [];
  const found = account.transport.call<QueryResponse>('Email/query', { accountId: account.id, filter: { inMailbox: mailbox.id }, sort: [{ property: 'subject', isAscending: true }], limit: MOST });
  const got = account.transport.call<GetResponse<Row>>('Email/get', { accountId: account.id, '#ids': found.ref('/ids'), properties: ROW_PROPERTIES });
  const { ids } = await found.result;
  const rows = new Map((await got.result).list.map((row) => [row.id, row]));
  return ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
}

export async function letterOf(account: Account, row: Row): Promise<Letter> {
  const letter = await account.emails.fetchLetter(row.id);
  if (letter === undefined) throw new JmapError('refused', 'notFound');
  return letter;
}

/** A mail that is written, as a template: without those whom it goes to and what it answers. */
export async function saveAsTemplate(account: Account, content: Content): Promise<void> {
  const home = await account.mailboxes.ensureTemplates();
  const identity = account.identities.find(({ id }) => id === content.identityId) ?? account.identities[0];
  const template: Content = { ...content, to: [], cc: [], bcc: [], quoted: undefined, messageId: `${crypto.randomUUID()}@${identity?.email.split('@').at(-1) ?? 'localhost'}`, inReplyTo: null, references: null };
  const set = await account.transport.call<SetResponse>('Email/set', { accountId: account.id, create: { t: emailOf(template, identity, home.id) } }).result;
  const refused = set.notCreated?.['t'];
  if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
  void account.sync();
}

/** Into the trash, or back. */
export async function move(account: Account, id: Id, to: Id): Promise<void> {
  const set = await account.transport.call<SetResponse>('Email/set', { accountId: account.id, update: { [id]: { mailboxIds: { [to]: true } } } }).result;
  const refused = set.notUpdated?.[id];
  if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
  void account.sync();
}

// SPDX-License-Identifier: Apache-2.0
import type { Id } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { mailboxName } from '../../mail/screen.svelte';

/** All folders by their names from the top, those with a use first. */
export function foldersOf(account: Account): [Id, string][] {
  const { special, tree } = account.mailboxes;
  return [...special.map((mailbox): [Id, string] => [mailbox.id, mailboxName(mailbox)]), ...tree.map(({ mailbox }): [Id, string] => [mailbox.id, account.mailboxes.path(mailbox)])];
}

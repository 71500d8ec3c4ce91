// SPDX-License-Identifier: Apache-2.0
// A mail as the server says it should be seen: its HTML without what does harm, and what is to be known
// of its sender. Codes and arguments, which are worded here.
import { lang } from '../../core/i18n/words.svelte';
import { JmapError } from '../../core/jmap/errors';
import type { Id } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';

export const MAILVIEW = 'urn:pabal:params:jmap:mailview';

/** What was decided about the pictures of a sender; without any, one is asked. */
export type Rule = 'always' | 'never';

export interface View {
  id: Id;
  html: string | null;
  text: string;
  isTruncated: boolean;
  remote: { count: number; hosts: string[]; shown: boolean; rule: Rule | null };
  attachments: Record<Id, string>;
  links: { text: string; href: string; host: string; mismatch: boolean }[];
  verdict: { code: 'verified' | 'unverified' | 'failed' | 'own'; domain: string | null; detail: { method: string; result: string; domain: string }[] };
  replyTo: { differs: boolean; address: string } | null;
  /** The person's own domain, where the sender is written to be taken for somebody of it. */
  imitates?: string | null;
  firstTime: boolean;
  unsubscribe: { oneClick: boolean; url: string | null; mailto: string | null } | null;
  spam: { score: number; threshold: number; reasons: { code: string; points: number; text: string }[] } | null;
}

export function hasViews(account: Account): boolean {
  return MAILVIEW in account.session.capabilities;
}

/** @param remote whether pictures of other servers are shown this once */
export async function fetchView(account: Account, id: Id, remote: 'block' | 'once'): Promise<View | undefined> {
  const call = account.transport.call<{ list: View[] }>('MailView/get', { accountId: account.id, emailIds: [id], remote, language: lang() });
  return (await call.result).list[0];
}

export async function fetchRules(account: Account): Promise<Record<string, Rule>> {
  const call = account.transport.call<{ list: { remote: Record<string, Rule> }[] }>('MailViewSetting/get', { accountId: account.id, ids: null });
  return (await call.result).list[0]?.remote ?? {};
}

/** @param rule null to be asked again */
export async function decide(account: Account, address: string, rule: Rule | null): Promise<void> {
  const path = `remote/${address.toLowerCase().replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const call = account.transport.call<{ notUpdated: Record<string, { type: string; description?: string }> | null }>('MailViewSetting/set', {
    accountId: account.id,
    update: { singleton: { [path]: rule } },
  });
  const refused = (await call.result).notUpdated?.['singleton'];
  if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
}

export interface Left {
  host: string;
  status: number | null;
  isDone: boolean;
  said: string;
}

/** Leaves the list that a mail came from; says what the other side said. */
export function unsubscribe(account: Account, emailId: Id): Promise<Left> {
  return account.transport.call<Left>('MailView/unsubscribe', { accountId: account.id, emailId }).result;
}

/** The host that a link of the mail really leads to, where it says something else. */
export function hostElsewhere(view: View, href: string): string | undefined {
  return view.links.find((link) => link.mismatch && link.href === href)?.host;
}

/** Likewise of an address that stands in plain text, of which the server may have seen more or less. */
export function hostInText(view: View, href: string): string | undefined {
  const hostname = nameOf(href);
  return hostname === undefined ? undefined : view.links.find((link) => link.mismatch && nameOf(link.href) === hostname)?.host;
}

function nameOf(href: string): string | undefined {
  return URL.canParse(href) && /^https?:/i.test(href) ? new URL(href).hostname : undefined;
}

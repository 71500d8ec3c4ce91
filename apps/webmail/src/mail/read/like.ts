// SPDX-License-Identifier: Apache-2.0
// What is done with all mails like the one that is read: a rule for them, or keeping their sender out.
import type { Address } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { t } from '../../core/i18n/words.svelte';
import { JmapError } from '../../core/jmap/errors';
import { judge, SENDERS } from '../../core/store/senders';
import { toasts } from '../../ui/toasts.svelte';
import { wordsOf } from '../trouble';

const SIEVE = 'urn:ietf:params:jmap:sieve';

function has(account: Account, capability: string): boolean {
  return account.session.accounts[account.id]?.accountCapabilities[capability] !== undefined;
}

export const canFilter = (account: Account): boolean => has(account, SIEVE);
export const canBlock = (account: Account): boolean => has(account, SENDERS);

/** Where a rule for such mails is begun (src/settings/filters/like.ts).
 *
 *  @param lists where the mailing list takes mail, as `mailto:` (RFC 2369 §3.4) */
export function filterPlace(from: Address, lists: string[] | null | undefined): string {
  const list = lists?.find((each) => /^mailto:/i.test(each))?.replace(/^mailto:|\?.*$/gi, '');
  return `#/settings/filters/${list === undefined ? 'from' : 'list'}/${encodeURIComponent(list ?? from.email)}`;
}

/** From the next mail on; it can be taken back at once, and later in the settings. */
export async function block(account: Account, address: string): Promise<void> {
  try {
    const before = await judge(account, address, 'blocked');
    toasts.show(t('view.blocking', { address }), { label: t('undo'), act: () => void judge(account, address, before).catch(tell) });
  } catch (failure) {
    tell(failure);
  }
}

function tell(failure: unknown): void {
  if (!(failure instanceof JmapError)) throw failure;
  toasts.problem(wordsOf(failure));
}

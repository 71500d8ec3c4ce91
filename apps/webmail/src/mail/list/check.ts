// SPDX-License-Identifier: Apache-2.0
import { lang, t } from '../../core/i18n/words.svelte';
import type { Account } from '../../core/store/account.svelte';
import { clock } from '../../core/time/dates';

/** Asks the server what is new.
 *
 *  @returns how that went, in words */
export async function checkNow(account: Account): Promise<string> {
  await account.sync();
  return account.offlineSince === undefined ? t('check.done', { time: clock(new Date(), lang()) }) : t('check.not');
}

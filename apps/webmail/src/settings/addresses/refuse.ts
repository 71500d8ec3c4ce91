// SPDX-License-Identifier: Apache-2.0
// Mail to one of a person's addresses is refused by a rule that stands before all others.
import { t } from '../../core/i18n/words.svelte';
import type { Account } from '../../core/store/account.svelte';
import { wordsOf } from '../../mail/trouble';
import { Filters } from '../filters/filters.svelte';
import type { Rule } from '../filters/rule';
import { newId } from '../filters/script';

/** Only ASCII can stand in the reply that refuses; other words would go to a sender that may be forged. */
const REFUSAL = 'This address is not in use any more.';

function isRefusalOf(rule: Rule, address: string): boolean {
  const [only, ...more] = rule.conditions;
  return rule.enabled && more.length === 0 && rule.join !== 'none' && only?.kind === 'reached' && !only.not && only.match === 'is'
    && only.values.some((value) => value.toLowerCase() === address)
    && rule.actions.some(({ kind }) => kind === 'reject' || kind === 'discard');
}

/** Whether the rules as they are on the page refuse it. */
export function isRefused(filters: Filters, address: string): boolean {
  return filters.cards.some((card) => card.kind === 'rule' && isRefusalOf(card.rule, address));
}

/** @returns why it was not done */
export async function refuse(account: Account, address: string): Promise<string | undefined> {
  const filters = Filters.of(account);
  if (filters.ready && filters.dirty) return t('seen.unsaved');
  await filters.load();
  if (!filters.ready) return filters.trouble ? wordsOf(filters.trouble) : t('trouble.offline');
  if (isRefused(filters, address)) return undefined;
  const name = t('seen.rulename', { address });
  const key = filters.addFirst({
    id: newId(), name, enabled: true, join: 'all',
    conditions: [{ kind: 'reached', not: false, match: 'is', header: '', values: [address] }],
    actions: [{ kind: 'reject', text: REFUSAL }, { kind: 'stop' }],
  });
  if (await filters.save()) return undefined;
  filters.remove(key);
  return filters.saving.problem ?? t('settings.notproven');
}

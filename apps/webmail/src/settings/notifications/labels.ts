// SPDX-License-Identifier: Apache-2.0
import type { Label, Labels } from '../../core/store/labels.svelte';
import type { Rules } from './webhooks.svelte';

/** Labels that can be chosen: those that there are, and those that were chosen before and no mail wears now. */
export function labelsOf(labels: Pick<Labels, 'all' | 'find'>, rules: Rules): Label[] {
  const known = new Set(labels.all.map((each) => each.keyword.toLowerCase()));
  const gone = (rules.wanted.keywords ?? []).filter((each) => !known.has(each)).map((each) => labels.find(each) ?? { keyword: each, name: each, colour: 'grey' as const });
  return [...labels.all, ...gone];
}

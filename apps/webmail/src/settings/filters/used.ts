// SPDX-License-Identifier: Apache-2.0
// How often each card's part of the script has acted.
import type { RuleUse } from '../uses';
import type { Card } from './script';

/** Mails that a rule has acted on; of what was written by hand those of single lines, each counted from 0
 *  within its card, so that they stay right while cards are moved. */
export type Used = { mails: number } | { lines: { at: number; mails: number }[] };

/** @param lines the first and the last line of each card in the script that was counted, from 1
 *  @returns by the cards' keys; nothing for a rule that was not saved yet */
export function usedBy(cards: Card[], lines: Map<string, [number, number]>, saved: Set<string>, uses: RuleUse[]): Map<string, Used> {
  const used = new Map<string, Used>();
  for (const card of cards) {
    if (card.kind === 'rule') {
      if (saved.has(card.rule.id)) used.set(card.key, { mails: uses.find((use) => use.rule === card.rule.id)?.mails ?? 0 });
      continue;
    }
    const [first, last] = lines.get(card.key) ?? [0, -1];
    const own = uses.filter((use) => use.rule === null && use.line >= first && use.line <= last);
    used.set(card.key, { lines: own.map((use) => ({ at: use.line - first, mails: use.mails })) });
  }
  return used;
}

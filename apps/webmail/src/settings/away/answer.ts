// SPDX-License-Identifier: Apache-2.0
// Which answer somebody gets while one is away, as the server's script decides it.
import type { Words } from '../../core/store/vacation.svelte';

export interface Rules {
  words: Words;
  organization: Words | null;
  onlyKnown: boolean;
}

export interface Answer {
  words: Words;
  /** Only if the owner has written to this person: the server knows. */
  ifKnown: boolean;
  colleague: boolean;
}

/** @returns nothing for what is no address */
export function answerTo(sender: string, own: string, rules: Rules): Answer | undefined {
  const domain = domainOf(sender);
  if (domain === undefined) return undefined;
  const colleague = rules.organization !== null && domain === domainOf(own);
  return { words: colleague && rules.organization ? rules.organization : rules.words, ifKnown: rules.onlyKnown && !colleague, colleague };
}

function domainOf(address: string): string | undefined {
  return /^[^\s@]+@([^\s@]+)$/.exec(address.trim())?.[1]?.toLowerCase();
}

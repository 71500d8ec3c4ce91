// SPDX-License-Identifier: Apache-2.0
// New keys for commands: what was pressed as a combination, and whether it is free.
import type { Combination } from '../../core/keys/keys';

/** Those with which one moves through every page stay what they are. */
const RESERVED = new Set(['Tab', 'Shift+Tab', 'Escape', 'Enter', ' ']);

export type Clash = { kind: 'reserved' } | { kind: 'taken'; by: string };

/** @param taken the combinations of all other commands, each with its command */
export function clashOf(wanted: Combination, taken: [Combination, string][]): Clash | undefined {
  if (wanted.split(' ').some((key) => RESERVED.has(key)) || wanted === '') return { kind: 'reserved' };
  // The first key of a sequence waits for the second: alone it can mean nothing.
  const found = taken.find(([there]) => there === wanted || there.startsWith(`${wanted} `) || wanted.startsWith(`${there} `));
  return found && { kind: 'taken', by: found[1] };
}

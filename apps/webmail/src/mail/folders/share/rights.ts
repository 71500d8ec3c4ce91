// SPDX-License-Identifier: Apache-2.0
// The rights of a folder as people choose them: three steps, over RFC 8621 §2 and RFC 9670 §4.
import type { Mailbox } from '../../../core/jmap/types';

export type Rights = Record<string, boolean>;
export type Step = 'read' | 'edit' | 'all';

const NAMES: Record<Step, string[]> = {
  read: ['mayReadItems', 'maySetSeen'],
  edit: ['mayAddItems', 'mayRemoveItems', 'maySetKeywords', 'maySubmit'],
  all: ['mayCreateChild', 'mayRename', 'mayDelete', 'mayShare'],
};
export const STEPS: Step[] = ['read', 'edit', 'all'];

export function rightsOf(step: Step): Rights {
  const given = STEPS.slice(0, STEPS.indexOf(step) + 1).flatMap((each) => NAMES[each]);
  return Object.fromEntries(Object.values(NAMES).flat().map((name) => [name, given.includes(name)]));
}

/** Nothing for rights that were given otherwise, over IMAP. */
export function stepOf(rights: Rights): Step | undefined {
  return STEPS.find((step) => Object.entries(rightsOf(step)).every(([name, may]) => (rights[name] ?? false) === may));
}

export const isShared = (mailbox: Mailbox): boolean => Object.keys(mailbox.shareWith ?? {}).length > 0;

// SPDX-License-Identifier: Apache-2.0
// What went wrong, in words: what happened and what next.
import { type Key, t } from '../core/i18n/words.svelte';
import type { JmapError, Trouble } from '../core/jmap/errors';

const KEYS: Record<Trouble, Key> = {
  offline: 'trouble.offline',
  'signed-out': 'trouble.signedout',
  busy: 'trouble.busy',
  refused: 'trouble.refused',
  broken: 'trouble.broken',
};

const TYPES: Record<string, Key> = {
  overQuota: 'trouble.overquota',
  tooLarge: 'trouble.toolarge',
  forbidden: 'trouble.forbidden',
  notFound: 'trouble.notfound',
  invalidRecipients: 'trouble.recipients',
  noRecipients: 'trouble.norecipients',
  forbiddenFrom: 'trouble.from',
  forbiddenMailFrom: 'trouble.from',
  forbiddenToSend: 'trouble.tosend',
  tooManyRecipients: 'trouble.toomany',
  cannotUnsend: 'trouble.unsend',
  mailboxHasEmail: 'trouble.notempty',
  mailboxHasChild: 'trouble.haschild',
};

export function wordsOf(failure: JmapError): string {
  return failure.trouble === 'refused' ? wordsOfType(failure.type, failure.quoted) : t(KEYS[failure.trouble]);
}

/** @param quoted the server's own words, shown as they are */
export function wordsOfType(type: string, quoted: string | null | undefined): string {
  const sentence = t(TYPES[type] ?? 'trouble.refused');
  return quoted ? `${sentence} “${quoted}”` : sentence;
}

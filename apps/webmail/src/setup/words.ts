// SPDX-License-Identifier: Apache-2.0
// The server gives codes, which are worded here; what it says in sentences of its own is shown as it is.
import { say, t } from '../core/i18n/words.svelte';
import type { SetupError, Wait } from './api';

function known(key: string, otherwise: string): string {
  const words = say(key, {});
  return words === key ? otherwise : words;
}

export function troubleOf(error: SetupError): string {
  switch (error.trouble) {
    case 'offline':
      return t('setup.offline');
    case 'throttled':
      return t('setup.throttled', { seconds: error.seconds });
    case 'closed':
      return t('setup.nothing');
    case 'refused':
      return known(`setup.bad.${error.code}`, error.detail || t('setup.refused', { status: error.status }));
    default:
      return error.detail || t('setup.broken', { status: error.status });
  }
}

/** The sentence says all: the server's own would only say it again. */
const WHOLE = ['wrongCode', 'codeNeeded', 'badAddress', 'badName'];

/** What the server says beside its code; nothing where that is the sentence already. */
export function quotedOf(error: SetupError): string | undefined {
  if (error.detail === '' || error.trouble !== 'refused' || WHOLE.includes(error.code)) return undefined;
  return troubleOf(error) === error.detail ? undefined : error.detail;
}

export const hintOf = (hint: string | undefined) => (hint ? known(`setup.hint.${hint}`, hint) : '');
export const checkOf = (name: string) => known(`setup.check.${name}`, name);
export const recordOf = (why: string) => known(`setup.record.${why}`, why);
export const unknownOf = (why: string) => known(`setup.unknown.${why}`, known(`setup.lost.${why}`, why));
export const lostOf = (why: string) => known(`setup.lost.${why}`, why);

export const waitOf = ({ id, step }: Wait) => known(`setup.wait.${id}`, t(`setup.step.${step}`));

// SPDX-License-Identifier: Apache-2.0
// What scripts decide, in words.
import { type Key, t } from '../../core/i18n/words.svelte';
import type { Action } from './preview.svelte';

const KEYS: Record<string, Key> = {
  keep: 'lab.act.keep', fileinto: 'lab.act.fileinto', redirect: 'lab.act.redirect', discard: 'lab.act.discard', reject: 'lab.act.reject', ereject: 'lab.act.reject',
  vacation: 'lab.act.vacation', notify: 'lab.act.notify', pipe: 'lab.act.program', execute: 'lab.act.program', snooze: 'lab.act.snooze', editheader: 'lab.act.editheader',
};

const FLAGS: Record<string, Key> = { '\\seen': 'lab.flag.seen', '\\flagged': 'lab.flag.flagged', '\\deleted': 'lab.flag.deleted', '\\answered': 'lab.flag.answered' };

export function actionWords(action: Action): string {
  const key = KEYS[action.name];
  const { flags, ...rest } = action.arguments;
  const values = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  const words = key === undefined ? action.name : t(key, { mailbox: '', to: '', reason: '', method: '', program: '', until: '', ...values });
  const marks = Array.isArray(flags) ? flags.map((flag) => (FLAGS[flag.toLowerCase()] ? t(FLAGS[flag.toLowerCase()] as Key) : flag)) : [];
  return [words, ...marks].join(' · ');
}

/** What was not done with mail that lies here already: the command, with a folder behind it or not. */
export function notDoneWords(name: string): string {
  const [command = '', ...mailbox] = name.split(' ');
  return actionWords({ name: command, arguments: mailbox.length > 0 ? { mailbox: mailbox.join(' ') } : {} });
}

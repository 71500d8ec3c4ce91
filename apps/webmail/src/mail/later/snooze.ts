// SPDX-License-Identifier: Apache-2.0
// Setting mails aside until a time, and taking them back.
import type { Row, Snoozed } from '../../core/jmap/types';
import type { Patch } from '../../core/store/emails.svelte';
import { lang } from '../../core/i18n/words.svelte';
import { moment } from '../../core/time/dates';
import type { Acts } from '../acts';
import type { Subject } from '../bulk/bulk.svelte';
import type { Screen } from '../screen.svelte';
import { utcDate } from './times';

/** Ten years: who puts off for longer means never. */
export const MOST_SECONDS = 10 * 365 * 86_400;
/** As new mail: unread, and marked as what came back. */
const AWAKE = { $seen: false, $new: true };

/** What becomes of a mail that is set aside out of a folder.
 *
 *  @param from the folder that it leaves and comes back to
 *  @param away the folder of what is set aside */
export function aside(mail: Subject, from: string, away: string, until: Date): { patch: Patch; inverse: Patch } {
  const before = mail.snoozed ?? null;
  const snoozed: Snoozed = { until: utcDate(until), moveToMailboxId: before?.moveToMailboxId ?? from, setKeywords: AWAKE };
  // Its time is another, and it stays where it is.
  if (mail.mailboxIds[away]) return { patch: { snoozed }, inverse: { snoozed: before } };
  const kept = Object.fromEntries(Object.entries(mail.mailboxIds).filter(([id]) => id !== from));
  return { patch: { mailboxIds: { ...kept, [away]: true }, snoozed }, inverse: { mailboxIds: mail.mailboxIds, snoozed: null } };
}

/** What becomes of a mail that comes back at once; nothing of one that is not set aside. */
export function back(mail: Subject, away: string | undefined, to: string): { patch: Patch; inverse: Patch } | undefined {
  const { snoozed } = mail;
  if (!snoozed) return undefined;
  const kept = Object.fromEntries(Object.entries(mail.mailboxIds).filter(([id]) => id !== away));
  return { patch: { mailboxIds: { ...kept, [to]: true }, snoozed: null }, inverse: { mailboxIds: mail.mailboxIds, snoozed } };
}

/** Where a mail comes back to that a search found: the inbox, when it lies there. */
function placeOf(mail: Subject, inbox: string): string {
  return mail.mailboxIds[inbox] ? inbox : (Object.keys(mail.mailboxIds)[0] ?? inbox);
}

export function snooze(screen: Screen, acts: Acts, rows: Row[], until: Date): Promise<void> {
  return acts.attempt(async () => {
    const { mailboxes } = screen.account;
    const away = (await mailboxes.ensure('snoozed', 'Snoozed')).id;
    const inbox = mailboxes.byRole('inbox')?.id ?? '';
    const from = screen.mailbox?.id === away ? inbox : screen.mailbox?.id;
    const words = { key: 'snooze.done', args: { count: rows.length, time: moment(until, lang()) } };
    acts.change(rows, (mail) => aside(mail, from ?? placeOf(mail, inbox), away, until), words, screen.mailbox === undefined || screen.mailbox.id === away);
  });
}

export function bringBack(screen: Screen, acts: Acts, rows: Row[]): void {
  const { mailboxes } = screen.account;
  const inbox = mailboxes.byRole('inbox')?.id ?? '';
  const away = mailboxes.byRole('snoozed')?.id;
  const home = (mail: Subject) => mailboxes.byId(mail.snoozed?.moveToMailboxId ?? '')?.id ?? inbox;
  acts.change(rows, (mail) => back(mail, away, home(mail)), { key: 'snooze.back', args: { count: rows.length } });
}

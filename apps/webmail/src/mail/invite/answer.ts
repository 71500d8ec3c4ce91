// SPDX-License-Identifier: Apache-2.0
// An invitation is answered by a mail to its organizer: METHOD:REPLY (RFC 5546 §3.2.3) in a part of its own
// (RFC 6047 §2.4). What was answered stands on the invitation as a keyword, so that every device shows it.
import { t } from '../../core/i18n/words.svelte';
import { JmapError } from '../../core/jmap/errors';
import type { Id, Identity, Letter, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import type { Patch } from '../../core/store/emails.svelte';
import { folded, property } from './ical';
import type { Guest, Invitation, PartStat } from './invitation';

export const ANSWERS: PartStat[] = ['ACCEPTED', 'TENTATIVE', 'DECLINED'];

/** `$accepted`, `$tentative`, `$declined`. */
const keywordOf = (answer: PartStat) => `$${answer.toLowerCase()}`;

export function answeredWith(keywords: Record<string, boolean>): PartStat | undefined {
  return ANSWERS.find((answer) => keywords[keywordOf(answer)]);
}

/** Of the guests the reader, and the identity by which that is known. */
export function invitedAs(invitation: Invitation, identities: Identity[]): { guest: Guest; identity: Identity } | undefined {
  for (const guest of invitation.guests) {
    const identity = identities.find((each) => each.email.toLowerCase() === guest.email.toLowerCase());
    if (identity) return { guest, identity };
  }
  return undefined;
}

/** Parameters of the one who answers that stay as they were. */
const KEPT = ['CUTYPE', 'ROLE', 'CN', 'LANGUAGE'];

/** Without what iCalendar has a meaning for, RFC 5545 §3.2; a quote as RFC 6868 writes it. */
function quoted(value: string): string {
  return `"${value.replaceAll('^', '^^').replaceAll('"', "^'").replace(/[\r\n]+/g, '^n')}"`;
}

const stamp = (now: Date) => now.toISOString().replace(/[-:]|\.\d+/g, '');

/** The part text/calendar of the answer. */
export function replyOf(invitation: Invitation, guest: Guest, answer: PartStat, now: Date): string {
  const { event } = invitation;
  const lines = (names: string[]) => names.map((name) => property(event, name)?.line).filter((line) => line !== undefined);
  const times = ['DTSTART', 'DTEND', 'DURATION', 'RECURRENCE-ID'];
  const used = new Set(times.map((name) => property(event, name)?.params['TZID']));
  const params = KEPT.filter((name) => guest.property.params[name]).map((name) => `;${name}=${quoted(guest.property.params[name] as string)}`);
  return folded([
    'BEGIN:VCALENDAR', 'PRODID:-//Pabal//Webmail//EN', 'VERSION:2.0', 'METHOD:REPLY',
    // RFC 5545 §3.2.19: a zone that is named is also told.
    ...invitation.zones.filter((zone) => used.has(property(zone, 'TZID')?.value.trim())).flatMap(linesOf),
    'BEGIN:VEVENT', ...lines(['UID']), `DTSTAMP:${stamp(now)}`, ...lines(['SEQUENCE', ...times, 'SUMMARY', 'ORGANIZER']),
    `ATTENDEE${params.join('')};PARTSTAT=${answer}:${guest.property.value.trim()}`, 'REQUEST-STATUS:2.0;Success', 'END:VEVENT', 'END:VCALENDAR',
  ]);
}

function linesOf(component: Invitation['zones'][number]): string[] {
  return [`BEGIN:${component.name}`, ...component.properties.map(({ line }) => line), ...component.children.flatMap(linesOf), `END:${component.name}`];
}

/** One request: the answer is made and leaves. The keyword follows.
 *
 *  @throws JmapError what was refused, and then nothing has left */
export async function answerTo(account: Account, letter: Letter, invitation: Invitation, answer: PartStat): Promise<void> {
  const me = invitedAs(invitation, account.identities);
  const organizer = invitation.organizer;
  if (me === undefined || organizer === undefined) throw new JmapError('refused', 'noRecipients');
  const drafts = await account.mailboxes.ensure('drafts', 'Drafts');
  const sent = await account.mailboxes.ensure('sent', 'Sent');
  const words = { name: me.identity.name || me.guest.name, summary: invitation.summary || t('invite.untitled') };
  const set = account.transport.call<SetResponse<{ id: Id }>>('Email/set', {
    accountId: account.id,
    create: {
      e: {
        mailboxIds: { [drafts.id]: true },
        keywords: { $draft: true, $seen: true },
        from: [{ name: me.identity.name || null, email: me.identity.email }],
        to: [{ name: organizer.name === organizer.email ? null : organizer.name, email: organizer.email }],
        subject: t(`invite.subject.${answer}`, words),
        inReplyTo: letter.messageId,
        references: [...(letter.references ?? []), ...(letter.messageId ?? [])],
        bodyStructure: {
          type: 'multipart/alternative',
          subParts: [{ partId: 't', type: 'text/plain' }, { partId: 'c', 'header:Content-Type': ' text/calendar; charset=utf-8; method=REPLY' }],
        },
        bodyValues: { t: { value: t(`invite.letter.${answer}`, words) }, c: { value: replyOf(invitation, me.guest, answer, new Date()) } },
      },
    },
  });
  const submission = account.transport.call<SetResponse<{ id: Id }>>('EmailSubmission/set', {
    accountId: account.id,
    create: { s: { identityId: me.identity.id, emailId: '#e' } },
    onSuccessUpdateEmail: { '#s': { [`mailboxIds/${drafts.id}`]: null, [`mailboxIds/${sent.id}`]: true, 'keywords/$draft': null } },
  });
  const made = await set.result;
  const unmade = made.notCreated?.['e'];
  if (unmade) throw new JmapError('refused', unmade.type, unmade.description ?? '');
  const unsent = (await submission.result).notCreated?.['s'];
  if (unsent) {
    // It is no draft that anybody would want to find.
    void account.transport.call('Email/set', { accountId: account.id, destroy: [made.created?.['e']?.id] }).result.catch(() => undefined);
    throw new JmapError('refused', unsent.type, unsent.description ?? '');
  }
  note(account, letter, answer);
  void account.sync();
}

function note(account: Account, letter: Letter, answer: PartStat): void {
  const now = (account.emails.row(letter.id) ?? letter).keywords;
  const paths = (of: (each: PartStat) => boolean): Patch => Object.fromEntries(ANSWERS.map((each) => [`keywords/${keywordOf(each)}`, of(each) ? (true as const) : null]));
  account.outbox.submit({ [letter.id]: paths((each) => each === answer) }, { [letter.id]: paths((each) => now[keywordOf(each)] === true) }, { key: 'act.marked', args: {} });
}

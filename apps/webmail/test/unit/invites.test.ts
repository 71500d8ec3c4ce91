// SPDX-License-Identifier: Apache-2.0
// Invitations in the shapes in which calendars send them, and what is answered.
import { beforeAll, describe, expect, it } from 'vitest';
import { learn, speak } from '../../src/core/i18n/words.svelte';
import type { Identity } from '../../src/core/jmap/types';
import { answeredWith, invitedAs, replyOf } from '../../src/mail/invite/answer';
import { calendarOf, folded, MOST_CHARACTERS } from '../../src/mail/invite/ical';
import { type Invitation, invitationOf } from '../../src/mail/invite/invitation';
import { elsewhereOf, momentWords, repeatsOf, whenOf } from '../../src/mail/invite/when';
import { inviteOf } from '../../src/mail/read/letter';

const ME = { id: 'I1', name: '지우', email: 'Jiwoo@code.kr' } as Identity;
const SEOUL = 'Asia/Seoul';

function read(text: string): Invitation {
  const found = invitationOf(text.trim().split('\n').join('\r\n'));
  expect(found).toBeDefined();
  return found as Invitation;
}
const calendar = (method: string, event: string, more = '') => `BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:${method}\n${more}BEGIN:VEVENT\nUID:u1@code.kr\n${event}\nEND:VEVENT\nEND:VCALENDAR`;
const at = (invitation: Invitation) => [invitation.start, invitation.end].map((moment) => moment && new Date(moment.millis).toISOString());

const GOOGLE = `
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
TZNAME:EDT
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=America/New_York:20261201T093000
DTEND;TZID=America/New_York:20261201T103000
RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10
DTSTAMP:20261122T080000Z
ORGANIZER;CN=Priya Raman:mailto:priya@corp.example
UID:4k2j9s8f7d6g5h4j3k2l1@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE
 ;CN=Priya Raman;X-NUM-GUESTS=0:mailto:priya@corp.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN="Kim, Jiwoo";X-NUM-GUESTS=0:mailto:jiwoo@code.kr
LOCATION:Room 4\\, 2nd floor
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Mail servers: what next?
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:This is an event reminder
TRIGGER:-P0DT0H30M0S
END:VALARM
END:VEVENT
END:VCALENDAR`;

/** Exchange names zones as Windows does and tells them; lines are folded within words. */
const OUTLOOK = `
BEGIN:VCALENDAR
METHOD:REQUEST
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Company Time (Berlin)
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ORGANIZER;CN=Anna Weber:mailto:anna@corp.example
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=jiwoo@code
 .kr:mailto:jiwoo@code.kr
DESCRIPTION;LANGUAGE=de-DE:\\n
RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR;UNTIL=20271231T090000Z
SUMMARY;LANGUAGE=de-DE:Monats
 abschluß
DTSTART;TZID=Company Time (Berlin):20260731T100000
DTEND;TZID=Company Time (Berlin):20260731T110000
UID:040000008200E00074C5B7101A82E00800000000
CLASS:PUBLIC
SEQUENCE:2
LOCATION;LANGUAGE=de-DE:Raum 1
X-MICROSOFT-CDO-APPT-SEQUENCE:2
END:VEVENT
END:VCALENDAR`;

beforeAll(async () => {
  await learn('invite');
  await speak('en');
});

describe('invitations', () => {
  it('of Google say when, in the zone of the reader and their own', () => {
    const found = read(GOOGLE);
    expect(found).toMatchObject({ method: 'REQUEST', summary: 'Mail servers: what next?', place: 'Room 4, 2nd floor', sequence: 0, isCancelled: false });
    expect(at(found)).toEqual(['2026-12-01T14:30:00.000Z', '2026-12-01T15:30:00.000Z']);
    expect(whenOf(found, SEOUL)).toContain('23:30');
    expect(elsewhereOf(found, SEOUL)).toContain('09:30');
    expect(elsewhereOf(found, SEOUL)).toContain('(America/New York)');
    expect(elsewhereOf(found, 'America/Toronto')).toBe('');
    expect(repeatsOf(found)).toBe('Every week on Tue, Thu, 10 times');
    expect(found.guests.map(({ name, email, status }) => [name, email, status])).toEqual([
      ['Priya Raman', 'priya@corp.example', 'ACCEPTED'], ['Kim, Jiwoo', 'jiwoo@code.kr', 'NEEDS-ACTION'],
    ]);
  });

  it('of Outlook tell a zone that nobody knows, and it is followed', () => {
    const found = read(OUTLOOK);
    expect(at(found)).toEqual(['2026-07-31T08:00:00.000Z', '2026-07-31T09:00:00.000Z']);
    expect(found.summary).toBe('Monatsabschluß');
    expect(repeatsOf(found)).toBe('Every month on the last Friday, until December 31, 2027');
    expect(found.sequence).toBe(2);
    expect(at(read(OUTLOOK.replaceAll('20260731T', '20261030T')))[0]).toBe('2026-10-30T09:00:00.000Z');
    expect(at(read(OUTLOOK.replaceAll('20260731T', '20260329T')))[0]).toBe('2026-03-29T08:00:00.000Z');
  });

  it('with names of Windows and no zone told are understood', () => {
    const found = read(calendar('REQUEST', 'DTSTART;TZID=Korea Standard Time:20261124T140000\nDURATION:PT1H30M'));
    expect(at(found)).toEqual(['2026-11-24T05:00:00.000Z', '2026-11-24T06:30:00.000Z']);
    expect(elsewhereOf(found, 'Europe/Berlin')).toContain('(Asia/Seoul)');
  });

  it('of Apple and Thunderbird: zones with a prefix, days, floating times, other methods', () => {
    expect(at(read(calendar('REQUEST', 'DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260115T090000')))[0]).toBe('2026-01-15T08:00:00.000Z');
    const days = read(calendar('REQUEST', 'DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Ferien'));
    expect(whenOf(days, 'Pacific/Honolulu')).toMatch(/24.*26, 2026, all day$/);
    expect(whenOf(read(calendar('REQUEST', 'DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261225')), SEOUL)).toBe('Thu, December 24, 2026, all day');
    const floating = read(calendar('PUBLISH', 'DTSTART:20260301T180000'));
    expect(whenOf(floating, SEOUL)).toContain('18:00');
    expect(elsewhereOf(floating, SEOUL)).toBe('By the clock of the place');
    const unsure = read(calendar('REQUEST', 'DTSTART;TZID=Mars/Olympus:20260301T180000'));
    expect(whenOf(unsure, SEOUL)).toContain('18:00');
    expect(elsewhereOf(unsure, SEOUL)).toContain('Mars/Olympus');
  });

  it('are cancelled, changed, and about one day of a series', () => {
    expect(read(calendar('CANCEL', 'DTSTART:20260301T180000Z')).isCancelled).toBe(true);
    expect(read(calendar('REQUEST', 'DTSTART:20260301T180000Z\nSTATUS:CANCELLED')).isCancelled).toBe(true);
    const one = read(calendar('REQUEST', 'DTSTART:20260301T180000Z\nRECURRENCE-ID:20260301T170000Z\nSEQUENCE:3'));
    expect(one).toMatchObject({ sequence: 3 });
    expect(momentWords(one.only!, 'UTC')).toContain('17:00');
    const series = read(calendar('REQUEST', 'DTSTART:20260301T180000Z\nRRULE:FREQ=DAILY', '').replace('END:VCALENDAR', 'BEGIN:VEVENT\nUID:u1@code.kr\nRECURRENCE-ID:20260302T180000Z\nDTSTART:20260302T190000Z\nEND:VEVENT\nEND:VCALENDAR'));
    expect(series.exceptions).toBe(1);
    expect(at(series)[0]).toBe('2026-03-01T18:00:00.000Z');
  });

  it('repeat in words, as far as there are words', async () => {
    const said = (rule: string) => repeatsOf(read(calendar('REQUEST', `DTSTART:20260301T180000Z\nRRULE:${rule}`)));
    expect(['FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY;BYDAY=WE,MO', 'FREQ=MONTHLY;BYMONTHDAY=15', 'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1'].map(said)).toEqual(
      ['Every 3 days', 'Every week on Mon, Wed', 'Every month on day 15', 'Every month on the second Tuesday', 'Every year'],
    );
    for (const odd of ['FREQ=SECONDLY', 'FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU', 'FREQ=DAILY;INTERVAL=-1', 'FREQ=WEEKLY;BYDAY=XX', 'nonsense']) expect(said(odd)).toBe('Repeats by a rule of its own');
    await speak('ko');
    expect(said('FREQ=WEEKLY;BYDAY=MO,WE')).toBe('매주 월 수');
    expect(said('FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU')).toBe('2개월마다 둘째 화요일');
    expect(said('FREQ=DAILY;UNTIL=20260401')).toBe('매일, 2026년 4월 1일까지');
    await speak('en');
  });

  it('that are hostile end in nothing, at once', () => {
    expect(invitationOf('')).toBeUndefined();
    expect(invitationOf('nonsense')).toBeUndefined();
    expect(invitationOf(`BEGIN:VCALENDAR\n${'X:1\n'.repeat(20_000)}`)).toBeUndefined();
    expect(calendarOf('x'.repeat(MOST_CHARACTERS + 1))).toBeUndefined();
    expect(calendarOf('BEGIN:VCALENDAR\n'.repeat(50))).toBeUndefined();
    expect(invitationOf(calendar('COUNTER', 'DTSTART:20260301T180000Z'))).toBeUndefined();
    expect(invitationOf(calendar('REQUEST', 'DTSTART:20260301T180000Z').replace('UID:u1@code.kr\n', ''))).toBeUndefined();
    const two = calendar('REQUEST', 'DTSTART:20260301T180000Z').replace('END:VCALENDAR', 'BEGIN:VEVENT\nUID:other\nEND:VEVENT\nEND:VCALENDAR');
    expect(invitationOf(two)).toBeUndefined();
    const endless = `BEGIN:VTIMEZONE\nTZID:x\n${'BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=SECONDLY;INTERVAL=1\nEND:STANDARD\n'.repeat(500)}END:VTIMEZONE\n`;
    expect(at(read(calendar('REQUEST', 'DTSTART;TZID=x:20260301T180000', endless)))[0]).toBe('2026-03-01T17:00:00.000Z');
    for (const value of ['20260231T100000Z', '99999999T999999Z', '20260301T250000Z', '']) expect(read(calendar('REQUEST', `DTSTART:${value}`)).start).toBeUndefined();
    // Whatever octets come, nothing is thrown.
    let seed = 7;
    const next = (most: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % most;
    for (let round = 0; round < 300; round++) {
      const text = [...GOOGLE];
      for (let change = 0; change < 12; change++) text.splice(next(text.length), next(5), ...'":;=,\n\\^'.slice(0, next(8)));
      const found = invitationOf(text.join(''));
      if (found) void [whenOf(found, SEOUL), elsewhereOf(found, SEOUL), repeatsOf(found)];
    }
  });
});

describe('an answer', () => {
  const lines = (reply: string) => reply.replace(/\r\n /g, '').split('\r\n');

  it('names who was invited, the same event, and what it was asked', () => {
    const found = read(GOOGLE);
    const me = invitedAs(found, [{ id: 'I0', name: 'x', email: 'other@code.kr' } as Identity, ME]);
    expect(me?.identity.id).toBe('I1');
    const reply = replyOf(found, me!.guest, 'ACCEPTED', new Date('2026-11-22T08:30:05.123Z'));
    expect(reply.split('\r\n').every((line) => Buffer.from(line).length <= 75)).toBe(true);
    expect(lines(reply)).toEqual(expect.arrayContaining([
      'METHOD:REPLY', 'UID:4k2j9s8f7d6g5h4j3k2l1@google.com', 'SEQUENCE:0', 'DTSTAMP:20261122T083005Z', 'TZID:America/New_York', 'DTSTART;TZID=America/New_York:20261201T093000',
      'ORGANIZER;CN=Priya Raman:mailto:priya@corp.example', 'ATTENDEE;CUTYPE="INDIVIDUAL";ROLE="REQ-PARTICIPANT";CN="Kim, Jiwoo";PARTSTAT=ACCEPTED:mailto:jiwoo@code.kr',
    ]));
    expect(reply.match(/ATTENDEE/g)).toHaveLength(1);
    expect(reply).not.toContain('VALARM');
    const back = invitationOf(reply);
    expect(back).toMatchObject({ method: 'REPLY', uid: found.uid });
    expect(back?.guests[0]).toMatchObject({ email: 'jiwoo@code.kr', status: 'ACCEPTED', name: 'Kim, Jiwoo' });
  });

  it('is about the one day that was asked for', () => {
    const one = read(calendar('REQUEST', 'DTSTART:20260301T180000Z\nRECURRENCE-ID:20260301T170000Z\nSEQUENCE:3\nORGANIZER:mailto:a@b.example\nATTENDEE;CN="A ^^ ^\'B^\'":mailto:jiwoo@code.kr'));
    const reply = replyOf(one, one.guests[0]!, 'DECLINED', new Date(0));
    expect(lines(reply)).toEqual(expect.arrayContaining(['RECURRENCE-ID:20260301T170000Z', 'SEQUENCE:3', 'ATTENDEE;CN="A ^^ ^\'B^\'";PARTSTAT=DECLINED:mailto:jiwoo@code.kr']));
  });

  it('is nobody’s who was not invited, and stands on the mail as a keyword', () => {
    expect(invitedAs(read(OUTLOOK), [{ id: 'I9', name: '', email: 'x@y.example' } as Identity])).toBeUndefined();
    expect(answeredWith({ $seen: true, $tentative: true })).toBe('TENTATIVE');
    expect(answeredWith({})).toBeUndefined();
  });

  it('has lines of 75 octets, letters whole', () => {
    const long = folded([`SUMMARY:${'회의'.repeat(60)}`]);
    expect(long.split('\r\n').every((line) => Buffer.from(line).length <= 75)).toBe(true);
    expect(long).not.toContain('\uFFFD');
    expect(long.replace(/\r\n /g, '')).toBe(`SUMMARY:${'회의'.repeat(60)}\r\n`);
  });
});

it('the part of an invitation is that of the mail before a file of it', () => {
  const part = (type: string, blobId: string) => ({ partId: null, blobId, size: 1, name: null, type, charset: null, disposition: null, cid: null });
  const letter = { textBody: [part('text/plain', 'a')], htmlBody: [], attachments: [part('application/ics', 'b'), part('Text/Calendar', 'c')] };
  expect(inviteOf(letter)?.blobId).toBe('c');
  expect(inviteOf({ ...letter, attachments: [part('application/ics', 'b')] })?.blobId).toBe('b');
  expect(inviteOf({ ...letter, attachments: [] })).toBeUndefined();
});

// SPDX-License-Identifier: Apache-2.0
// What an invitation says (iTIP, RFC 5546; in a mail: RFC 6047), read out of its iCalendar text.
import { calendarOf, type Component, numberOf, type Property, property, textOf } from './ical';
import { inZone, localOf, offsetBy, zoneOf } from './zones';

export type Method = 'REQUEST' | 'CANCEL' | 'REPLY' | 'PUBLISH';
export type PartStat = 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';

export interface Moment {
  /** Of the day alone, and of a time that is local wherever one is: as if the clock were in UTC. */
  millis: number;
  kind: 'day' | 'floating' | 'instant';
  /** The browser's name of the zone it was set in. */
  zone?: string | undefined;
  /** What the zone is called there; the browser may not know it. */
  tzid?: string | undefined;
  /** The zone is nobody's that is known: the time is as it was written. */
  isUnsure?: boolean;
}

export interface Guest {
  name: string;
  email: string;
  /** NEEDS-ACTION, ACCEPTED, DECLINED, TENTATIVE, DELEGATED. */
  status: string;
  property: Property;
}

export interface Invitation {
  method: Method;
  uid: string;
  /** How often it has been changed. */
  sequence: number;
  summary: string;
  place: string;
  start: Moment | undefined;
  /** Of days: the last one. */
  end: Moment | undefined;
  /** The one day of a series that it is about. */
  only: Moment | undefined;
  rule: string | undefined;
  /** Days of a series that are otherwise. */
  exceptions: number;
  organizer: Guest | undefined;
  guests: Guest[];
  isCancelled: boolean;
  event: Component;
  zones: Component[];
}

const METHODS = new Set<string>(['REQUEST', 'CANCEL', 'REPLY', 'PUBLISH']);
const MOST_GUESTS = 500;

/** @returns nothing where it is no invitation that can be shown */
export function invitationOf(text: string): Invitation | undefined {
  const calendar = calendarOf(text);
  if (calendar === undefined) return undefined;
  const method = property(calendar, 'METHOD')?.value.trim().toUpperCase() ?? '';
  const events = calendar.children.filter(({ name }) => name === 'VEVENT');
  const event = events.find((each) => property(each, 'RECURRENCE-ID') === undefined) ?? events[0];
  const uid = event && property(event, 'UID')?.value.trim();
  // RFC 5546 §3.2: all components are about one object.
  if (!METHODS.has(method) || event === undefined || !uid || events.some((each) => property(each, 'UID')?.value.trim() !== uid)) return undefined;
  const zones = calendar.children.filter(({ name }) => name === 'VTIMEZONE');
  const start = momentOf(property(event, 'DTSTART'), zones);
  const organizer = property(event, 'ORGANIZER');
  return {
    method: method as Method,
    uid,
    sequence: numberOf(event, 'SEQUENCE'),
    summary: textOf(event, 'SUMMARY', 300).replace(/\s+/g, ' '),
    place: textOf(event, 'LOCATION', 500),
    start,
    end: start && endOf(event, start, zones),
    only: momentOf(property(event, 'RECURRENCE-ID'), zones),
    rule: property(event, 'RRULE')?.value,
    exceptions: events.filter((each) => each !== event).length,
    organizer: organizer && guestOf(organizer),
    guests: event.properties.filter(({ name }) => name === 'ATTENDEE').slice(0, MOST_GUESTS).map(guestOf).filter(({ email }) => email !== ''),
    isCancelled: method === 'CANCEL' || textOf(event, 'STATUS').toUpperCase() === 'CANCELLED',
    event,
    zones,
  };
}

/** The address is a URI, RFC 5545 §3.3.3. */
function guestOf(found: Property): Guest {
  let email = /^mailto:([^?]*)/i.exec(found.value.trim())?.[1] ?? found.params['EMAIL'] ?? '';
  try {
    email = decodeURIComponent(email);
  } catch {
    // it stays as it was written
  }
  const isAddress = /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(email);
  const name = (found.params['CN'] ?? '').trim().slice(0, 200);
  return { name: name === '' ? email : name, email: isAddress ? email : '', status: (found.params['PARTSTAT'] ?? 'NEEDS-ACTION').toUpperCase(), property: found };
}

function momentOf(found: Property | undefined, zones: Component[]): Moment | undefined {
  const value = found?.value.trim() ?? '';
  const local = localOf(value);
  if (found === undefined || local === undefined) return undefined;
  if (!value.includes('T')) return { millis: local, kind: 'day' };
  if (value.endsWith('Z')) return { millis: local, kind: 'instant', zone: 'UTC', tzid: 'UTC' };
  const tzid = found.params['TZID'];
  if (tzid === undefined) return { millis: local, kind: 'floating' };
  const zone = zoneOf(tzid);
  if (zone !== undefined) return { millis: inZone(local, zone), kind: 'instant', zone, tzid };
  const own = zones.find((each) => property(each, 'TZID')?.value.trim() === tzid);
  const offset = own && offsetBy(own, local);
  return offset === undefined ? { millis: local, kind: 'floating', tzid, isUnsure: true } : { millis: local - offset, kind: 'instant', tzid };
}

const DAY = 86_400_000;

/** RFC 5545 §3.6.1: DTEND or DURATION; a day without either is that day. */
function endOf(event: Component, start: Moment, zones: Component[]): Moment | undefined {
  const length = durationOf(property(event, 'DURATION')?.value ?? '');
  const end = momentOf(property(event, 'DTEND'), zones) ?? (length === undefined ? undefined : { ...start, millis: start.millis + length });
  if (end === undefined || end.kind !== start.kind || end.millis <= start.millis) return undefined;
  // DTEND is the day after.
  return start.kind === 'day' ? (end.millis - DAY > start.millis ? { ...end, millis: end.millis - DAY } : undefined) : end;
}

/** RFC 5545 §3.3.6. */
function durationOf(value: string): number | undefined {
  const found = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/.exec(value.trim());
  if (!found || value.length < 3) return undefined;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number];
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

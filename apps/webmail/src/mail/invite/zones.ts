// SPDX-License-Identifier: Apache-2.0
// When the local times of an invitation are. A zone is one of the browser's (IANA), or a name of Windows', or
// what the invitation itself says in VTIMEZONE (RFC 5545 §3.6.5); rules are asked for one year, never unrolled.
import { type Component, property } from './ical';

/** A moment of the clock on a wall: its fields as if they were UTC. */
export type Local = number;

const MINUTE = 60_000;
const DAY = 86_400_000;
const MOST_OBSERVANCES = 60;

/** Windows' names of those zones that are met most, as CLDR gives them. */
const WINDOWS: Record<string, string> = {
  'UTC': 'UTC', 'GMT Standard Time': 'Europe/London', 'Greenwich Standard Time': 'Atlantic/Reykjavik', 'W. Europe Standard Time': 'Europe/Berlin',
  'Central Europe Standard Time': 'Europe/Budapest', 'Romance Standard Time': 'Europe/Paris', 'Central European Standard Time': 'Europe/Warsaw',
  'E. Europe Standard Time': 'Europe/Chisinau', 'GTB Standard Time': 'Europe/Bucharest', 'FLE Standard Time': 'Europe/Kiev', 'Turkey Standard Time': 'Europe/Istanbul',
  'Israel Standard Time': 'Asia/Jerusalem', 'Egypt Standard Time': 'Africa/Cairo', 'South Africa Standard Time': 'Africa/Johannesburg', 'Russian Standard Time': 'Europe/Moscow',
  'Arabic Standard Time': 'Asia/Baghdad', 'Arab Standard Time': 'Asia/Riyadh', 'Arabian Standard Time': 'Asia/Dubai', 'Iran Standard Time': 'Asia/Tehran',
  'Pakistan Standard Time': 'Asia/Karachi', 'India Standard Time': 'Asia/Calcutta', 'Nepal Standard Time': 'Asia/Katmandu', 'Bangladesh Standard Time': 'Asia/Dhaka',
  'SE Asia Standard Time': 'Asia/Bangkok', 'China Standard Time': 'Asia/Shanghai', 'Singapore Standard Time': 'Asia/Singapore', 'Taipei Standard Time': 'Asia/Taipei',
  'W. Australia Standard Time': 'Australia/Perth', 'Korea Standard Time': 'Asia/Seoul', 'Tokyo Standard Time': 'Asia/Tokyo', 'North Korea Standard Time': 'Asia/Pyongyang',
  'Cen. Australia Standard Time': 'Australia/Adelaide', 'E. Australia Standard Time': 'Australia/Brisbane', 'AUS Eastern Standard Time': 'Australia/Sydney',
  'Vladivostok Standard Time': 'Asia/Vladivostok', 'New Zealand Standard Time': 'Pacific/Auckland', 'Hawaiian Standard Time': 'Pacific/Honolulu', 'Alaskan Standard Time': 'America/Anchorage',
  'Pacific Standard Time': 'America/Los_Angeles', 'US Mountain Standard Time': 'America/Phoenix', 'Mountain Standard Time': 'America/Denver', 'Central Standard Time': 'America/Chicago',
  'Central Standard Time (Mexico)': 'America/Mexico_City', 'Eastern Standard Time': 'America/New_York', 'SA Pacific Standard Time': 'America/Bogota', 'Atlantic Standard Time': 'America/Halifax',
  'Newfoundland Standard Time': 'America/St_Johns', 'E. South America Standard Time': 'America/Sao_Paulo', 'Argentina Standard Time': 'America/Buenos_Aires', 'Pacific SA Standard Time': 'America/Santiago',
};

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) {
    let made: Intl.DateTimeFormat | undefined;
    try {
      made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    } catch {
      made = undefined; // no zone that the browser knows
    }
    formats.set(zone, made);
  }
  return formats.get(zone);
}

/** The zone of the browser that a TZID means; programs also write `/example.org/20250101_1/Asia/Seoul`. */
export function zoneOf(tzid: string): string | undefined {
  const named = WINDOWS[tzid] ?? (tzid.startsWith('/') ? (/[A-Z]\w+\/[\w+/-]+$/.exec(tzid)?.[0] ?? tzid) : tzid);
  // Offsets are zones to browsers, too; here they would be a guess.
  return /^[A-Za-z]/.test(named) && formatOf(named) ? named : undefined;
}

function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** @param zone as {@link zoneOf} gives it */
export function inZone(local: Local, zone: string): number {
  const format = formatOf(zone) as Intl.DateTimeFormat;
  const guess = local - offsetAt(format, local);
  return local - offsetAt(format, guess);
}

export function offsetOf(zone: string, instant: number): number {
  return offsetAt(formatOf(zone) as Intl.DateTimeFormat, instant);
}

/** `DATE-TIME` and `DATE`, RFC 5545 §3.3.4 and §3.3.5. */
export function localOf(value: string): Local | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(value.trim());
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const local = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
  // No 31st of February; years before 100 mean others to Date.
  return year >= 1000 && new Date(local).getUTCDate() === day && hour < 24 && minute < 60 ? local : undefined;
}

/** What VTIMEZONE says, in milliseconds east of Greenwich; nothing where it says nothing that can be followed. */
export function offsetBy(timezone: Component, local: Local): number | undefined {
  let latest = -Infinity;
  let offset: number | undefined;
  let first = Infinity;
  let before: number | undefined;
  for (const observance of timezone.children.slice(0, MOST_OBSERVANCES)) {
    const start = localOf(property(observance, 'DTSTART')?.value ?? '');
    const to = utcOffset(property(observance, 'TZOFFSETTO')?.value);
    if (start === undefined || to === undefined) continue;
    if (start < first) {
      first = start;
      before = utcOffset(property(observance, 'TZOFFSETFROM')?.value) ?? to;
    }
    for (const onset of onsets(observance, start, new Date(local).getUTCFullYear())) {
      if (onset <= local && onset > latest) {
        latest = onset;
        offset = to;
      }
    }
  }
  return offset ?? before;
}

/** When an observance began in a year and the one before, and where it began at all. */
function onsets(observance: Component, start: Local, year: number): Local[] {
  const dates = observance.properties.filter(({ name }) => name === 'RDATE').flatMap(({ value }) => value.split(',')).slice(0, 100).map(localOf);
  const found = [start, ...dates.filter((date) => date !== undefined)];
  const rule = partsOf(property(observance, 'RRULE')?.value ?? '');
  if (rule['FREQ'] !== 'YEARLY') return found;
  const until = localOf(rule['UNTIL'] ?? '') ?? Infinity;
  for (const each of [year - 1, year]) {
    const onset = onsetIn(each, rule, start);
    if (onset !== undefined && onset >= start && onset <= until + DAY) found.push(onset);
  }
  return found;
}

function onsetIn(year: number, rule: Record<string, string>, start: Local): Local | undefined {
  const month = rule['BYMONTH'] === undefined ? new Date(start).getUTCMonth() : Number(rule['BYMONTH']) - 1;
  const clock = start - Math.floor(start / DAY) * DAY;
  if (!(month >= 0 && month < 12)) return undefined;
  const nth = /^([+-]?[1-5])?([A-Z]{2})$/.exec(rule['BYDAY'] ?? '');
  const days = rule['BYMONTHDAY']?.split(',').slice(0, 31).map(Number);
  if (!nth) return Date.UTC(year, month, days?.[0] ?? new Date(start).getUTCDate()) + clock;
  const weekday = WEEKDAYS.indexOf(nth[2] as string);
  if (weekday < 0) return undefined;
  // `BYMONTHDAY=8,9,…,14;BYDAY=SU` is another way to say the second Sunday.
  const from = days ? Math.min(...days) : 1;
  const count = nth[1] === undefined ? 1 : Number(nth[1]);
  const anchor = count < 0 ? new Date(Date.UTC(year, month + 1, 0)) : new Date(Date.UTC(year, month, from));
  const ahead = count < 0 ? -((anchor.getUTCDay() - weekday + 7) % 7) + (count + 1) * 7 : ((weekday - anchor.getUTCDay() + 7) % 7) + (count - 1) * 7;
  return anchor.getTime() + ahead * DAY + clock;
}

export const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** `FREQ=WEEKLY;BYDAY=MO`, RFC 5545 §3.3.10, by names in capitals. */
export function partsOf(rule: string): Record<string, string> {
  return Object.fromEntries(rule.trim().toUpperCase().split(';').slice(0, 20).map((part) => part.split('=', 2) as [string, string]).filter((part) => part.length === 2));
}

/** RFC 5545 §3.3.14. */
function utcOffset(value: string | undefined): number | undefined {
  const found = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(value?.trim() ?? '');
  if (!found) return undefined;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === '-' ? -1 : 1) * minutes * MINUTE;
}

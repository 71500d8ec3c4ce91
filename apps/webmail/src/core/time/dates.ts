// SPDX-License-Identifier: Apache-2.0
// Dates as a list shows them: today the hour, this year the day, else the whole date.

const KINDS = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { month: 'short', day: 'numeric' },
  dayKo: { month: 'long', day: 'numeric' },
  date: { year: 'numeric', month: 'numeric', day: 'numeric' },
  moment: { month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Each is made once: making one takes longer than a row may. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(lang: string, kind: keyof typeof KINDS, date: Date): string {
  const key = lang + kind;
  let found = formats.get(key);
  if (found === undefined) formats.set(key, (found = new Intl.DateTimeFormat(lang, KINDS[kind])));
  return found.format(date);
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

export function short(iso: string, lang: string, now: Date): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  if (sameDay(date, now)) return clock(date, lang);
  if (date.getFullYear() === now.getFullYear()) return format(lang, lang === 'ko' ? 'dayKo' : 'day', date);
  return format(lang, 'date', date);
}

/** `09:08` */
export function clock(date: Date, lang: string): string {
  return format(lang, 'clock', date);
}

/** `11월 24일 (화) 09:00`: a moment that is near. */
export function moment(date: Date, lang: string): string {
  return format(lang, 'moment', date);
}

/** With weekday and zone, for whoever looks closer. */
export function full(iso: string, lang: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return format(lang, 'full', date);
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** `1.2 MB`, in thousands as providers and disks count. */
export function octets(count: number, lang: string): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value)} ${UNITS[unit]}`;
}

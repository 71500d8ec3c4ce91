// SPDX-License-Identifier: Apache-2.0
// Moments that people put things off to.
import type { Key } from '../../core/i18n/words.svelte';

export interface Moment {
  label: Key;
  at: Date;
}

const MORNING = 9;
const EVENING = 18;
/** So much before the evening there is still a point in waiting for it. */
const EVENING_FROM = 16;

function day(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** In the person's own time zone, the soonest first.
 *
 *  @param weekend with the weekend, which is no time to send at */
export function moments(now: Date, weekend = false): Moment[] {
  const toSaturday = ((13 - now.getDay()) % 7) || 7;
  const toMonday = ((8 - now.getDay()) % 7) || 7;
  const found: Moment[] = [
    { label: 'later.evening', at: day(now, 0, EVENING) },
    { label: 'later.tomorrow', at: day(now, 1, MORNING) },
    { label: 'later.tomorrowevening', at: day(now, 1, EVENING) },
    ...(weekend ? [{ label: 'later.weekend' as const, at: day(now, toSaturday, MORNING) }] : []),
    { label: 'later.monday', at: day(now, toMonday, MORNING) },
  ];
  return found
    .filter((moment) => moment.label !== 'later.evening' || now.getHours() < EVENING_FROM)
    .filter((moment, index, all) => all.findIndex((other) => other.at.getTime() === moment.at.getTime()) === index)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** As `<input type="datetime-local">` writes it. */
export function local(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `2026-11-24T00:00:00Z`: UTCDate (RFC 8620 §1.4). */
export function utcDate(at: Date): string {
  return at.toISOString().replace(/\.\d+/, '');
}

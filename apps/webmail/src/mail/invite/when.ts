// SPDX-License-Identifier: Apache-2.0
// When an invitation is, in words: by the reader's clock, and by that of whoever set it where it is another.
import { lang, t } from '../../core/i18n/words.svelte';
import type { Invitation, Moment } from './invitation';
import { localOf, offsetOf, partsOf, WEEKDAYS } from './zones';

const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' };
const TIME: Intl.DateTimeFormatOptions = { ...DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const A_SUNDAY = Date.UTC(2026, 0, 4);
const DAY_MILLIS = 86_400_000;

function range(options: Intl.DateTimeFormatOptions, start: number, end: number | undefined): string {
  const format = new Intl.DateTimeFormat(lang(), options);
  return end === undefined ? format.format(start) : format.formatRange(start, end);
}

/** @param zone of the reader; the browser's in life */
export function whenOf({ start, end }: Pick<Invitation, 'start' | 'end'>, zone?: string): string {
  if (start === undefined) return '';
  if (start.kind === 'day') return t('invite.allday', { when: range({ ...DAY, timeZone: 'UTC' }, start.millis, end?.millis) });
  const timeZone = start.kind === 'floating' ? 'UTC' : zone;
  return range({ ...TIME, ...(timeZone !== undefined && { timeZone }) }, start.millis, end?.millis);
}

export function momentWords(moment: Moment, zone?: string): string {
  return moment.kind === 'day' ? range({ ...DAY, timeZone: 'UTC' }, moment.millis, undefined) : whenOf({ start: moment, end: undefined }, zone);
}

/** What the clock says where it was set; empty where that is the same.
 *
 *  @param zone as above */
export function elsewhereOf({ start, end }: Pick<Invitation, 'start' | 'end'>, zone?: string): string {
  if (start?.isUnsure) return t('invite.unsure', { zone: start.tzid ?? '' });
  if (start?.kind === 'floating') return t('invite.floating');
  if (start?.kind !== 'instant' || start.zone === undefined || start.zone === 'UTC') return '';
  const mine = zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (offsetOf(start.zone, start.millis) === offsetOf(mine, start.millis)) return '';
  return t('invite.there', { when: range({ ...TIME, timeZone: start.zone }, start.millis, end?.millis), zone: start.zone.replaceAll('_', ' ') });
}

/** RRULE (RFC 5545 §3.3.10) as far as people say such things; what is more than that is called a rule of its own. */
export function repeatsOf({ rule, start }: Pick<Invitation, 'rule' | 'start'>): string {
  if (rule === undefined) return '';
  const parts = partsOf(rule);
  const words = often(parts);
  if (words === undefined) return t('invite.repeats');
  const count = /^\d{1,6}$/.test(parts['COUNT'] ?? '') ? Number(parts['COUNT']) : undefined;
  const until = localOf(parts['UNTIL'] ?? '');
  if (count !== undefined) return t('invite.repeats.count', { words, count });
  if (until !== undefined) {
    const isInstant = parts['UNTIL']?.endsWith('Z') === true && start?.kind === 'instant';
    return t('invite.repeats.until', { words, date: range({ year: 'numeric', month: 'long', day: 'numeric', ...(!isInstant && { timeZone: 'UTC' }) }, until, undefined) });
  }
  return words;
}

const SAID = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', 'BYMONTHDAY', 'BYMONTH']);

function often(parts: Record<string, string>): string | undefined {
  const every = Number(parts['INTERVAL'] ?? 1);
  if (Object.keys(parts).some((part) => !SAID.has(part)) || !Number.isInteger(every) || every < 1 || every > 1_000) return undefined;
  const days = parts['BYDAY']?.split(',').slice(0, 7);
  const { FREQ: kind, BYMONTHDAY: day, BYMONTH: month } = parts;
  if (kind === 'DAILY' && days === undefined && day === undefined && month === undefined) return t('invite.daily', { every });
  if ((kind === 'WEEKLY' || (kind === 'DAILY' && every === 1)) && day === undefined && month === undefined) {
    const named = days?.map((each) => WEEKDAYS.indexOf(each));
    if (named?.includes(-1)) return undefined;
    return named ? t('invite.weekly.on', { every, days: weekdays(named) }) : t('invite.weekly', { every });
  }
  if (kind === 'MONTHLY' && month === undefined) {
    if (days === undefined && day === undefined) return t('invite.monthly', { every });
    if (days === undefined && /^(?:[1-9]|[12]\d|3[01])$/.test(day ?? '')) return t('invite.monthly.on', { every, day: day as string });
    const nth = day === undefined && days?.length === 1 ? /^\+?([1-4]|-1)([A-Z]{2})$/.exec(days[0] as string) : undefined;
    const weekday = WEEKDAYS.indexOf(nth?.[2] ?? '');
    return nth && weekday >= 0 ? t('invite.monthly.nth', { every, nth: t(`invite.nth.${(nth[1] === '-1' ? 'last' : nth[1]) as '1' | '2' | '3' | '4' | 'last'}`), day: weekdays([weekday], 'long') }) : undefined;
  }
  // A month and a day say again what the start says.
  return kind === 'YEARLY' && days === undefined && !day?.includes(',') && !month?.includes(',') ? t('invite.yearly', { every }) : undefined;
}

function weekdays(days: number[], weekday: 'short' | 'long' = 'short'): string {
  const format = new Intl.DateTimeFormat(lang(), { weekday, timeZone: 'UTC' });
  const names = [...days].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7)).map((day) => format.format(A_SUNDAY + day * DAY_MILLIS));
  return new Intl.ListFormat(lang(), { type: 'unit', style: 'short' }).format(names);
}

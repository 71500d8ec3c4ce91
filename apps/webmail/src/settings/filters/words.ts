// SPDX-License-Identifier: Apache-2.0
// Rules in words.
import { lang, t } from '../../core/i18n/words.svelte';
import { labelOf } from '../../core/labels/keyword';
import { type Action, type Condition, isText, type Rule } from './rule';

export function weekday(day: number): string {
  // 4 January 1970 was a Sunday.
  return new Intl.DateTimeFormat(lang(), { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 4 + day)));
}

function listed(words: string[]): string {
  return new Intl.ListFormat(lang(), { type: 'disjunction' }).format(words.map((word) => `“${word}”`));
}

function plain(condition: Condition): string {
  if (isText(condition)) {
    const field = condition.kind === 'header' ? condition.header : t(`filters.if.${condition.kind}`);
    return `${field} ${t(`filters.has.${condition.match}`, { values: listed(condition.values) })}`.trim();
  }
  switch (condition.kind) {
    case 'size': return t(condition.over ? 'filters.words.over' : 'filters.words.under', { size: `${condition.amount} ${condition.unit}B` });
    case 'known': case 'stranger': return t(`filters.words.${condition.kind}`);
    case 'attachment': return t('filters.words.attachment');
    case 'time': return t('filters.words.time', { from: condition.from, until: condition.until });
    case 'weekday': return t('filters.words.weekday', { days: condition.days.map(weekday).join(', ') });
    case 'spam': return t('filters.words.spam', { least: condition.least });
  }
}

export function conditionsWords(rule: Rule): string {
  if (rule.conditions.length === 0) return t('filters.words.always');
  const parts = rule.conditions.map((condition) => (condition.not ? t('filters.words.not', { words: plain(condition) }) : plain(condition)));
  const joined = parts.join(t(rule.join === 'all' ? 'filters.words.and' : 'filters.words.or'));
  return rule.join === 'none' ? t('filters.words.none', { words: joined }) : joined;
}

function doing(action: Action): string {
  switch (action.kind) {
    case 'move': case 'copy': return t(`filters.words.${action.kind}`, { folder: action.mailbox });
    case 'label': return t('filters.words.label', { label: labelOf(action.keyword) ?? action.keyword });
    case 'forward': return t(action.copy ? 'filters.words.forward' : 'filters.words.forwardonly', { address: action.to });
    case 'notify': return t('filters.words.notify', { address: action.to });
    default: return t(`filters.do.${action.kind}`);
  }
}

export function actionsWords(rule: Rule): string {
  return rule.actions.map(doing).join(' · ');
}

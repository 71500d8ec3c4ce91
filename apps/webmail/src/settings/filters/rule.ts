// SPDX-License-Identifier: Apache-2.0
// A rule as the builder shows it: if … then …

export type Match = 'contains' | 'is' | 'matches' | 'domain' | 'tag' | 'exists';

/** What looks for words: where, how, which; one of several is enough. */
export interface TextCondition {
  kind: 'from' | 'to' | 'reached' | 'subject' | 'body' | 'list' | 'header';
  not: boolean;
  match: Match;
  /** The name of the field, for `header`. */
  header: string;
  values: string[];
}

export type Condition =
  | TextCondition
  | { kind: 'size'; not: boolean; over: boolean; amount: number; unit: 'K' | 'M' }
  | { kind: 'attachment'; not: boolean }
  /** Somebody to whom the person has written (RFC 6134 §2.7). */
  | { kind: 'known'; not: boolean }
  /** Somebody from and to whom there was no mail before. */
  | { kind: 'stranger'; not: boolean }
  /** Hours as `HH:MM`; past midnight when the second is the earlier. */
  | { kind: 'time'; not: boolean; from: string; until: string }
  /** 0 is Sunday (RFC 5260 §4.2). */
  | { kind: 'weekday'; not: boolean; days: number[] }
  /** From 1, clear of spam, to 10 (RFC 5235 §2.2). */
  | { kind: 'spam'; not: boolean; least: number };

export type Action =
  | { kind: 'move' | 'copy'; mailbox: string; id: string }
  | { kind: 'label'; keyword: string }
  | { kind: 'read' | 'star' | 'discard' | 'keep' | 'stop' }
  | { kind: 'forward'; to: string; copy: boolean }
  | { kind: 'notify'; to: string }
  | { kind: 'reply'; subject: string; text: string; days: number }
  | { kind: 'reject'; text: string };

export interface Rule {
  id: string;
  name: string;
  enabled: boolean;
  join: 'all' | 'any' | 'none';
  conditions: Condition[];
  actions: Action[];
}

export type ConditionKind = Condition['kind'];
export type ActionKind = Action['kind'];

export const CONDITION_KINDS: ConditionKind[] =
  ['from', 'to', 'reached', 'subject', 'body', 'list', 'header', 'known', 'stranger', 'size', 'attachment', 'time', 'weekday', 'spam'];
export const ACTION_KINDS: ActionKind[] =
  ['move', 'copy', 'label', 'read', 'star', 'forward', 'reply', 'notify', 'reject', 'discard', 'keep', 'stop'];

/** How each kind of words can be compared; the first is the usual. */
export const MATCHES: Record<TextCondition['kind'], Match[]> = {
  from: ['contains', 'is', 'domain', 'matches'],
  to: ['contains', 'is', 'domain', 'matches'],
  reached: ['is', 'contains', 'domain', 'tag'],
  subject: ['contains', 'is', 'matches'],
  body: ['contains'],
  list: ['contains', 'is', 'exists'],
  header: ['contains', 'is', 'matches', 'exists'],
};

export function isText(condition: Condition): condition is TextCondition {
  return condition.kind in MATCHES;
}

export function newCondition(kind: ConditionKind): Condition {
  switch (kind) {
    case 'size': return { kind, not: false, over: true, amount: 10, unit: 'M' };
    case 'attachment': case 'known': case 'stranger': return { kind, not: false };
    case 'time': return { kind, not: false, from: '18:00', until: '09:00' };
    case 'weekday': return { kind, not: false, days: [0, 6] };
    case 'spam': return { kind, not: false, least: 5 };
    default: return { kind, not: false, match: MATCHES[kind][0] as Match, header: '', values: [''] };
  }
}

export function newAction(kind: ActionKind): Action {
  switch (kind) {
    case 'move': case 'copy': return { kind, mailbox: '', id: '' };
    case 'label': return { kind, keyword: '' };
    case 'forward': return { kind, to: '', copy: true };
    case 'notify': return { kind, to: '' };
    case 'reply': return { kind, subject: '', text: '', days: 7 };
    case 'reject': return { kind, text: '' };
    default: return { kind };
  }
}

/** What `require` must name for a rule (RFC 5228 §3.2). */
export function extensionsOf(rule: Rule): string[] {
  const needed = new Set<string>();
  for (const condition of rule.conditions) for (const name of conditionNeeds(condition)) needed.add(name);
  for (const action of rule.actions) for (const name of actionNeeds(action)) needed.add(name);
  return [...needed].sort();
}

export function conditionNeeds(condition: Condition): string[] {
  switch (condition.kind) {
    case 'reached': return condition.match === 'tag' ? ['envelope', 'subaddress'] : ['envelope'];
    case 'body': return ['body'];
    case 'attachment': return ['mime'];
    case 'known': case 'stranger': return ['extlists'];
    case 'time': return ['date', 'relational'];
    case 'weekday': return ['date'];
    case 'spam': return ['spamtest', 'relational', 'comparator-i;ascii-numeric'];
    default: return [];
  }
}

export function actionNeeds(action: Action): string[] {
  switch (action.kind) {
    case 'move': return ['fileinto', ...(action.id === '' ? [] : ['mailboxid'])];
    case 'copy': return ['fileinto', 'copy', ...(action.id === '' ? [] : ['mailboxid'])];
    case 'label': case 'read': case 'star': return ['imap4flags'];
    case 'forward': return action.copy ? ['copy'] : [];
    case 'notify': return ['enotify'];
    case 'reply': return ['vacation'];
    case 'reject': return ['reject'];
    default: return [];
  }
}

export type Flaw =
  | 'noaction' | 'novalue' | 'noheader' | 'nomailbox' | 'noaddress' | 'notext' | 'nodays' | 'badkeyword' | 'dollar' | 'rejectkeeps' | 'tworeplies';

const ACCEPTING = new Set<ActionKind>(['keep', 'move', 'copy', 'forward', 'reply']);

const ADDRESS = /^[^\s@<>"\\,]+@[^\s@<>"\\,]+$/;

/** Why a rule is not yet one; what it says is checked by the server when it is saved. */
export function flawOf(rule: Rule): Flaw | undefined {
  if (rule.actions.length === 0) return 'noaction';
  for (const condition of rule.conditions) {
    if (condition.kind === 'weekday' && condition.days.length === 0) return 'nodays';
    if (!isText(condition)) continue;
    if (condition.kind === 'header' && !/^[!-9;-~]+$/.test(condition.header)) return 'noheader';
    if (condition.match !== 'exists' && (condition.values.length === 0 || condition.values.some((value) => value === ''))) return 'novalue';
  }
  for (const action of rule.actions) {
    if ((action.kind === 'move' || action.kind === 'copy') && action.mailbox === '') return 'nomailbox';
    if ((action.kind === 'forward' || action.kind === 'notify') && !ADDRESS.test(action.to)) return 'noaddress';
    if ((action.kind === 'reply' || action.kind === 'reject') && action.text.trim() === '') return 'notext';
    if (action.kind === 'label' && !/^[A-Za-z0-9$_.~-]+$/.test(action.keyword)) return 'badkeyword';
  }
  const kinds = rule.actions.map((action) => action.kind);
  // Whoever refuses a mail does not take it (RFC 5429 §2.2).
  if (kinds.includes('reject') && kinds.some((kind) => ACCEPTING.has(kind))) return 'rejectkeeps';
  if (kinds.filter((kind) => kind === 'reply').length > 1) return 'tworeplies';
  // Where the extension `variables` is on, this would be replaced (RFC 5229 §3).
  return JSON.stringify([rule.conditions, rule.actions]).includes('${') ? 'dollar' : undefined;
}

/** The rule above with which one cannot go together for the same mail: two answers (RFC 5230 §4.7), or taking and
 *  refusing (RFC 5429 §2.2). Such a mail would stay in the inbox, with no rule done. */
export function clashOf(rule: Rule, above: Rule[]): Rule | undefined {
  if (!rule.enabled) return undefined;
  const kinds = rule.actions.map((action) => action.kind);
  return above.find((other) => {
    const theirs = other.actions.map((action) => action.kind);
    if (!other.enabled || theirs.includes('stop')) return false;
    return (kinds.includes('reply') && theirs.includes('reply'))
      || (kinds.includes('reject') && theirs.some((kind) => kind === 'reject' || ACCEPTING.has(kind)))
      || (theirs.includes('reject') && kinds.some((kind) => ACCEPTING.has(kind)));
  });
}

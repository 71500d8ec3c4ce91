// SPDX-License-Identifier: Apache-2.0
// Rules as Sieve. Every rule is a block between two comments that bear its id; one that is off is there
// as comments.
import type { Action, Condition, Rule, TextCondition } from './rule';

const END = '\r\n';
/** Before each line of a rule that is off. */
export const OFF = '# | ';

/** The server's list of those from or to whom there was mail. */
export const ACQUAINTANCES = 'urn:pabal:params:sieve:acquaintances';

/** RFC 5228 §2.4.2; lines end in CRLF. */
export function quoted(text: string): string {
  return `"${text.replace(/\r?\n/g, '\r\n').replace(/[\\"]/g, '\\$&')}"`;
}

/** One string alone, several in brackets. */
function list(texts: string[]): string {
  return texts.length === 1 ? quoted(texts[0] as string) : `[${texts.map(quoted).join(', ')}]`;
}

function printText({ kind, match, header, values }: TextCondition): string {
  const how = match === 'domain' ? ':domain :is' : match === 'tag' ? ':detail :is' : `:${match}`;
  switch (kind) {
    case 'from': return `address ${how} "from" ${list(values)}`;
    case 'to': return `address ${how} ["to", "cc"] ${list(values)}`;
    case 'reached': return `envelope ${how} "to" ${list(values)}`;
    case 'body': return `body :text ${how} ${list(values)}`;
    case 'subject': case 'list': case 'header': {
      const field = quoted({ subject: 'subject', list: 'list-id', header }[kind]);
      return match === 'exists' ? `exists ${field}` : `header ${how} ${field} ${list(values)}`;
    }
  }
}

function printTest(condition: Condition): string {
  switch (condition.kind) {
    case 'size': return `size :${condition.over ? 'over' : 'under'} ${condition.amount}${condition.unit}`;
    case 'known': return 'address :list "from" ":addrbook:default"';
    case 'stranger': return `not address :list "from" ${quoted(ACQUAINTANCES)}`;
    case 'attachment': return 'header :mime :anychild :contains "content-disposition" "attachment"';
    case 'time': {
      const join = condition.from < condition.until ? 'allof' : 'anyof';
      const at = (relation: string, time: string) => `currentdate :value "${relation}" "time" "${time}:00"`;
      return `${join} (${at('ge', condition.from)}, ${at('lt', condition.until)})`;
    }
    case 'weekday': return `currentdate :is "weekday" ${list(condition.days.map(String))}`;
    case 'spam': return `spamtest :value "ge" :comparator "i;ascii-numeric" "${condition.least}"`;
    default: return printText(condition);
  }
}

function printAction(action: Action, id: string): string {
  switch (action.kind) {
    case 'move': case 'copy': {
      const copy = action.kind === 'copy' ? ' :copy' : '';
      const mailboxId = action.id === '' ? '' : ` :mailboxid ${quoted(action.id)}`;
      return `fileinto${copy}${mailboxId} ${quoted(action.mailbox)}`;
    }
    case 'label': return `addflag ${quoted(action.keyword)}`;
    case 'read': return 'addflag "\\\\Seen"';
    case 'star': return 'addflag "\\\\Flagged"';
    case 'forward': return `redirect${action.copy ? ' :copy' : ''} ${quoted(action.to)}`;
    case 'notify': return `notify ${quoted(`mailto:${action.to}`)}`;
    case 'reply': {
      const subject = action.subject === '' ? '' : ` :subject ${quoted(action.subject)}`;
      return `vacation :days ${action.days} :handle ${quoted(`rule-${id}`)}${subject} ${quoted(action.text)}`;
    }
    case 'reject': return `reject ${quoted(action.text)}`;
    default: return action.kind;
  }
}

/** Flags first: they go with what is filed after them (RFC 5232 §3). The last word is `stop`. */
const ORDER: Partial<Record<Action['kind'], number>> = { label: 0, read: 0, star: 0, stop: 2 };

export function inOrder(actions: Action[]): Action[] {
  return actions.map((action, at) => ({ action, at }))
    .sort((a, b) => (ORDER[a.action.kind] ?? 1) - (ORDER[b.action.kind] ?? 1) || a.at - b.at)
    .map(({ action }) => action);
}

function body(rule: Rule): string {
  const tests = rule.conditions.map((condition) => `    ${condition.not ? 'not ' : ''}${printTest(condition)}`).join(`,${END}`);
  const join = { all: 'allof', any: 'anyof', none: 'not anyof' }[rule.join];
  const test = rule.conditions.length === 0 ? 'true' : `${join} (${END}${tests}${END})`;
  const actions = inOrder(rule.actions).map((action) => `    ${printAction(action, rule.id)};${END}`).join('');
  return `if ${test} {${END}${actions}}${END}`;
}

/** One line, whatever was typed. */
function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}

export function printRule(rule: Rule): string {
  const lines = body(rule);
  const shown = rule.enabled ? lines : lines.split('\n').slice(0, -1).map((line) => `${OFF}${line}\n`).join('');
  return `# pabal:rule ${rule.id} ${rule.enabled ? 'on' : 'off'} ${oneLine(rule.name)}`.trimEnd() + `${END}${shown}# pabal:end ${rule.id}${END}`;
}

export function printRequire(extensions: string[]): string {
  if (extensions.length === 0) return '';
  return `# pabal:require${END}require ${list(extensions)};${END}`;
}

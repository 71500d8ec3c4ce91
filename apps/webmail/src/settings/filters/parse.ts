// SPDX-License-Identifier: Apache-2.0
// The builder's own rules read back from Sieve. A rule is taken for one only if printing it again gives
// the same text: what anybody has changed in it by hand is hand-written from then on.
import { type Argument, type Call, Reader, tokens, Unreadable } from './grammar';
import { ACQUAINTANCES, OFF, printRule } from './print';
import type { Action, Condition, Match, Rule, TextCondition } from './rule';

function string(argument: Argument | undefined): string {
  if (argument?.kind !== 'string') throw new Unreadable('no string');
  return argument.text;
}

function strings(argument: Argument | undefined): string[] {
  return argument?.kind === 'list' ? argument.texts : [string(argument)];
}

function tagsOf(call: Call): string[] {
  return call.args.flatMap((argument) => (argument.kind === 'tag' ? [argument.text.slice(1)] : []));
}

/** What follows a tag. */
function after(call: Call, tag: string): Argument | undefined {
  const at = call.args.findIndex((argument) => argument.kind === 'tag' && argument.text === `:${tag}`);
  return at < 0 ? undefined : call.args[at + 1];
}

function matchOf(tags: string[]): Match {
  if (tags.includes('domain')) return 'domain';
  if (tags.includes('detail')) return 'tag';
  const match = tags.find((tag): tag is Match => ['contains', 'is', 'matches'].includes(tag));
  if (match === undefined) throw new Unreadable('no match');
  return match;
}

function text(kind: TextCondition['kind'], call: Call, header = ''): TextCondition {
  return { kind, not: false, match: matchOf(tagsOf(call)), header, values: strings(call.args.at(-1)) };
}

function field(name: string): Pick<TextCondition, 'kind' | 'header'> {
  if (name === 'subject' || name === 'list-id') return { kind: name === 'subject' ? 'subject' : 'list', header: '' };
  return { kind: 'header', header: name };
}

/** Who is none of them writes for the first time. */
function isAcquaintance(call: Call): boolean {
  return call.name === 'address' && tagsOf(call).includes('list') && string(call.args.at(-1)) === ACQUAINTANCES;
}

function condition(call: Call): Condition {
  switch (call.name) {
    case 'not': return isAcquaintance(call.tests[0] as Call) ? { kind: 'stranger', not: false } : { ...condition(call.tests[0] as Call), not: true };
    case 'address':
      if (tagsOf(call).includes('list')) return { kind: 'known', not: false };
      return text(strings(call.args.at(-2)).includes('from') ? 'from' : 'to', call);
    case 'envelope': return text('reached', call);
    case 'body': return text('body', call);
    case 'exists': return { not: false, match: 'exists', values: [''], ...field(string(call.args[0])) };
    case 'header': {
      if (tagsOf(call).includes('mime')) return { kind: 'attachment', not: false };
      return { not: false, match: matchOf(tagsOf(call)), values: strings(call.args.at(-1)), ...field(string(call.args.at(-2))) };
    }
    case 'size': {
      const [, amount, unit] = /^(\d+)([KM])$/.exec(call.args[1]?.kind === 'number' ? call.args[1].text : '') ?? [];
      return { kind: 'size', not: false, over: tagsOf(call).includes('over'), amount: Number(amount), unit: unit as 'K' | 'M' };
    }
    case 'allof': case 'anyof': {
      const [from, until] = call.tests.map((test) => string(test.args.at(-1)).slice(0, 5));
      return { kind: 'time', not: false, from: from ?? '', until: until ?? '' };
    }
    case 'currentdate': return { kind: 'weekday', not: false, days: strings(call.args.at(-1)).map(Number) };
    case 'spamtest': return { kind: 'spam', not: false, least: Number(string(call.args.at(-1))) };
    default: throw new Unreadable(call.name);
  }
}

function flag(name: string): Action {
  if (name === '\\Seen') return { kind: 'read' };
  if (name === '\\Flagged') return { kind: 'star' };
  return { kind: 'label', keyword: name };
}

function action(call: Call): Action {
  const last = () => string(call.args.at(-1));
  const tags = tagsOf(call);
  switch (call.name) {
    case 'fileinto': {
      const id = after(call, 'mailboxid');
      return { kind: tags.includes('copy') ? 'copy' : 'move', mailbox: last(), id: id === undefined ? '' : string(id) };
    }
    case 'addflag': return flag(last());
    case 'redirect': return { kind: 'forward', to: last(), copy: tags.includes('copy') };
    case 'notify': return { kind: 'notify', to: last().replace(/^mailto:/, '') };
    case 'reject': return { kind: 'reject', text: last() };
    case 'vacation': {
      const subject = after(call, 'subject');
      const days = after(call, 'days');
      return { kind: 'reply', subject: subject === undefined ? '' : string(subject), text: last(), days: days?.kind === 'number' ? Number(days.text) : 0 };
    }
    case 'discard': case 'keep': case 'stop': return { kind: call.name };
    default: throw new Unreadable(call.name);
  }
}

/** @param written from the comment that begins a rule to the one that ends it, with its line end; programs
 *  between may have changed how lines end */
export function parseRule(written: string): Rule | undefined {
  const block = written.replace(/\r?\n/g, '\r\n');
  const [, id, state, name] = /^# pabal:rule ([0-9a-f]+) (on|off)(?: ([^\r\n]*))?\r?\n/.exec(block) ?? [];
  if (id === undefined) return undefined;
  const inside = block.slice(block.indexOf('\n') + 1, block.lastIndexOf('# pabal:end'));
  const lines = state === 'on' ? inside : inside.split('\n').map((line) => (line.startsWith(OFF) ? line.slice(OFF.length) : line)).join('\n');
  try {
    const call = new Reader(tokens(lines).filter((token) => token.kind !== 'comment')).command();
    const test = call.tests[0];
    if (call.name !== 'if' || test === undefined || call.block === undefined) return undefined;
    const none = test.name === 'not';
    const joined = none ? (test.tests[0] as Call) : test;
    const rule: Rule = {
      id, name: name ?? '', enabled: state === 'on',
      join: none ? 'none' : joined.name === 'anyof' ? 'any' : 'all',
      conditions: joined.name === 'true' ? [] : joined.tests.map(condition),
      actions: call.block.map(action),
    };
    return printRule(rule) === block ? rule : undefined;
  } catch (failure) {
    if (failure instanceof Unreadable) return undefined;
    throw failure;
  }
}

// SPDX-License-Identifier: Apache-2.0
// A script as the page shows it: cards in their order, each a rule of the builder or a part written by
// hand, which keeps its octets whatever is done around it.
import { Reader, type Token, tokens, Unreadable } from './grammar';
import { parseRule } from './parse';
import { printRequire, printRule } from './print';
import { extensionsOf, type Rule } from './rule';

/** @property key for the screen, not part of the script */
export type Card =
  | { key: string; kind: 'rule'; rule: Rule }
  | { key: string; kind: 'hand'; text: string };

export interface Scripture {
  /** What must stand before all else, as it was written: comments and the commands that require. */
  head: string;
  cards: Card[];
}

export interface Printed {
  text: string;
  /** The first and the last line of each card, from 1. */
  lines: Map<string, [number, number]>;
}

let serial = 0;
export function newKey(): string {
  return `k${++serial}`;
}

export function newId(): string {
  return crypto.randomUUID().slice(0, 8);
}

/** Where the commands that require end; RFC 5228 §3.2 lets them stand at the top only. */
function headEnd(script: string, all: Token[]): number {
  const code = all.filter((token) => token.kind !== 'comment');
  const reader = new Reader(code);
  let end = 0;
  while (reader.next?.kind === 'word' && reader.next.text.toLowerCase() === 'require') end = reader.command().end;
  if (end === 0) return 0;
  const lineEnd = script.indexOf('\n', end);
  const rest = script.slice(end, lineEnd < 0 ? script.length : lineEnd);
  // What shares the line with the last of them stays with what follows, unless it is nothing.
  return rest.trim() === '' ? end + rest.length + (lineEnd < 0 ? 0 : 1) : end;
}

/** What the builder requires, last of the head. */
const REQUIRE = /# pabal:require\r?\nrequire [^\r\n]*;\r?\n$/;

/** Where rules of the builder stand: the comments that begin and end one, with the same id. */
function blocks(all: Token[]): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < all.length; at++) {
    const begin = all[at] as Token;
    const id = begin.kind === 'comment' ? /^# pabal:rule ([0-9a-f]+) /.exec(begin.text)?.[1] : undefined;
    if (id === undefined) continue;
    const end = all.findIndex((token, index) => index > at && token.kind === 'comment' && token.text.trimEnd() === `# pabal:end ${id}`);
    if (end < 0) continue;
    found.push([begin.start, (all[end] as Token).end]);
    at = end;
  }
  return found;
}

export function parseScript(script: string): Scripture {
  const cards: Card[] = [];
  const hand = (part: string) => {
    if (part.trim() !== '') cards.push({ key: newKey(), kind: 'hand', text: part });
  };
  let all: Token[];
  let start: number;
  try {
    all = tokens(script);
    start = headEnd(script, all);
  } catch (failure) {
    if (!(failure instanceof Unreadable)) throw failure;
    hand(script);
    return { head: '', cards };
  }
  const ruled = blocks(all).filter(([begin]) => begin >= start);
  let at = start;
  for (const [begin, end] of ruled) {
    const rule = parseRule(script.slice(begin, end));
    if (rule === undefined) continue;
    hand(script.slice(at, begin));
    cards.push({ key: newKey(), kind: 'rule', rule });
    at = end;
  }
  hand(script.slice(at));
  return { head: script.slice(0, start).replace(REQUIRE, ''), cards };
}

function closed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\r\n`;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

export function printScript({ head, cards }: Scripture): Printed {
  const needed = new Set(cards.flatMap((card) => (card.kind === 'rule' && card.rule.enabled ? extensionsOf(card.rule) : [])));
  let text = closed(head) + printRequire([...needed].sort());
  const lines = new Map<string, [number, number]>();
  for (const card of cards) {
    const part = closed(card.kind === 'rule' ? printRule(card.rule) : card.text);
    const first = linesIn(text) + 1;
    text += part;
    lines.set(card.key, [first, Math.max(first, linesIn(text))]);
  }
  return { text, lines };
}

/** The card that a line of the script belongs to. */
export function cardAt(printed: Printed, line: number): string | undefined {
  return [...printed.lines].find(([, [first, last]]) => line >= first && line <= last)?.[0];
}

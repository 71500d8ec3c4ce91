// SPDX-License-Identifier: Apache-2.0
// Reads mbox files (RFC 4155) of every kind, a message at a time.
import { fieldsOf, headerOf, joined, marksAtEnd } from './message';
import { ascii, LF, type Pieces, Unreadable, Window } from './octets';

export interface MboxMessage {
  octets: Uint8Array;
  /** Of the line before it. */
  receivedAt: Date | undefined;
}

/** In place of a message that is larger than any may be: only this much of it is known. */
export interface TooLarge {
  beginning: Uint8Array;
}

const FROM = [0x46, 0x72, 0x6f, 0x6d, 0x20]; // "From "
const QUOTE = 0x3e;
const KEPT = 8;
const MOST_LINE = 1000;
const MOST_HEADER = 1 << 20;
/** `From bob@example.org Sat Nov 21 12:00:00 2026`, with a zone before or behind the year, or none. */
const ASCTIME = /^From (?:.* )?\w{3} +([A-Z][a-z]{2}) +(\d{1,2}) +(\d{1,2}:\d\d(?::\d\d)?)(?: +([A-Z]{1,5}|[+-]\d{4}))* +(\d{4})(?: +([A-Z]{1,5}|[+-]\d{4}))?(?: +remote from .*)?$/;
/** `From bob@example.org Sat, 21 Nov 2026 12:00:00 +0900`. */
const INTERNET = /^From (?:.* )?\w{3}, +(\d{1,2}) +([A-Z][a-z]{2}) +(\d{4}) +(\d{1,2}:\d\d(?::\d\d)?)(?: +([A-Z]{1,5}|[+-]\d{4}))?$/;

function isFrom(octets: Uint8Array, at: number): boolean {
  return FROM.every((octet, index) => octets[at + index] === octet);
}

/** What the line says; nothing when it is no line between messages. Where no zone is, it is UTC (RFC 4155). */
export function dateOfLine(line: string): Date | undefined {
  const text = line.trimEnd();
  const [, month, day, time, before, year, after] = ASCTIME.exec(text) ?? [];
  if (year !== undefined) return moment(`${month} ${day}, ${year} ${time}`, before ?? after);
  const [, otherDay, otherMonth, otherYear, otherTime, zone] = INTERNET.exec(text) ?? [];
  return otherYear === undefined ? undefined : moment(`${otherMonth} ${otherDay}, ${otherYear} ${otherTime}`, zone);
}

function moment(text: string, zone: string | undefined): Date | undefined {
  const date = new Date(`${text} ${/^[+-]/.test(zone ?? '') ? zone : 'UTC'}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Whether octets begin as an mbox file does. */
export function isMbox(beginning: Uint8Array): boolean {
  return isFrom(beginning, 0);
}

/** @param most octets that a message may have
 *  @throws Unreadable when it does not begin with a line between messages */
export async function* messagesOf(pieces: Pieces, most: number): AsyncGenerator<MboxMessage | TooLarge> {
  const window = new Window(pieces);
  try {
    await skipEmptyLines(window);
    if (!(await window.have(FROM.length))) return;
    if (!isFrom(window.view, 0)) throw new Unreadable('nomail');
    while (await window.have(1)) yield await next(window, most);
  } finally {
    await window.stop();
  }
}

async function skipEmptyLines(window: Window): Promise<void> {
  while (await window.have(1)) {
    const octet = window.view[0];
    if (octet !== LF && octet !== 13) return;
    window.pass(1);
  }
}

/** Stands at a line `From ` and goes behind the message that follows. */
async function next(window: Window, most: number): Promise<MboxMessage | TooLarge> {
  const line = await lineAt(window, 0);
  const receivedAt = dateOfLine(line.text);
  window.pass(line.end);
  const byLength = await endByLength(window, most);
  const end = byLength ?? (await endByLine(window, most));
  if (end === undefined) return tooLarge(window);
  const octets = window.view.slice(0, end);
  window.pass(end);
  await skipEmptyLines(window);
  return { octets: byLength === undefined ? unquoted(withoutSeparator(octets)) : octets, receivedAt };
}

/** @returns the end: behind the line end, or where it is cut off */
async function lineAt(window: Window, start: number): Promise<{ text: string; end: number }> {
  for (let from = start; ;) {
    const end = window.view.indexOf(LF, from);
    if (end >= 0) return { text: ascii(window.view.subarray(start, Math.min(end, start + MOST_LINE))), end: end + 1 };
    from = window.length;
    if (from - start > MOST_LINE || !(await window.more())) return { text: ascii(window.view.subarray(start, start + MOST_LINE)), end: window.length };
  }
}

/** Programs that quote nothing say how long the body is, in a field at the end of the header section that
 *  they write themselves. It is believed when another message, or nothing, follows. */
async function endByLength(window: Window, most: number): Promise<number | undefined> {
  let header = headerOf(window.view);
  while (header.body === window.length && window.length < MOST_HEADER && (await window.more())) header = headerOf(window.view);
  const marks = marksAtEnd(fieldsOf(window.view.subarray(0, header.end)));
  const said = marks.find(({ name }) => name === 'content-length')?.value ?? '';
  if (!/^\d{1,10}$/.test(said) || header.body + Number(said) > most) return undefined;
  const end = header.body + Number(said);
  await window.have(end + MOST_LINE);
  if (window.length < end) return undefined;
  let follows = end;
  while (window.view[follows] === LF || window.view[follows] === 13) follows++;
  if (follows === window.length) return end;
  if (follows === end && window.view[end - 1] !== LF) return undefined;
  return isFrom(window.view, follows) && dateOfLine((await lineAt(window, follows)).text) !== undefined ? end : undefined;
}

/** The next line `From ` with a date behind an empty line, or the end.
 *
 *  @returns nothing when the message is larger than `most` */
async function endByLine(window: Window, most: number): Promise<number | undefined> {
  for (let from = 0; ;) {
    const at = await separator(window, from, true);
    if ((at.found ?? window.length) > most) return undefined;
    if (at.found !== undefined) return at.found;
    from = at.from;
    if (!(await window.more())) return window.length;
  }
}

/** Looks from a place on for a line between messages.
 *
 *  @param begins whether the window stands at the beginning of a line
 *  @returns where it is, or from where to look on when more has come */
async function separator(window: Window, start: number, begins: boolean): Promise<{ found?: number; from: number }> {
  let from = start;
  for (;;) {
    const end = window.view.indexOf(LF, from);
    if (end < 0 || end + 1 + FROM.length > window.length) return { from: Math.max(start, end < 0 ? window.length : end) };
    from = end + 1;
    const before = window.view[end - 1] === 13 ? end - 2 : end - 1;
    const afterEmpty = before < 0 ? begins : window.view[before] === LF;
    if (afterEmpty && isFrom(window.view, from) && dateOfLine((await lineAt(window, from)).text) !== undefined) return { found: from, from };
  }
}

/** Passes over the rest of it, holding nothing. */
async function tooLarge(window: Window): Promise<TooLarge> {
  const beginning = window.view.slice(0, Math.min(window.length, MOST_HEADER));
  for (;;) {
    const at = await separator(window, 0, false);
    if (at.found !== undefined) {
      window.pass(at.found);
      return { beginning };
    }
    // What could be an empty line and the beginning of the next stays.
    window.pass(Math.max(0, window.length - KEPT));
    if (!(await window.more())) {
      window.pass(window.length);
      return { beginning };
    }
  }
}

/** Without the empty line before the next message, which belongs to the file. */
function withoutSeparator(octets: Uint8Array): Uint8Array {
  let end = octets.length;
  const lineEnd = (at: number) => (octets[at - 1] !== LF ? 0 : octets[at - 2] === 13 ? 2 : 1);
  const last = lineEnd(end);
  if (last > 0 && lineEnd(end - last) > 0) end -= last;
  return octets.subarray(0, end);
}

/** One `>` less at the beginning of `>From `, `>>From ` and so on. */
export function unquoted(octets: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let from = 0;
  for (let start = 0; start < octets.length;) {
    let at = start;
    while (octets[at] === QUOTE) at++;
    if (at > start && isFrom(octets, at)) {
      kept.push(octets.subarray(from, start));
      from = start + 1;
    }
    const end = octets.indexOf(LF, at);
    if (end < 0) break;
    start = end + 1;
  }
  if (from === 0 && kept.length === 0) return octets;
  kept.push(octets.subarray(from));
  return joined(kept);
}

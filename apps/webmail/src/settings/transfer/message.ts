// SPDX-License-Identifier: Apache-2.0
// One message as it is brought: its octets, when it came, and what other programs noted in it.
import { ascii, CR, LF, withCrlf } from './octets';

export interface Message {
  /** Lines end in CRLF. */
  octets: Uint8Array;
  /** Without its brackets; '' for none. */
  messageId: string;
  receivedAt: Date | undefined;
  keywords: string[];
  /** Marked as deleted by a program that keeps such messages until it tidies up. */
  deleted: boolean;
}

/** What is known of a message beside it: of the line `From `, of a file's name, of an export. */
export interface Known {
  receivedAt?: Date | undefined;
  keywords?: string[] | undefined;
  /** A program has put marks of its own into the message, which are taken out again. */
  marked?: boolean;
}

interface Field {
  name: string;
  value: string;
  start: number;
  end: number;
}

/** What programs put into a message for themselves, at the end of its header section or its beginning. */
const MARKS = new Set(['status', 'x-status', 'x-keywords', 'x-uid', 'x-imap', 'x-imapbase', 'content-length', 'lines', 'x-mozilla-status', 'x-mozilla-status2', 'x-mozilla-keys']);
const MOST_KEYWORD = 255;
const DELETED = 0x0008;

/** The end of the header section, its empty line not counted, and where the body begins. */
export function headerOf(octets: Uint8Array): { end: number; body: number } {
  for (let start = 0; ;) {
    const line = octets.indexOf(LF, start);
    const end = line < 0 ? octets.length : line;
    if (end === start || (end === start + 1 && octets[start] === CR)) return { end: start, body: Math.min(octets.length, end + 1) };
    if (line < 0) return { end: octets.length, body: octets.length };
    start = line + 1;
  }
}

export function fieldsOf(header: Uint8Array): Field[] {
  const fields: Field[] = [];
  const text = ascii(header);
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start) + 1 || text.length;
    while (text[end] === ' ' || text[end] === '\t') end = text.indexOf('\n', end) + 1 || text.length;
    const colon = text.indexOf(':', start);
    const isField = colon > start && colon < end;
    fields.push({
      name: isField ? text.slice(start, colon).trim().toLowerCase() : '',
      value: isField ? text.slice(colon + 1, end).replace(/\r?\n(?=[ \t])/g, '').trim() : '',
      start,
      end,
    });
    start = end;
  }
  return fields;
}

/** The marks at the end: just the three that this server's own exports have, or all in a row, each once,
 *  so that no field of the message itself is taken for one. */
export function marksAtEnd(fields: Field[]): Field[] {
  const names = fields.slice(-3).map(({ name }) => name);
  if (names.join() === 'status,x-status,x-keywords') return fields.slice(-3);
  const marks: Field[] = [];
  const seen = new Set<string>();
  for (let i = fields.length - 1; i >= 0; i--) {
    const field = fields[i] as Field;
    if (!MARKS.has(field.name) || seen.has(field.name)) break;
    seen.add(field.name);
    marks.unshift(field);
  }
  return marks;
}

/** Thunderbird's. */
function marksAtBeginning(fields: Field[]): Field[] {
  const end = fields.findIndex(({ name }) => !name.startsWith('x-mozilla-'));
  return end < 0 ? [] : fields.slice(0, end);
}

export function isKeyword(word: string): boolean {
  return word !== '' && word.length <= MOST_KEYWORD && /^[!-~]+$/.test(word) && !/[(){\]%*"\\]/.test(word);
}

/** What the marks say; nothing: none of them says anything, and the mail counts as read. */
function states(marks: Field[]): { keywords: string[]; deleted: boolean } {
  const value = (name: string) => marks.find((mark) => mark.name === name)?.value;
  const words = new Set<string>();
  const mozilla = parseInt(value('x-mozilla-status') ?? '', 16) || 0;
  const status = value('status') ?? '';
  const more = value('x-status') ?? '';
  const silent = value('status') === undefined && value('x-status') === undefined && value('x-mozilla-status') === undefined;
  if (silent || status.includes('R') || mozilla & 0x0001) words.add('$seen');
  if (more.includes('A') || status.includes('r') || mozilla & 0x0002) words.add('$answered');
  if (more.includes('F') || mozilla & 0x0004) words.add('$flagged');
  if (more.includes('T')) words.add('$draft');
  if (mozilla & 0x1000) words.add('$forwarded');
  for (const word of `${value('x-keywords') ?? ''} ${value('x-mozilla-keys') ?? ''}`.split(/\s+/)) {
    if (isKeyword(word)) words.add(word.toLowerCase());
  }
  return { keywords: [...words], deleted: (mozilla & DELETED) !== 0 };
}

/** When it came: the newest Received, else the Date. */
function dateOf(fields: Field[]): Date | undefined {
  const received = fields.find(({ name }) => name === 'received')?.value;
  for (const text of [received?.slice(received.lastIndexOf(';') + 1), fields.find(({ name }) => name === 'date')?.value]) {
    const date = new Date((text ?? '').replace(/\([^()]*\)/g, '').trim());
    if (!Number.isNaN(date.getTime()) && date.getTime() > 0) return date;
  }
  return undefined;
}

/** Whether it begins as a message does: with a header field. */
export function isMessage(octets: Uint8Array): boolean {
  return /^(?:[!-9;-~]+[ \t]*:)/.test(ascii(octets.subarray(0, 1000)));
}

/** @param octets of the message as its file has it */
export function messageOf(octets: Uint8Array, known: Known = {}): Message {
  const { end } = headerOf(octets);
  const fields = fieldsOf(octets.subarray(0, end));
  const last = marksAtEnd(fields);
  const marks = last.length === fields.length ? [] : [...marksAtBeginning(fields), ...last];
  const dropped = known.marked === true ? marks : [];
  const { keywords, deleted } = states(marks.length > 0 ? marks : fields.filter(({ name }) => MARKS.has(name)));
  return {
    octets: withCrlf(without(octets, dropped)),
    messageId: /<([^<>\s]+)>/.exec(fields.find(({ name }) => name === 'message-id')?.value ?? '')?.[1] ?? '',
    receivedAt: known.receivedAt ?? dateOf(fields),
    keywords: known.keywords ?? keywords,
    deleted,
  };
}

function without(octets: Uint8Array, fields: Field[]): Uint8Array {
  if (fields.length === 0) return octets;
  const kept: Uint8Array[] = [];
  let from = 0;
  for (const { start, end } of fields) {
    kept.push(octets.subarray(from, start));
    from = end;
  }
  kept.push(octets.subarray(from));
  return joined(kept);
}

export function joined(pieces: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The flags behind `:2,` in the name of a Maildir file. */
export function maildirKeywords(name: string): string[] | undefined {
  const flags = /[:;!\uF03A]2,([A-Za-z]*)$/.exec(name)?.[1];
  if (flags === undefined) return undefined;
  const words: Record<string, string> = { S: '$seen', R: '$answered', F: '$flagged', D: '$draft', P: '$forwarded' };
  return [...flags].flatMap((flag) => words[flag] ?? []);
}

// SPDX-License-Identifier: Apache-2.0
// What the person has chosen, as messages: files by themselves, in folders of the computer, in zips.
import { isMessage, joined, type Known, maildirKeywords, type Message, messageOf } from './message';
import { isMbox, messagesOf } from './mbox';
import { ascii, type Pieces, piecesOf, Unreadable, type Why } from './octets';
import { entriesOf, type ZipEntry } from './zip';

/** One message, or why there is none. */
export interface Found {
  /** The file, and within it the message, as the person finds it again. */
  name: string;
  /** Names of folders from the top; more than one where the message lies in several. */
  places: string[][];
  message?: Message;
  why?: Why;
}

/** A file, wherever it lies. */
interface Item {
  path: string;
  size: number;
  open: (read: (octets: number) => void) => Promise<ReadableStream<Uint8Array>>;
  /** What an export says of it. */
  known?: Known & { places: string[][] };
}

const PEEKED = 1024;
const MOST_INDEX = 256 << 20;
/** What lies beside mail and is none. */
const BESIDE = /(?:^|\/)(?:\.DS_Store|__MACOSX\/.*|Thumbs\.db|desktop\.ini|[^/]*\.(?:msf|json|jsonl|dat|sqlite|sieve|lock|index[^/]*)|dovecot[^/]*|subscriptions|maildirfolder|export-report\.txt)$/i;
/** A field that a mail has, in a file of which the name says nothing. */
const USUAL = /^(?:from|date|received|return-path|message-id|subject|delivered-to|mime-version):/im;
const MAILDIR = /^(.*?)\/?(?:cur|new)\/([^/]+)$/;

/** How much there is to read. */
export function sizeOf(files: File[]): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}

/** @param most octets that a message may have
 *  @param read told how many octets of the files were read */
export async function* foundIn(files: File[], most: number, read: (octets: number) => void): AsyncGenerator<Found> {
  for (const file of files) {
    const path = (file.webkitRelativePath || file.name).normalize('NFC');
    if (/\.zip$/i.test(path)) yield* zipped(file, path, most, read);
    else yield* messages({ path, size: file.size, open: async () => file.stream() }, '', most, read);
  }
}

async function* zipped(file: File, name: string, most: number, read: (octets: number) => void): AsyncGenerator<Found> {
  try {
    const entries = await entriesOf(file);
    const index = await exportIndex(entries);
    for (const entry of entries) yield* messages({ ...entry, ...(index?.has(entry.path) && { known: index.get(entry.path)! }) }, `${name}: `, most, read);
  } catch (failure) {
    yield { name, places: [], why: whyOf(failure) };
  }
}

function whyOf(failure: unknown): Why {
  if (failure instanceof Unreadable) return failure.why;
  if (failure instanceof DOMException) return 'gone';
  if (failure instanceof SyntaxError) return 'damaged';
  throw failure;
}

async function* messages(item: Item, within: string, most: number, read: (octets: number) => void): AsyncGenerator<Found> {
  const name = `${within}${item.path}`;
  if (BESIDE.test(item.path)) return read(0);
  const inMaildir = MAILDIR.exec(item.path);
  const places = item.known?.places ?? [inMaildir ? maildirFolder(inMaildir[1] ?? '') : folderOf(item.path)];
  let pieces: AsyncGenerator<Uint8Array> | undefined;
  try {
    // Within a zip the entry itself counts what is read of the file.
    pieces = piecesOf(await item.open(read), within === '' ? read : undefined);
    const beginning: Uint8Array[] = [];
    for (let size = 0; size < PEEKED;) {
      const { value, done } = await pieces.next();
      if (done) break;
      beginning.push(value);
      size += value.length;
    }
    const first = joined(beginning);
    if (first.length === 0) return;
    if (isMbox(first) && !inMaildir && !/\.eml$/i.test(item.path)) {
      yield* inMbox(name, [mboxFolder(item.path)], continued(first, pieces), most);
    } else if (!isMessage(first) || (!inMaildir && !/\.eml$/i.test(item.path) && !USUAL.test(ascii(first)))) {
      yield { name, places, why: 'nomail' };
    } else {
      const octets = await whole(first, pieces, most);
      const keywords = item.known?.keywords ?? (inMaildir ? maildirKeywords(inMaildir[2] ?? '') ?? [] : undefined);
      yield { name, places, message: messageOf(octets, { receivedAt: item.known?.receivedAt, keywords }) };
    }
  } catch (failure) {
    yield { name, places, why: whyOf(failure) };
  } finally {
    await pieces?.return(undefined);
  }
}

async function* inMbox(name: string, places: string[][], pieces: Pieces, most: number): AsyncGenerator<Found> {
  let number = 0;
  for await (const each of messagesOf(pieces, most)) {
    number++;
    if ('beginning' in each) yield { name: `${name} #${number}`, places, why: 'large' };
    else if (!isMessage(each.octets)) yield { name: `${name} #${number}`, places, why: 'nomail' };
    else {
      const message = messageOf(each.octets, { receivedAt: each.receivedAt, marked: true });
      yield message.deleted ? { name: `${name} #${number}`, places, why: 'deleted' } : { name: `${name} #${number}`, places, message };
    }
  }
}

async function* continued(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

async function whole(first: Uint8Array, rest: AsyncGenerator<Uint8Array>, most: number): Promise<Uint8Array> {
  const pieces = [first];
  let size = first.length;
  for await (const piece of rest) {
    size += piece.length;
    if (size > most) throw new Unreadable('large');
    pieces.push(piece);
  }
  if (size > most) throw new Unreadable('large');
  return joined(pieces);
}

/** The names of the folders, such as the server can have them. */
function levels(path: string): string[] {
  return path
    .split('/')
    .map((level) => level.replace(/[*%\p{Cc}\u2028\u2029\uFFFD]/gu, '_').trim())
    .filter((level) => level !== '' && level !== '.' && level !== '..');
}

function folderOf(path: string): string[] {
  return levels(path.slice(0, path.lastIndexOf('/') + 1)).map(withoutSbd);
}

/** Thunderbird keeps what lies below `Inbox` in `Inbox.sbd`. */
function withoutSbd(level: string): string {
  return level.replace(/\.sbd$/i, '');
}

function mboxFolder(path: string): string[] {
  const all = levels(path);
  const name = (all.pop() ?? '').replace(/\.(?:mbox|mbx)$/i, '');
  // Apple Mail keeps the messages of `Work.mbox` in a file `mbox` within.
  const above = all.map(withoutSbd);
  return name === 'mbox' && above.length > 0 ? above.map((level) => level.replace(/\.mbox$/i, '')) : [...above, name];
}

/** `Maildir/.Work.2026` is `Work/2026` (Maildir++); what lies before it is a folder of the computer. */
function maildirFolder(path: string): string[] {
  const all = levels(path);
  const last = all.at(-1);
  if (last?.startsWith('.')) return [...all.slice(0, -1), ...levels(last.slice(1).replaceAll('.', '/'))];
  return all;
}

interface ExportLine {
  mailboxIds: Record<string, true>;
  keywords: Record<string, true>;
  receivedAt: string;
  file: string;
}

/** What an export of everything says of each of its files. */
async function exportIndex(entries: ZipEntry[]): Promise<Map<string, Known & { places: string[][] }> | undefined> {
  const lines = entries.find(({ path }) => path === 'emails.jsonl');
  const folders = entries.find(({ path }) => path === 'mailboxes.json');
  if (lines === undefined || folders === undefined) return undefined;
  const mailboxes = new Map((JSON.parse(await text(folders)) as { id: string; name: string; parentId: string | null }[]).map((mailbox) => [mailbox.id, mailbox]));
  const path = (id: string | null, depth = 0): string[] => {
    const mailbox = id === null || depth > 100 ? undefined : mailboxes.get(id);
    return mailbox === undefined ? [] : [...path(mailbox.parentId, depth + 1), ...levels(mailbox.name.replaceAll('/', '_'))];
  };
  const index = new Map<string, Known & { places: string[][] }>();
  for (const line of (await text(lines)).split('\n')) {
    if (line === '') continue;
    const email = JSON.parse(line) as ExportLine;
    index.set(email.file, {
      places: Object.keys(email.mailboxIds).map((id) => path(id)),
      keywords: Object.keys(email.keywords),
      receivedAt: new Date(email.receivedAt),
    });
  }
  return index;
}

async function text(entry: ZipEntry): Promise<string> {
  if (entry.size > MOST_INDEX) throw new Unreadable('large');
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(await entry.open(() => undefined))) pieces.push(piece);
  return new TextDecoder().decode(joined(pieces));
}

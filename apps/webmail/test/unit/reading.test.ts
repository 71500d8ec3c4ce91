// SPDX-License-Identifier: Apache-2.0
// The readers of files that mail is brought in from.
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dateOfLine, messagesOf } from '../../src/settings/transfer/mbox';
import { maildirKeywords, messageOf } from '../../src/settings/transfer/message';
import { type Pieces, Unreadable, withCrlf } from '../../src/settings/transfer/octets';
import { type Found, foundIn } from '../../src/settings/transfer/sources';
import { entriesOf, nameOf } from '../../src/settings/transfer/zip';

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));
const text = (value: Uint8Array) => Buffer.from(value).toString('utf8');
const MOST = 1 << 20;

async function* pieces(whole: Uint8Array, size: number): Pieces {
  for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size);
}

/** The same, however it is cut into pieces. */
async function mbox(file: string, most = MOST): Promise<string[]> {
  let first: string[] | undefined;
  for (const size of [1, 2, 3, 7, 64, 1 << 20]) {
    const found: string[] = [];
    for await (const each of messagesOf(pieces(octets(file), size), most)) found.push('beginning' in each ? `large: ${text(each.beginning.subarray(0, 10))}` : text(each.octets));
    if (first) expect(found, `in pieces of ${size}`).toEqual(first);
    else first = found;
  }
  return first ?? [];
}

const LINE = 'From bob@example.org Sat Nov 21 12:00:00 2026\n';

describe('an mbox file', () => {
  it('is read as mboxrd: one quote less, whatever there is', async () => {
    expect(await mbox(`${LINE}Subject: a\n\n>From here\n>>From there\n> From far\n\n${LINE}Subject: b\n\nb\n\n`)).toEqual(['Subject: a\n\nFrom here\n>From there\n> From far\n', 'Subject: b\n\nb\n']);
  });

  it('keeps a message together that has “From ” in its text', async () => {
    const body = 'Subject: a\n\nFrom here to there\n\nFrom now on we meet at 10:00 in 2026.\n\nFrom Monday\nFrom bob@example.org Sat Nov 21 12:00:00 2026\n';
    expect(await mbox(`${LINE}${body}\n${LINE}Subject: b\n\n`)).toEqual([body, 'Subject: b\n']);
  });

  it('is read by the length that a program has noted, where that is true', async () => {
    const body = `one\n\n${LINE}not the next\n`;
    const noted = (length: number) => `Subject: a\nStatus: RO\nContent-Length: ${length}\nLines: 4\n\n`;
    expect(await mbox(`${LINE}${noted(body.length)}${body}\n${LINE}Subject: b\n\nb\n`)).toEqual([noted(body.length) + body, 'Subject: b\n\nb\n']);
    expect(await mbox(`${LINE}${noted(5)}text\n>From x\n\n${LINE}Subject: b\n\nb\n`)).toEqual([`${noted(5)}text\nFrom x\n`, 'Subject: b\n\nb\n']);
    // A sender's own field swallows nothing.
    const forged = 'Content-Length: 90\nSubject: a\nStatus: O\nX-Status: \nX-Keywords: \n\n';
    expect(await mbox(`${LINE}${forged}a\n\n${LINE}Subject: b\n\nb\n\n`)).toHaveLength(2);
  });

  it('may have CRLF, empty messages, no end and nothing at all', async () => {
    const crlf = `${LINE}Subject: a\n\na\n\n${LINE}Subject: b\n\nb`.replaceAll('\n', '\r\n');
    expect(await mbox(crlf)).toEqual(['Subject: a\r\n\r\na\r\n', 'Subject: b\r\n\r\nb']);
    expect(await mbox('')).toEqual([]);
    await expect(mbox('Subject: no mbox\n\nFrom x\n')).rejects.toThrow(Unreadable);
  });

  it('has messages passed over that are too large, and those behind them', async () => {
    expect(await mbox(`${LINE}Subject: a\n\n${'x'.repeat(3000)}\n\n${'y\n'.repeat(1000)}\n${LINE}Subject: b\n\nb\n`, 1000)).toEqual(['large: Subject: a', 'Subject: b\n\nb\n']);
  });

  it('has dates of every kind', () => {
    const at = (line: string) => dateOfLine(line)?.toISOString();
    expect(at('From a@b Sun Mar  1 12:00:01 2026')).toBe('2026-03-01T12:00:01.000Z');
    expect(at('From - Sun Mar 01 12:00:01 2026')).toBe('2026-03-01T12:00:01.000Z');
    expect(at('From a@b Sun Mar 1 12:00 2026 +0900')).toBe('2026-03-01T03:00:00.000Z');
    expect(at('From 17@xxx Sun Mar 01 12:00:01 +0000 2026')).toBe('2026-03-01T12:00:01.000Z');
    expect(at('From a@b Sun, 1 Mar 2026 12:00:01 +0900')).toBe('2026-03-01T03:00:01.000Z');
    expect(at('From now on')).toBeUndefined();
  });
});

describe('a message', () => {
  it('gives back just what this server has put into it', () => {
    const own = 'X-Status: theirs\r\nSubject: a\r\nStatus: theirs\r\n';
    const message = messageOf(octets(`${own.replaceAll('\r', '')}Status: RO\nX-Status: AF\nX-Keywords: $Work l~1\n\nbody\n`), { marked: true });
    expect(text(message.octets)).toBe(`${own}\r\nbody\r\n`);
    expect(message.keywords.sort()).toEqual(['$answered', '$flagged', '$seen', '$work', 'l~1']);
    const unread = messageOf(octets('Subject: a\nStatus: O\nX-Status: \nX-Keywords: \n'), { marked: true });
    expect([text(unread.octets), unread.keywords]).toEqual(['Subject: a\r\n', []]);
  });

  it('is understood as other programs have left it', () => {
    const mozilla = messageOf(octets('X-Mozilla-Status: 0007\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys: $label1  \nSubject: a\n\nb'), { marked: true });
    expect([text(mozilla.octets), mozilla.keywords.sort()]).toEqual(['Subject: a\r\n\r\nb', ['$answered', '$flagged', '$label1', '$seen']]);
    expect(messageOf(octets('X-Mozilla-Status: 0009\nSubject: a\n\n'), { marked: true }).deleted).toBe(true);
    expect(messageOf(octets('Subject: a\n\n')).keywords).toEqual(['$seen']);
    expect(messageOf(octets('Subject: a\nStatus: O\nFrom: x@y\n\n')).keywords).toEqual([]);
    expect(maildirKeywords('17.host:2,FRS')).toEqual(['$flagged', '$answered', '$seen']);
  });

  it('says when it came, and what its id is', () => {
    const message = messageOf(octets('Received: by x; Sun, 1 Mar 2026 12:00:00 +0900 (KST)\nReceived: by y; Sat, 28 Feb 2026 12:00:00 +0900\nDate: Fri, 27 Feb 2026 12:00:00 +0900\nMessage-ID:\n <a@b>\n\n'));
    expect([message.receivedAt?.toISOString(), message.messageId]).toEqual(['2026-03-01T03:00:00.000Z', 'a@b']);
    expect(messageOf(octets('Date: Fri, 27 Feb 2026 12:00:00 +0900\n\n')).receivedAt?.toISOString()).toBe('2026-02-27T03:00:00.000Z');
    expect(messageOf(octets('Date: yesterday\n\n')).receivedAt).toBeUndefined();
  });

  it('has CRLF for every line end', () => {
    expect(text(withCrlf(octets('a\nb\r\nc\rd\r')))).toBe('a\r\nb\r\nc\r\nd\r\n');
  });
});

interface Packed { name: Uint8Array; data: Uint8Array; method?: number; flags?: number; size?: number }

/** A zip as other programs write them, or as nobody should. */
function zip(files: Packed[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, method = 8, flags = 0, size = data.length } of files) {
    const packed = method === 8 ? deflateRawSync(data) : Buffer.from(data);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}

const file = (whole: Uint8Array<ArrayBuffer>, name = 'mail.zip') => new File([whole], name);

async function found(files: File[], most = MOST): Promise<Found[]> {
  const all: Found[] = [];
  for await (const each of foundIn(files, most, () => undefined)) all.push(each);
  return all;
}

/** `메일` as Korean Windows writes it. */
const CP949 = new Uint8Array([0xb8, 0xde, 0xc0, 0xcf]);

describe('a zip file', () => {
  it('names folders in UTF-8 and in CP949, in whole syllables', async () => {
    expect(nameOf(CP949, false)).toBe('메일');
    expect(nameOf(octets('메일'), false)).toBe('메일');
    const whole = zip([
      { name: new Uint8Array([...CP949, ...octets('/a.eml')]), data: octets('Subject: a\n\na\n') },
      { name: octets('메일'.normalize('NFD') + '/b.mbox'), data: octets(`${LINE}Subject: b\n\nb\n`), flags: 0x0800 },
      { name: octets('메일/'), data: octets('') },
      { name: octets('../%x/c.eml'), data: octets('Subject: c\n\n'), method: 0 },
    ]);
    expect((await found([file(whole)])).map(({ places, message }) => [places, text(message!.octets)])).toEqual([
      [[['메일']], 'Subject: a\r\n\r\na\r\n'],
      [[['메일', 'b']], 'Subject: b\r\n\r\nb\r\n'],
      [[['_x']], 'Subject: c\r\n\r\n'],
    ]);
  });

  it('is refused when it was cut off', async () => {
    const whole = zip([{ name: octets('a.eml'), data: octets('Subject: a\n\n') }]);
    expect((await found([file(whole.slice(0, -5))])).map(({ why }) => why)).toEqual(['zip']);
    expect((await found([file(whole.slice(30))])).map(({ why }) => why)).toEqual(['zip']);
  });

  it('may have damage, passwords and strange packing inside, beside what is good', async () => {
    const damaged = zip([
      { name: octets('a.eml'), data: octets('Subject: aaaaaaaaaaaaaaaa\n\n'), size: 7 },
      { name: octets('b.eml'), data: octets('Subject: b\n\n'), flags: 1 },
      { name: octets('c.eml'), data: octets('Subject: c\n\n'), method: 12 },
      { name: octets('d.pdf'), data: octets('%PDF-1.7') },
      { name: octets('export.json'), data: octets('{}') },
      { name: octets('e.eml'), data: octets('Subject: e\n\n') },
    ]);
    expect((await found([file(damaged)])).map(({ name, why }) => [name, why])).toEqual([
      ['mail.zip: a.eml', 'damaged'], ['mail.zip: b.eml', 'encrypted'], ['mail.zip: c.eml', 'method'], ['mail.zip: d.pdf', 'nomail'], ['mail.zip: e.eml', undefined],
    ]);
  });

  it('is refused when it would become more than any file can', async () => {
    const name = octets('a.eml');
    await expect(entriesOf(file(zip([{ name, data: octets('x'), size: 1 << 30 }])))).rejects.toThrow(Unreadable);
    const twice = zip([{ name, data: octets('a'.repeat(100)), method: 0 }]);
    const view = new DataView(twice.buffer);
    view.setUint32(twice.length - 22 - 46 - name.length + 20, 1 << 20, true);
    await expect(entriesOf(file(twice))).rejects.toThrow(Unreadable);
    const large = zip([{ name: octets('x.eml'), data: octets(`Subject: a\n\n${'a'.repeat(100_000)}`) }]);
    expect((await found([file(large)], 10_000)).map(({ why }) => why)).toEqual(['large']);
  });

  it('puts an export of everything back where it was', async () => {
    const whole = zip([
      { name: octets('mailboxes.json'), data: octets(JSON.stringify([{ id: 'F1', name: 'INBOX', parentId: null }, { id: 'F2', name: '일감', parentId: 'F1' }])) },
      { name: octets('emails/M1.eml'), data: octets('Status: theirs\r\nSubject: a\r\n\r\n') },
      { name: octets('emails.jsonl'), data: octets(`${JSON.stringify({ id: 'M1', mailboxIds: { F1: true, F2: true }, keywords: { $flagged: true }, receivedAt: '2026-03-01T12:00:00Z', file: 'emails/M1.eml' })}\n`) },
    ]);
    const [only, ...more] = await found([file(whole)]);
    expect(more).toEqual([]);
    expect([only?.places, only?.message?.keywords, only?.message?.receivedAt?.toISOString(), text(only!.message!.octets)]).toEqual([
      [['INBOX'], ['INBOX', '일감']], ['$flagged'], '2026-03-01T12:00:00.000Z', 'Status: theirs\r\nSubject: a\r\n\r\n',
    ]);
  });
});

describe('a folder of the computer', () => {
  const inside = (path: string, content: string) => Object.defineProperty(new File([content], path.split('/').at(-1) ?? ''), 'webkitRelativePath', { value: path });

  it('may be a Maildir or a profile of Thunderbird', async () => {
    const all = await found([
      inside('Maildir/cur/1.host:2,FS', 'Subject: a\n\n'),
      inside('Maildir/.Work.2026/new/2.host', 'Subject: b\n\n'),
      inside('Maildir/dovecot.index.cache', 'x'),
      inside('Local Folders/Inbox', `${LINE}Subject: c\n\n`),
      inside('Local Folders/Inbox.sbd/Sub', `${LINE}Subject: d\n\n`),
      inside('Local Folders/Inbox.msf', 'x'),
      inside('Local Folders/notes', 'http://example.org: no mail\n'),
    ]);
    expect(all.map(({ places, message, why }) => [places[0]?.join('/'), message?.keywords.join(' '), why])).toEqual([
      ['Maildir', '$flagged $seen', undefined], ['Maildir/Work/2026', '', undefined], ['Local Folders/Inbox', '$seen', undefined], ['Local Folders/Inbox/Sub', '$seen', undefined], ['Local Folders', undefined, 'nomail'],
    ]);
  });
});

// SPDX-License-Identifier: Apache-2.0
// Reads zip files by their directory, also those of more than 4 GiB (zip64); what is inside comes piece by
// piece. A file that says less than it holds, or says the same twice, is refused: it was made to harm.
import { Unreadable } from './octets';

export interface ZipEntry {
  /** Separated by `/`. */
  path: string;
  size: number;
  /** In the zip. */
  packed: number;
  /** @param read told how many octets of the zip were read */
  open: (read: (octets: number) => void) => Promise<ReadableStream<Uint8Array>>;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const MOST_COMMENT = 0xffff;
const MOST_ENTRIES = 2_000_000;
const MOST_DIRECTORY = 512 << 20;
const WHOLE_32 = 0xffffffff;
const WHOLE_16 = 0xffff;
/** Deflate makes nothing smaller than by this. */
const MOST_RATIO = 1032;
const ENCRYPTED = 0x0001;
const UTF_8 = 0x0800;
const UNICODE_PATH = 0x7075;
const ZIP_64 = 0x0001;

async function view(file: Blob, from: number, to: number): Promise<DataView> {
  try {
    return new DataView(await file.slice(from, to).arrayBuffer());
  } catch {
    throw new Unreadable('gone');
  }
}

function long(data: DataView, at: number): number {
  const value = data.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unreadable('zip');
  return Number(value);
}

interface Directory {
  at: number;
  size: number;
  entries: number;
}

async function directoryOf(file: Blob): Promise<Directory> {
  const from = Math.max(0, file.size - END_SIZE - MOST_COMMENT);
  const tail = await view(file, from, file.size);
  for (let at = tail.byteLength - END_SIZE; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END || at + END_SIZE + tail.getUint16(at + 20, true) !== tail.byteLength) continue;
    const small = { entries: tail.getUint16(at + 10, true), size: tail.getUint32(at + 12, true), at: tail.getUint32(at + 16, true) };
    const isLarge = small.entries === WHOLE_16 || small.size === WHOLE_32 || small.at === WHOLE_32;
    const directory = (isLarge ? await largeDirectory(file, from + at) : undefined) ?? small;
    if (directory.at + directory.size > from + at || directory.entries > MOST_ENTRIES || directory.size > MOST_DIRECTORY) throw new Unreadable('zip');
    return directory;
  }
  throw new Unreadable('zip');
}

async function largeDirectory(file: Blob, end: number): Promise<Directory | undefined> {
  if (end < 20) return undefined;
  const locator = await view(file, end - 20, end);
  if (locator.getUint32(0, true) !== LOCATOR_64) return undefined;
  const at = long(locator, 8);
  const record = await view(file, at, at + 56);
  if (record.byteLength < 56 || record.getUint32(0, true) !== END_64) throw new Unreadable('zip');
  return { entries: long(record, 32), size: long(record, 40), at: long(record, 48) };
}

interface Extra {
  path?: string;
  longs?: DataView;
}

function extraOf(data: DataView, from: number, to: number): Extra {
  const extra: Extra = {};
  for (let at = from; at + 4 <= to;) {
    const id = data.getUint16(at, true);
    const size = data.getUint16(at + 2, true);
    if (at + 4 + size > to) break;
    if (id === ZIP_64) extra.longs = new DataView(data.buffer, data.byteOffset + at + 4, size);
    if (id === UNICODE_PATH && size > 5) extra.path = new TextDecoder().decode(new Uint8Array(data.buffer, data.byteOffset + at + 9, size - 5));
    at += 4 + size;
  }
  return extra;
}

/** Names without a mark of their own are UTF-8 when they can be, else what Korean Windows writes (CP949). */
export function nameOf(octets: Uint8Array, isUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: !isUtf8 }).decode(octets);
  } catch {
    return new TextDecoder('euc-kr').decode(octets);
  }
}

/** @throws Unreadable when it is no zip, or was cut off, or is made to harm */
export async function entriesOf(file: Blob): Promise<ZipEntry[]> {
  const directory = await directoryOf(file);
  const data = await view(file, directory.at, directory.at + directory.size);
  const entries: ZipEntry[] = [];
  let packedInAll = 0;
  let at = 0;
  for (let left = directory.entries; left > 0; left--) {
    if (at + 46 > data.byteLength || data.getUint32(at, true) !== DIRECTORY) throw new Unreadable('zip');
    const nameEnd = at + 46 + data.getUint16(at + 28, true);
    const extraEnd = nameEnd + data.getUint16(at + 30, true);
    const end = extraEnd + data.getUint16(at + 32, true);
    if (end > data.byteLength) throw new Unreadable('zip');
    const entry = entryAt(file, data, at, nameEnd, extraEnd);
    packedInAll += entry.packed;
    if (packedInAll > file.size || entry.size > Math.max(1000, entry.packed * MOST_RATIO)) throw new Unreadable('zip');
    if (!entry.path.endsWith('/')) entries.push(entry);
    at = end;
  }
  return entries;
}

function entryAt(file: Blob, data: DataView, at: number, nameEnd: number, extraEnd: number): ZipEntry {
  const flags = data.getUint16(at + 8, true);
  const method = data.getUint16(at + 10, true);
  const name = new Uint8Array(data.buffer, data.byteOffset + at + 46, nameEnd - at - 46);
  const extra = extraOf(data, nameEnd, extraEnd);
  let place = 0;
  const number = (offset: number) => {
    const small = data.getUint32(at + offset, true);
    if (small !== WHOLE_32 || extra.longs === undefined || extra.longs.byteLength < place + 8) return small;
    place += 8;
    return long(extra.longs, place - 8);
  };
  const size = number(24);
  const packed = number(20);
  const offset = number(42);
  const path = (extra.path ?? nameOf(name, (flags & UTF_8) !== 0)).replaceAll('\\', '/').normalize('NFC');
  const open = async (read: (octets: number) => void) => {
    if (flags & ENCRYPTED) throw new Unreadable('encrypted');
    if (method !== 0 && method !== 8) throw new Unreadable('method');
    const local = await view(file, offset, offset + 30);
    if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw new Unreadable('zip');
    const from = offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    const octets = file.slice(from, from + packed).stream().pipeThrough(counting(read)) as ReadableStream<Uint8Array<ArrayBuffer>>;
    return (method === 0 ? octets : octets.pipeThrough(new DecompressionStream('deflate-raw'))).pipeThrough(exactly(size));
  };
  return { path, size, packed, open };
}

function counting(read: (octets: number) => void): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(piece, to) {
      read(piece.length);
      to.enqueue(piece);
    },
  });
}

/** No more comes out than the directory says, and no less. */
function exactly(size: number): TransformStream<Uint8Array, Uint8Array> {
  let left = size;
  return new TransformStream({
    transform(piece, to) {
      left -= piece.length;
      if (left < 0) throw new Unreadable('damaged');
      to.enqueue(piece);
    },
    flush() {
      if (left > 0) throw new Unreadable('damaged');
    },
  });
}

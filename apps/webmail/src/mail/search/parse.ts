// SPDX-License-Identifier: Apache-2.0
// What is typed into the search bar, read as a filter (RFC 8621 §4.4.1). Operators have English and
// Korean names; what is no operator is looked for everywhere in a mail.
import type { Filter, Id } from '../../core/jmap/types';

export interface Found {
  filter: Filter;
  /** Operators that were not understood, as typed. */
  unknown: string[];
  /** The terms as typed: each can be taken out. */
  parts: string[];
  /** Some folders are left out. */
  narrowed: boolean;
}

export interface Folders {
  /** By name or role, as typed after `in:`. */
  find(name: string): Id | undefined;
  /** The keyword of a label, as typed after `label:`. */
  label(name: string): string | undefined;
  /** Whether attachments are told apart by what they are. */
  kinds: boolean;
  /** Where nothing is looked for unless it is asked for. */
  left: Id[];
}

const NAMES: Record<string, string> = {
  from: 'from', 보낸사람: 'from', 보낸이: 'from',
  to: 'to', 받는사람: 'to', 받는이: 'to',
  cc: 'cc', 참조: 'cc',
  bcc: 'bcc', 숨은참조: 'bcc',
  subject: 'subject', 제목: 'subject',
  body: 'body', 본문: 'body', 내용: 'body',
  has: 'has', 첨부: 'has',
  is: 'is', 상태: 'is',
  in: 'in', 폴더: 'in', 위치: 'in',
  label: 'label', 라벨: 'label',
  before: 'before', 이전: 'before',
  after: 'after', 이후: 'after',
  larger: 'larger', 큰: 'larger',
  smaller: 'smaller', 작은: 'smaller',
  list: 'list', 목록: 'list',
};

const STATES: Record<string, Filter> = {
  unread: { notKeyword: '$seen' }, 안읽음: { notKeyword: '$seen' }, 읽지않음: { notKeyword: '$seen' },
  read: { hasKeyword: '$seen' }, 읽음: { hasKeyword: '$seen' },
  starred: { hasKeyword: '$flagged' }, 별표: { hasKeyword: '$flagged' },
  answered: { hasKeyword: '$answered' }, 답장함: { hasKeyword: '$answered' },
  draft: { hasKeyword: '$draft' }, 임시: { hasKeyword: '$draft' },
};

/** Words that stand alone. */
const ALONE: Record<string, Filter> = { 첨부: { hasAttachment: true }, 안읽음: STATES['안읽음'] as Filter, 별표: STATES['별표'] as Filter };
const KINDS: Record<string, 'image' | 'pdf'> = { image: 'image', images: 'image', picture: 'image', photo: 'image', 이미지: 'image', 그림: 'image', 사진: 'image', pdf: 'pdf' };
const OR = new Set(['OR', '|', '또는']);
const EVERYWHERE = new Set(['anywhere', 'all', '모두', '전체']);
const UNITS: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

interface Term {
  not: boolean;
  name: string | undefined;
  value: string;
  /** What stands in quotation marks is one (RFC 8621 §4.4.1). */
  phrase: boolean;
  /** OR: belongs with the term before it. */
  or: boolean;
  whole: string;
}

/** Splits at spaces outside of quotation marks. */
export function terms(words: string): Term[] {
  const found: Term[] = [];
  let or = false;
  for (const [whole, minus, name, quoted, bare] of words.normalize('NFC').matchAll(/(-?)(?:([\p{L}]+):)?(?:"([^"]*)"?|(\S+))/gu)) {
    if (OR.has(whole)) {
      or = found.length > 0;
      continue;
    }
    const value = quoted ?? bare ?? '';
    if (value === '') continue;
    found.push({ not: minus === '-', name: name?.toLowerCase(), value, phrase: quoted !== undefined && /\s/.test(quoted), or, whole });
    or = false;
  }
  return found;
}

function size(value: string): number | undefined {
  const [, number, unit] = /^([\d.]+)\s*([kmg]?)b?$/i.exec(value) ?? [];
  const factor = UNITS[(unit ?? '').toLowerCase()];
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
}

/** A day of the person's own calendar: `2026-11-17`, `2026.11.17`, `2026/11`, `7d` (ago). */
function day(value: string, now: Date): string | undefined {
  const ago = /^(\d{1,4})d$/.exec(value)?.[1];
  if (ago !== undefined) return new Date(now.getTime() - Number(ago) * 86_400_000).toISOString().replace(/\.\d+/, '');
  const [, year, month, date] = /^(\d{4})(?:[-./](\d{1,2}))?(?:[-./](\d{1,2}))?\.?$/.exec(value) ?? [];
  if (year === undefined) return undefined;
  return new Date(Number(year), Number(month ?? 1) - 1, Number(date ?? 1)).toISOString().replace(/\.\d+/, '');
}

function wordsOf(value: string, phrase: boolean): string {
  return phrase ? `"${value}"` : value;
}

function kind(value: string, folders: Folders): Filter | undefined {
  const attachmentKind = folders.kinds ? KINDS[value.toLowerCase()] : undefined;
  return attachmentKind && { attachmentKind };
}

function condition(operator: string, { value, phrase }: Term, folders: Folders, now: Date): Filter | undefined {
  switch (operator) {
    case 'from': case 'to': case 'cc': case 'bcc': case 'subject': case 'body':
      return { [operator]: wordsOf(value, phrase) };
    case 'is':
      return STATES[value.toLowerCase()];
    case 'has':
      return /^(?:attachments?|files?|첨부|파일|있음)$/i.test(value) ? { hasAttachment: true } : kind(value, folders);
    case 'label': {
      const keyword = folders.label(value);
      if (keyword !== undefined) return { hasKeyword: keyword };
      const id = folders.find(value);
      return id === undefined ? undefined : { inMailbox: id };
    }
    case 'in': {
      const id = folders.find(value);
      return id === undefined ? undefined : { inMailbox: id };
    }
    case 'before': case 'after': {
      const date = day(value, now);
      return date === undefined ? undefined : { [operator]: date };
    }
    case 'larger': case 'smaller': {
      const octets = size(value);
      if (octets === undefined) return undefined;
      return operator === 'larger' ? { minSize: octets } : { maxSize: octets };
    }
    case 'list':
      return { header: ['List-Id', wordsOf(value, phrase)] };
    default:
      return undefined;
  }
}

export function parseSearch(words: string, folders: Folders, now: Date): Found {
  const groups: Filter[][] = [];
  const unknown: string[] = [];
  let everywhere = false;
  for (const term of terms(words)) {
    const operator = term.name === undefined ? undefined : NAMES[term.name];
    let filter: Filter | undefined;
    if (operator === 'in' && EVERYWHERE.has(term.value.toLowerCase())) {
      everywhere = true;
      continue;
    }
    if (term.name === undefined) filter = (term.phrase ? undefined : ALONE[term.value]) ?? { text: wordsOf(term.value, term.phrase) };
    else if (operator === undefined) filter = { text: wordsOf(`${term.name}:${term.value}`, term.phrase) };
    else filter = condition(operator, term, folders, now);
    if (filter === undefined) {
      unknown.push(`${term.name}:${term.value}`);
      continue;
    }
    if (operator === 'in' || operator === 'label') everywhere = true;
    if (term.not) filter = { operator: 'NOT', conditions: [filter] };
    if (term.or) groups.at(-1)?.push(filter) ?? groups.push([filter]);
    else groups.push([filter]);
  }
  const conditions = groups.map((group): Filter => (group.length === 1 ? (group[0] as Filter) : { operator: 'OR', conditions: group }));
  if (!everywhere && folders.left.length > 0) conditions.push({ inMailboxOtherThan: folders.left });
  const filter: Filter = conditions.length === 1 ? (conditions[0] as Filter) : { operator: 'AND', conditions };
  return { filter, unknown, parts: terms(words).map((term) => (term.or ? `OR ${term.whole}` : term.whole)), narrowed: !everywhere && folders.left.length > 0 };
}

// SPDX-License-Identifier: Apache-2.0
// Which of a mail's parts is its text, and the pictures that belong into it.
import type { BodyPart, Letter } from '../../core/jmap/types';
import { wordsOf } from './html';

export interface Body {
  kind: 'html' | 'text' | 'none';
  value: string;
  truncated: boolean;
}

const MOST_PICTURE_OCTETS = 3_000_000;
const MOST_PICTURES_OCTETS = 12_000_000;
const RASTER = /^image\/(?:png|jpe?g|gif|webp|avif)$/i;

function joined(letter: Letter, parts: BodyPart[], type: string): Body | undefined {
  const values = parts
    .filter((part) => part.type.toLowerCase() === type && part.partId !== null)
    .map((part) => letter.bodyValues[part.partId as string])
    .filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  return {
    kind: type === 'text/html' ? 'html' : 'text',
    value: values.map((value) => value.value).join(type === 'text/html' ? '<hr>' : '\n'),
    truncated: values.some((value) => value.isTruncated),
  };
}

/** @param plain the person wants no HTML, or it cannot be shown */
export function bodyOf(letter: Letter, plain: boolean): Body {
  const html = plain ? undefined : joined(letter, letter.htmlBody, 'text/html');
  const none: Body = { kind: 'none', value: '', truncated: false };
  const text = joined(letter, letter.textBody, 'text/plain');
  if (html ?? text) return html ?? text ?? none;
  const words = joined(letter, letter.htmlBody, 'text/html');
  return words ? { ...words, kind: 'text', value: wordsOf(words.value) } : none;
}

/** Files, without the pictures that stand in the text. */
export function filesOf(letter: Letter, html: string): BodyPart[] {
  return letter.attachments.filter((part) => part.cid === null || part.disposition === 'attachment' || !html.includes(`cid:${part.cid}`));
}

/** The part that may be an invitation (RFC 6047 §2.4); a file of that kind where there is no other. */
export function inviteOf({ attachments, textBody, htmlBody }: Pick<Letter, 'attachments' | 'textBody' | 'htmlBody'>): BodyPart | undefined {
  const all = [...attachments, ...textBody, ...htmlBody].filter((part) => part.blobId !== null);
  const find = (type: string) => all.find((part) => part.type.toLowerCase() === type);
  return find('text/calendar') ?? find('application/ics');
}

/** Pictures of the mail itself, as data: the cage has no cookie with which to ask for them. */
export async function picturesOf(letter: Pick<Letter, 'attachments' | 'htmlBody'>, html: string, address: (part: BodyPart) => string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  let sum = 0;
  for (const part of [...letter.attachments, ...letter.htmlBody]) {
    if (part.cid === null || part.blobId === null || !RASTER.test(part.type) || !html.includes('cid:')) continue;
    sum += part.size;
    if (part.size > MOST_PICTURE_OCTETS || sum > MOST_PICTURES_OCTETS) continue;
    const answer = await fetch(address(part), { headers: { 'X-Pabal': '1' } });
    if (answer.ok) found[part.cid.replace(/^<|>$/g, '')] = await asData(await answer.arrayBuffer(), part.type);
  }
  return found;
}

function asData(octets: ArrayBuffer, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(new Blob([octets], { type: type.toLowerCase() }));
  });
}

/** The host that a link really leads to, when its text names another one. */
export function otherHost(href: string, text: string): string | undefined {
  let host: string;
  try {
    const url = new URL(href);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
    host = url.hostname;
  } catch {
    return undefined;
  }
  const named = /(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/u.exec(text)?.[1];
  const bare = (name: string) => name.toLowerCase().replace(/^www\./, '');
  if (named !== undefined && bare(named) !== bare(host)) return host;
  // Letters that look like others: shown as they are on the wire.
  return host.includes('xn--') ? host : undefined;
}

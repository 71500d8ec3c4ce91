// SPDX-License-Identifier: Apache-2.0
// What other programs hand to this one: mailto: addresses (RFC 6068), and what is shared with it.
import { SHARED_CACHE, SHARED_ENTRY } from '../../core/notify/messages';
import { parseAddresses } from './addresses';
import type { Content } from './content';
import { htmlOfText } from './reply';

export interface Incoming {
  change: Partial<Content>;
  files: File[];
}

/** RFC 6068 §2. Other fields than these a page must not set for anybody (§7). */
export function parseMailto(address: string): Partial<Content> {
  const [, addresses = '', query = ''] = /^mailto:([^?]*)\??(.*)$/is.exec(address) ?? [];
  const fields = new Map<string, string[]>();
  for (const part of query.split('&').filter((each) => each !== '')) {
    const [name = '', ...value] = part.split('=');
    const key = decoded(name).toLowerCase();
    fields.set(key, [...(fields.get(key) ?? []), decoded(value.join('='))]);
  }
  const people = (name: string) => (fields.get(name) ?? []).flatMap(parseAddresses);
  // Addresses are written with percent signs each, between them stand bare commas.
  const to = addresses.split(',').flatMap((each) => parseAddresses(decoded(each)));
  return written([...to, ...people('to')], people('cc'), people('bcc'), (fields.get('subject') ?? []).join(' '), (fields.get('body') ?? []).join('\n'));
}

function written(to: Content['to'], cc: Content['cc'], bcc: Content['bcc'], subject: string, text: string): Partial<Content> {
  return {
    ...(to.length > 0 && { to }), ...(cc.length > 0 && { cc }), ...(bcc.length > 0 && { bcc }),
    ...(subject !== '' && { subject: subject.replace(/[\r\n]+/g, ' ') }),
    ...(text !== '' && { text, html: htmlOfText(text.replaceAll('\r\n', '\n')) }),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What the address of this page brought, once: it leaves the address bar. */
export async function incoming(): Promise<Incoming | undefined> {
  const asked = new URLSearchParams(location.search);
  const mailto = asked.get('mailto');
  if (mailto === null && !asked.has('shared')) return undefined;
  history.replaceState(null, '', location.pathname + location.hash);
  return mailto === null ? shared() : { change: parseMailto(mailto), files: [] };
}

async function shared(): Promise<Incoming | undefined> {
  const cache = await caches.open(SHARED_CACHE);
  const entry = await cache.match(SHARED_ENTRY);
  await caches.delete(SHARED_CACHE);
  if (entry === undefined) return undefined;
  const form = await entry.formData();
  const word = (name: string) => String(form.get(name) ?? '').trim();
  const text = [word('text'), word('url')].filter((each) => each !== '').join('\n');
  return { change: written([], [], [], word('title'), text), files: form.getAll('files').filter((file) => file instanceof File) };
}

// SPDX-License-Identifier: Apache-2.0
import { SPEAKS_OF_FILE } from '../../core/hangul/lexicon';
import type { Address, Id, Identity } from '../../core/jmap/types';

export interface Attached {
  blobId: Id;
  name: string;
  type: string;
  size: number;
  /** Of a picture that the text shows (RFC 2392); without `<` and `>`. */
  cid?: string;
}

/** What a mail answers or forwards: kept whole beside one's own words until someone changes it. */
export interface Quoted {
  /** Whose words they are. */
  name: string;
  html: string;
  text: string;
}

/** What a person has written so far. */
export interface Content {
  identityId: Id | undefined;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  subject: string;
  /** Of the editor's cage: never looked into here, only handed on. */
  html: string;
  text: string;
  plain: boolean;
  quoted: Quoted | undefined;
  /** One for all revisions of a draft: by it they are known as one. Without `<` and `>`. */
  messageId: string | undefined;
  /** The identity that the mail answered had come to. */
  reached: Id | undefined;
  files: Attached[];
  inReplyTo: string[] | null;
  references: string[] | null;
  /** The mail that it answers or forwards, and how that is noted on it. */
  about: { id: Id; keyword: string } | undefined;
}

/** The draft as Email/set creates it (RFC 8621 §4.6). */
export function emailOf(content: Content, identity: Identity | undefined, drafts: Id): Record<string, unknown> {
  const html = `<!doctype html><html><head><meta charset="utf-8"></head><body>${content.html}${content.quoted?.html ?? ''}</body></html>`;
  const text = { partId: 't', type: 'text/plain' };
  return {
    mailboxIds: { [drafts]: true },
    keywords: { $draft: true, $seen: true },
    ...(identity && { from: [{ name: identity.name || null, email: identity.email }] }),
    ...(identity?.replyTo && { replyTo: identity.replyTo }),
    to: content.to,
    cc: content.cc,
    bcc: content.bcc,
    subject: content.subject,
    ...(content.messageId !== undefined && { messageId: [content.messageId] }),
    ...(content.inReplyTo && { inReplyTo: content.inReplyTo }),
    ...(content.references && { references: content.references }),
    bodyValues: { t: { value: textOf(content) }, ...(!content.plain && { h: { value: html } }) },
    textBody: [text],
    htmlBody: content.plain ? [text] : [{ partId: 'h', type: 'text/html' }],
    attachments: carried(content).map((file) => ({ ...file, disposition: file.cid === undefined ? 'attachment' : 'inline' })),
  };
}

/** The files that go along: pictures only while the text shows them. */
export function carried(content: Content): Attached[] {
  const shown = content.html + (content.quoted?.html ?? '');
  return content.files.filter(({ cid }) => cid === undefined || (!content.plain && shown.includes(`cid:${cid}`)));
}

function textOf(content: Content): string {
  return content.quoted === undefined ? content.text : `${content.text}\n\n${content.quoted.text}`;
}

/** What is written whole: what was quoted is part of it from now on. */
export function unfolded(content: Content): Pick<Content, 'html' | 'text' | 'quoted'> {
  return { html: content.html + (content.quoted?.html ?? ''), text: textOf(content), quoted: undefined };
}

/** What may have been forgotten; it is said, and nothing is held back. */
export interface Doubt {
  kind: 'file' | 'many' | 'subject' | 'outside' | 'from' | 'list';
  /** Those whom it is about. */
  names: string;
}

const MANY = 20;
const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** @param identity that it is sent from
 *  @param own those that the person has
 *  @param isList whether an address is known as a mailing list's */
export function doubtsOf(content: Content, identity?: Identity, own: Identity[] = [], isList: (email: string) => boolean = () => false): Doubt[] {
  const found: Doubt[] = [];
  const say = (kind: Doubt['kind'], names = '') => found.push({ kind, names });
  // Only one's own words count: what is quoted speaks of older files.
  const words = content.text.split(/\n>|\n-{2,}/)[0] ?? '';
  const mayQuote = content.inReplyTo !== null && content.quoted === undefined;
  if (carried(content).length === 0 && !mayQuote && SPEAKS_OF_FILE.test(words)) say('file');
  const everybody = [...content.to, ...content.cc, ...content.bcc];
  if (content.to.length + content.cc.length > MANY) say('many');
  const lists = everybody.map(({ email }) => email).filter(isList);
  if (lists.length > 0) say('list', lists.join(', '));
  if (content.subject.trim() === '') say('subject');
  // Among colleagues somebody from elsewhere is easily overlooked.
  const inside = new Set(own.map((each) => domainOf(each.email)));
  const outside = everybody.filter((address) => !inside.has(domainOf(address.email)));
  if (outside.length > 0 && outside.length < everybody.length) say('outside', outside.map((address) => address.email).join(', '));
  if (content.reached !== undefined && identity !== undefined && content.reached !== identity.id) say('from', identity.email);
  return found;
}

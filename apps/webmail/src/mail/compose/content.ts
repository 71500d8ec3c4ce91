// SPDX-License-Identifier: Apache-2.0
import { SPEAKS_OF_FILE } from '../../core/hangul/lexicon';
import type { Address, Id, Identity } from '../../core/jmap/types';

export interface Attached {
  blobId: Id;
  name: string;
  type: string;
  size: number;
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
  files: Attached[];
  inReplyTo: string[] | null;
  references: string[] | null;
  /** The mail that it answers or forwards, and how that is noted on it. */
  about: { id: Id; keyword: string } | undefined;
}

/** The draft as Email/set creates it (RFC 8621 §4.6). */
export function emailOf(content: Content, identity: Identity | undefined, drafts: Id): Record<string, unknown> {
  const html = `<!doctype html><html><head><meta charset="utf-8"></head><body>${content.html}</body></html>`;
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
    ...(content.inReplyTo && { inReplyTo: content.inReplyTo }),
    ...(content.references && { references: content.references }),
    bodyValues: { t: { value: content.text }, ...(!content.plain && { h: { value: html } }) },
    textBody: [text],
    htmlBody: content.plain ? [text] : [{ partId: 'h', type: 'text/html' }],
    attachments: content.files.map((file) => ({ ...file, disposition: 'attachment' })),
  };
}

/** What may have been forgotten; it is said, and nothing is held back. */
export type Doubt = 'file' | 'many' | 'subject';

const MANY = 20;

export function doubtsOf(content: Content): Doubt[] {
  const found: Doubt[] = [];
  // Only one's own words count: what is quoted speaks of older files.
  const own = content.text.split(/\n>|\n-{2,}/)[0] ?? '';
  if (content.files.length === 0 && content.inReplyTo === null && SPEAKS_OF_FILE.test(own)) found.push('file');
  if (content.to.length + content.cc.length > MANY) found.push('many');
  if (content.subject.trim() === '') found.push('subject');
  return found;
}

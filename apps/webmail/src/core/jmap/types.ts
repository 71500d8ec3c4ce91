// SPDX-License-Identifier: Apache-2.0
// What of JMAP's data the pages use, named as RFC 8620 and RFC 8621 name it.

export type Id = string;

export interface Session {
  username: string;
  apiUrl: string;
  downloadUrl: string;
  uploadUrl: string;
  eventSourceUrl: string;
  state: string;
  capabilities: Record<string, Record<string, unknown>>;
  accounts: Record<Id, { name: string; isPersonal: boolean; isReadOnly: boolean; accountCapabilities: Record<string, Record<string, unknown>> }>;
  primaryAccounts: Record<string, Id>;
}

export type Role = 'inbox' | 'drafts' | 'sent' | 'archive' | 'junk' | 'trash' | 'important' | 'snoozed' | 'scheduled' | 'all' | 'flagged';

export interface Mailbox {
  id: Id;
  name: string;
  parentId: Id | null;
  role: Role | null;
  sortOrder: number;
  totalEmails: number;
  unreadEmails: number;
  totalThreads: number;
  unreadThreads: number;
  isSubscribed: boolean;
  myRights: Record<string, boolean>;
  /** By principal; nothing for who may not know (RFC 9670 §4). */
  shareWith?: Record<Id, Record<string, boolean>> | null;
}

/** Until when a mail is set aside, where it comes back to, and with which keywords (docs/operations/jmap.md). */
export interface Snoozed {
  until: string;
  moveToMailboxId?: Id;
  setKeywords?: Record<string, boolean>;
}

export interface Address {
  name: string | null;
  email: string;
}

/** An Email as a row of a list knows it. */
export interface Row {
  id: Id;
  threadId: Id;
  mailboxIds: Record<Id, true>;
  keywords: Record<string, true>;
  hasAttachment: boolean;
  from: Address[] | null;
  to: Address[] | null;
  subject: string | null;
  receivedAt: string;
  preview: string;
  size: number;
  snoozed?: Snoozed | null;
  /** It was told of as one of a conversation, without what only its own row shows. */
  light?: true;
}

export interface BodyPart {
  partId: string | null;
  blobId: Id | null;
  size: number;
  name: string | null;
  type: string;
  charset: string | null;
  disposition: string | null;
  cid: string | null;
}

/** An Email as it is read. */
export interface Letter extends Row {
  blobId: Id;
  messageId: string[] | null;
  inReplyTo: string[] | null;
  references: string[] | null;
  sentAt: string | null;
  cc: Address[] | null;
  bcc: Address[] | null;
  replyTo: Address[] | null;
  /** Where the list that it came over takes mail (RFC 2369 §3.4). */
  'header:List-Post:asURLs'?: string[] | null;
  textBody: BodyPart[];
  htmlBody: BodyPart[];
  attachments: BodyPart[];
  bodyValues: Record<string, { value: string; isTruncated: boolean; isEncodingProblem: boolean }>;
}

export interface Thread {
  id: Id;
  emailIds: Id[];
}

export interface Identity {
  id: Id;
  name: string;
  email: string;
  replyTo: Address[] | null;
  bcc: Address[] | null;
  textSignature: string;
  htmlSignature: string;
  /** Of mails that answer or forward others; null: as of new ones; undefined: the server knows of none. */
  replyTextSignature?: string | null;
  replyHtmlSignature?: string | null;
}

export interface Quota {
  id: Id;
  resourceType: 'count' | 'octets';
  used: number;
  hardLimit: number;
  name: string;
}

export type Filter =
  | { operator: 'AND' | 'OR' | 'NOT'; conditions: Filter[] }
  | {
      inMailbox?: Id;
      inMailboxOtherThan?: Id[];
      before?: string;
      after?: string;
      minSize?: number;
      maxSize?: number;
      hasKeyword?: string;
      notKeyword?: string;
      allInThreadHaveKeyword?: string;
      someInThreadHaveKeyword?: string;
      hasAttachment?: boolean;
      attachmentKind?: 'image' | 'pdf';
      text?: string;
      from?: string;
      to?: string;
      cc?: string;
      bcc?: string;
      subject?: string;
      body?: string;
      header?: string[];
    };

export interface Comparator {
  property: string;
  isAscending: boolean;
}

export interface GetResponse<T> {
  accountId: Id;
  state: string;
  list: T[];
  notFound: Id[];
}

export interface ChangesResponse {
  oldState: string;
  newState: string;
  hasMoreChanges: boolean;
  created: Id[];
  updated: Id[];
  destroyed: Id[];
}

export interface QueryResponse {
  queryState: string;
  canCalculateChanges: boolean;
  position: number;
  ids: Id[];
  total?: number;
}

export interface QueryChangesResponse {
  oldQueryState: string;
  newQueryState: string;
  total?: number;
  removed: Id[];
  added: { id: Id; index: number }[];
}

export interface SetError {
  type: string;
  description?: string | null;
  properties?: string[];
}

export interface SetResponse<T = Record<string, unknown>> {
  oldState: string | null;
  newState: string;
  created: Record<Id, T> | null;
  updated: Record<Id, T | null> | null;
  destroyed: Id[] | null;
  notCreated: Record<Id, SetError> | null;
  notUpdated: Record<Id, SetError> | null;
  notDestroyed: Record<Id, SetError> | null;
}

export const ROW_PROPERTIES = ['id', 'threadId', 'mailboxIds', 'keywords', 'hasAttachment', 'from', 'to', 'subject',
  'receivedAt', 'preview', 'size', 'snoozed'] as const;

/** What a row says of the other mails of its conversation: a light row lacks the rest. */
export const MEMBER_PROPERTIES = ['id', 'threadId', 'mailboxIds', 'keywords', 'from', 'subject', 'receivedAt', 'snoozed'] as const;

export const LETTER_PROPERTIES = [...ROW_PROPERTIES, 'blobId', 'messageId', 'inReplyTo', 'references', 'sentAt', 'cc',
  'bcc', 'replyTo', 'header:List-Post:asURLs', 'textBody', 'htmlBody', 'attachments', 'bodyValues'] as const;

export const CORE = 'urn:ietf:params:jmap:core';
export const MAIL = 'urn:ietf:params:jmap:mail';
export const BLOB = 'urn:ietf:params:jmap:blob';
export const SUBMISSION = 'urn:ietf:params:jmap:submission';
export const PRINCIPALS = 'urn:ietf:params:jmap:principals';
export const SNOOZE = 'urn:pabal:params:jmap:snooze';
export const PREFERENCES = 'urn:pabal:params:jmap:preferences';
export const ATTACHMENT_KIND = 'urn:pabal:params:jmap:attachmentkind';
export const QUOTA = 'urn:ietf:params:jmap:quota';

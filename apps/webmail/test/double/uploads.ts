// SPDX-License-Identifier: Apache-2.0
// Blobs that are uploaded, and messages that are made of them (RFC 9404 §4.1, RFC 8621 §4.8).
import type { Id } from '../../src/core/jmap/types';
import type { JmapDouble } from './jmap';

type Json = Record<string, unknown>;

export class Uploads {
  private blobs = new Map<Id, string>();
  /** Of each message that was imported, by the id of its Email. */
  readonly messages = new Map<Id, string>();
  /** Octets that the account has room for. */
  room = Infinity;

  upload(args: Json): Json {
    const created: Json = {};
    // As within one request: references are to what it has just made.
    this.blobs = new Map();
    for (const [key, { data }] of Object.entries(args['create'] as Record<string, { data: { 'data:asBase64': string }[] }>)) {
      const octets = data.map((part) => Buffer.from(part['data:asBase64'], 'base64').toString('latin1')).join('');
      this.blobs.set(`#${key}`, octets);
      created[key] = { id: `u-${key}`, type: 'message/rfc822', size: octets.length };
    }
    return { created };
  }

  import(args: Json, server: JmapDouble): Json {
    const created: Json = {};
    const notCreated: Json = {};
    for (const [key, email] of Object.entries(args['emails'] as Record<string, Json>)) {
      const octets = this.blobs.get(email['blobId'] as Id);
      const [first] = Object.keys(email['mailboxIds'] as Json);
      const mailbox = server.mailboxes.get(first ?? '');
      if (octets === undefined || mailbox === undefined) notCreated[key] = { type: 'invalidProperties' };
      else if (octets.includes('refuse me')) notCreated[key] = { type: 'invalidEmail', description: 'The blob is no message.' };
      else if (octets.length > this.room) notCreated[key] = { type: 'overQuota', description: 'The account is full.' };
      else {
        this.room -= octets.length;
        const id = /^Message-ID: <(.*)>/m.exec(octets)?.[1];
        const stored = server.deliver(mailbox, {
          mailboxIds: email['mailboxIds'] as Record<Id, true>, keywords: email['keywords'] as Record<string, true>, size: octets.length, messageId: id === undefined ? null : [id],
          ...(typeof email['receivedAt'] === 'string' && { receivedAt: email['receivedAt'] }),
        });
        this.messages.set(stored.id, octets);
        created[key] = { id: stored.id };
      }
    }
    return { created, notCreated };
  }
}

// SPDX-License-Identifier: Apache-2.0
// What the double's account has deleted and can have back: DeletedEmail.
import type { Id, Mailbox, Row } from '../../src/core/jmap/types';
import type { JmapDouble } from './jmap';

type Json = Record<string, unknown>;

export interface BinRow {
  id: Id;
  email: Partial<Row>;
  deletedAt: string;
  mailboxName: string;
}

export class Bin {
  rows: BinRow[] = [];
  private serial = 0;

  constructor(private readonly server: JmapDouble) {}

  add(mailboxName: string, deletedAt: string, email: BinRow['email'] = {}): BinRow {
    const row = { id: `X${++this.serial}`, email, deletedAt, mailboxName };
    this.rows.unshift(row);
    return row;
  }

  private mailbox(name: string): Mailbox | undefined {
    return [...this.server.mailboxes.values()].find((mailbox) => mailbox.name === name);
  }

  private find(args: Json): BinRow[] {
    const ids = args['ids'] as Id[] | undefined;
    if (ids) return this.rows.filter((row) => ids.includes(row.id));
    const { after = '', before = '9', text = '' } = (args['filter'] ?? {}) as Record<string, string>;
    const words = ({ email }: BinRow) => `${email.subject} ${email.from?.map((one) => `${one.name} ${one.email}`).join()}`.toLowerCase();
    return this.rows.filter((row) => row.deletedAt >= after && row.deletedAt < before && words(row).includes(text.toLowerCase()));
  }

  call(name: string, args: Json): Json | undefined {
    const found = this.find(args);
    const state = { accountId: this.server.accountId, hasMore: false };
    switch (name) {
      case 'DeletedEmail/query': {
        const position = Number(args['position'] ?? 0);
        return { ...state, queryState: '1', position, ids: found.slice(position, position + Number(args['limit'] ?? 1000)).map(({ id }) => id), total: found.length };
      }
      case 'DeletedEmail/get': return { ...state, state: '1', list: found.map((row) => this.shown(row)), notFound: [] };
      case 'DeletedEmail/restore': return { ...state, ...this.restore(found) };
      case 'DeletedEmail/destroy': {
        this.rows = this.rows.filter((row) => !found.includes(row));
        return { ...state, destroyed: found.map(({ id }) => id), notDestroyed: {} };
      }
      default: return undefined;
    }
  }

  private shown({ id, email, deletedAt, mailboxName }: BinRow): Json {
    return {
      id, emailId: `e-${id}`, subject: email.subject ?? null, from: email.from ?? null, preview: email.preview ?? '', size: email.size ?? 1000,
      deletedAt, mailboxName, mailboxExists: this.mailbox(mailboxName) !== undefined,
    };
  }

  private restore(found: BinRow[]): Json {
    const restored: Json = {};
    const mailboxesMade: string[] = [];
    for (const { id, email, mailboxName } of found) {
      let mailbox = this.mailbox(mailboxName);
      if (!mailbox) {
        mailbox = this.server.addMailbox(mailboxName, null);
        mailboxesMade.push(mailboxName);
      }
      restored[id] = { emailId: this.server.deliver(mailbox, email).id, mailboxName };
    }
    this.rows = this.rows.filter((row) => !found.includes(row));
    return { restored, notRestored: {}, mailboxesMade };
  }
}

// SPDX-License-Identifier: Apache-2.0
// Which messages are in which folders already: by Message-ID and size, or, without the one, by date and
// size.
import { JmapError } from '../../core/jmap/errors';
import type { ChangesResponse, GetResponse, Id, QueryResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import type { Message } from './message';

interface Known {
  id: Id;
  messageId: string[] | null;
  size: number;
  receivedAt: string;
}

const PROPERTIES = ['messageId', 'size', 'receivedAt'];

function keysOf({ messageId, size, receivedAt }: Known): string[] {
  const at = new Date(receivedAt).getTime();
  return [...(messageId ?? []).map((id) => `${id} ${size}`), `@${Math.floor(at / 1000)} ${size}`];
}

/** Nothing for a message that cannot be told from others. */
function keyOf({ messageId, octets, receivedAt }: Message): string | undefined {
  if (messageId !== '') return `${messageId} ${octets.length}`;
  return receivedAt && `@${Math.floor(receivedAt.getTime() / 1000)} ${octets.length}`;
}

export class Present {
  private readonly folders = new Map<Id, Set<string>>();
  /** Of Email: what came afterwards is found by it. */
  state = '';

  constructor(private readonly account: Account) {}

  async begin(): Promise<void> {
    this.state = (await this.account.transport.call<GetResponse<Known>>('Email/get', { accountId: this.account.id, ids: [] }).result).state;
  }

  /** Asks once what is in a folder. */
  async learn(mailbox: Id): Promise<void> {
    if (this.folders.has(mailbox)) return;
    const keys = new Set<string>();
    const limit = this.account.limits.objectsInGet;
    for (let position = 0; ; position += limit) {
      const query = this.account.transport.call<QueryResponse>('Email/query', {
        accountId: this.account.id, filter: { inMailbox: mailbox }, sort: [{ property: 'receivedAt', isAscending: true }], position, limit,
      });
      const got = this.account.transport.call<GetResponse<Known>>('Email/get', { accountId: this.account.id, '#ids': query.ref('/ids'), properties: PROPERTIES });
      const { list } = await got.result;
      for (const each of list) for (const key of keysOf(each)) keys.add(key);
      if ((await query.result).ids.length === 0) break;
    }
    this.folders.set(mailbox, keys);
  }

  has(mailbox: Id, message: Message): boolean {
    const key = keyOf(message);
    return key !== undefined && this.folders.get(mailbox)?.has(key) === true;
  }

  add(mailbox: Id, message: Message): void {
    const key = keyOf(message);
    if (key !== undefined) this.folders.get(mailbox)?.add(key);
  }

  /** What has come since the last answer that was heard.
   *
   *  @returns tells of a message whether it is among these */
  async arrived(): Promise<(message: Message) => boolean> {
    const keys = new Set<string>();
    try {
      for (let more = true; more;) {
        const changes = await this.account.transport.call<ChangesResponse>('Email/changes', { accountId: this.account.id, sinceState: this.state, maxChanges: this.account.limits.objectsInGet }).result;
        if (changes.created.length > 0) {
          const { list } = await this.account.transport.call<GetResponse<Known>>('Email/get', { accountId: this.account.id, ids: changes.created, properties: PROPERTIES }).result;
          for (const each of list) for (const key of keysOf(each)) keys.add(key);
        }
        this.state = changes.newState;
        more = changes.hasMoreChanges;
      }
    } catch (failure) {
      if (!(failure instanceof JmapError) || failure.type !== 'cannotCalculateChanges') throw failure;
      // So much has happened that all of these folders are asked about anew.
      const known = [...this.folders.keys()];
      await this.begin();
      this.folders.clear();
      for (const mailbox of known) await this.learn(mailbox);
      return (message) => known.some((mailbox) => this.has(mailbox, message));
    }
    return (message) => {
      const key = keyOf(message);
      return key !== undefined && keys.has(key);
    };
  }
}

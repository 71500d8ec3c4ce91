// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

const NEWEST_FIRST = [{ property: 'receivedAt', isAscending: false }];
let server: JmapDouble;
let inbox: Mailbox;
let shelf: MemoryShelf;

function open(): Account {
  return new Account(server.session() as unknown as Session, shelf, new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
}

beforeEach(() => {
  server = new JmapDouble();
  server.addMailbox('Sent', 'sent');
  inbox = server.addMailbox('INBOX', 'inbox');
  for (let count = 0; count < 100; count++) server.deliver(inbox);
  shelf = new MemoryShelf();
});

describe('the first row', () => {
  it('costs one request when nobody knows yet which mailbox the inbox is', async () => {
    const account = open();
    await account.recall();
    await account.start(() => account.listOfInbox({ sort: NEWEST_FIRST, collapseThreads: true }));
    expect(server.log).toHaveLength(1);
    const list = account.list({ filter: { inMailbox: inbox.id }, sort: NEWEST_FIRST, collapseThreads: true });
    expect(list.total).toBe(100);
    expect(account.emails.row(list.idAt(0) as string)?.subject).toMatch(/^Subject/);
    await list.need(0, 30);
    await settled();
    expect(server.log).toHaveLength(1);
  });

  it('costs one request when the last visit is remembered', async () => {
    await open().start();
    server.log.length = 0;
    const account = open();
    await account.recall();
    const list = account.list({ filter: { inMailbox: account.mailboxes.byRole('inbox')?.id as string }, sort: NEWEST_FIRST, collapseThreads: false });
    await account.start(() => list.need(0, 64));
    expect(server.log).toHaveLength(1);
    expect(list.known).toHaveLength(64);
  });

  it('is asked for again when the first answer did not come', async () => {
    const account = open();
    server.fail = () => new Response('', { status: 400 });
    await expect(account.listOfInbox({ sort: NEWEST_FIRST, collapseThreads: true })).rejects.toThrow();
    server.fail = undefined;
    const list = account.list({ filter: { inMailbox: inbox.id }, sort: NEWEST_FIRST, collapseThreads: true });
    await list.need(0, 10);
    expect(list.total).toBe(100);
  });
});

describe('a thousand rows', () => {
  it('scrolled through cost sixteen requests at most', async () => {
    for (let count = 0; count < 1_000; count++) server.deliver(inbox);
    const account = open();
    await account.start();
    server.log.length = 0;
    const list = account.list({ filter: { inMailbox: inbox.id }, sort: NEWEST_FIRST, collapseThreads: true });
    for (let first = 0; first < 1_000; first += 5) await list.need(first, first + 20);
    expect(server.log.length).toBeLessThanOrEqual(16);
  });
});

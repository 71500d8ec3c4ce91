// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox, Session } from '../../src/core/jmap/types';
import { openingCalls } from '../../src/core/jmap/opening';
import { accountOf, limitsOf, ownPath, using } from '../../src/core/jmap/session';
import { Transport } from '../../src/core/jmap/transport';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { Screen } from '../../src/mail/screen.svelte';
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
  it('is asked for ahead in the very words of the account', async () => {
    const session = server.session() as unknown as Session;
    const said: string[] = [];
    const listening = (world: TestWorld) => ({ ...world, wait: (millis: number) => world.wait(millis), fetch: (url: string, init: RequestInit) => (said.push(`${url} ${String(init.body)}`), world.fetch(url, init)) });
    openingCalls(new Transport(ownPath(session.apiUrl), limitsOf(session).calls, listening(new TestWorld(server)), using(session)), accountOf(session), session, true);
    await settled();
    const account = new Account(session, shelf, listening(new TestWorld(server)), { refused: () => undefined, signedOut: () => undefined });
    const screen = new Screen(account);
    await account.recall();
    await account.start(screen.first);
    expect(said).toHaveLength(2);
    expect(said[1]).toBe(said[0]);
  });

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

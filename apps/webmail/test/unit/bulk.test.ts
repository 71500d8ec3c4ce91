// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { Bulk, type Change } from '../../src/mail/bulk/bulk.svelte';
import { JmapDouble } from '../double/jmap';
import { TestWorld } from '../double/outside';

const COUNT = 1_100;
const SORT = [{ property: 'receivedAt', isAscending: false }];
let server: JmapDouble;
let inbox: Mailbox;
let archive: Mailbox;
let account: Account;
const words = { key: 'act.moved', args: {} };
const inside = (mailbox: Mailbox) => [...server.emails.values()].filter((email) => email.mailboxIds[mailbox.id]).length;
const toArchive: Change = (mail) => ({ patch: { mailboxIds: { [archive.id]: true } }, inverse: { mailboxIds: mail.mailboxIds } });

beforeEach(async () => {
  server = new JmapDouble();
  inbox = server.addMailbox('INBOX', 'inbox');
  archive = server.addMailbox('Archive', 'archive');
  for (let count = 0; count < COUNT; count++) server.deliver(inbox);
  account = new Account(server.session() as unknown as Session, new MemoryShelf(), new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
  await account.start();
});

describe('all that a list is of', () => {
  it('is moved part by part though it leaves the list, and comes back', async () => {
    const bulk = new Bulk(account, words, () => Promise.resolve());
    await bulk.run({ inMailbox: inbox.id }, SORT, toArchive);
    expect(bulk).toMatchObject({ stage: 'done', done: COUNT, total: COUNT, refused: 0, undoable: true });
    expect([inside(inbox), inside(archive)]).toEqual([0, COUNT]);
    expect(server.log.filter((methods) => methods.includes('Email/set')).length).toBe(Math.ceil(COUNT / 250));
    await bulk.takeBack();
    expect(bulk).toMatchObject({ stage: 'undone', undoable: false });
    expect([inside(inbox), inside(archive)]).toEqual([COUNT, 0]);
  });

  it('stops after the part that is on its way, and only that is undone', async () => {
    const bulk = new Bulk(account, words, () => Promise.resolve());
    let parts = 0;
    server.fail = () => {
      if (bulk.stage === 'working' && ++parts === 2) bulk.stop();
      return undefined;
    };
    await bulk.run({ inMailbox: inbox.id }, SORT, toArchive);
    expect(inside(archive)).toBe(500);
    await bulk.takeBack();
    expect(inside(archive)).toBe(0);
  });

  it('waits for a server that is busy, and says what is done when it stays away', async () => {
    const bulk = new Bulk(account, words, () => Promise.resolve());
    let answers = 0;
    server.fail = () => (bulk.stage === 'working' && ++answers >= 2 && answers !== 3 ? new Response('', { status: 503 }) : undefined);
    await bulk.run({ inMailbox: inbox.id }, SORT, toArchive);
    expect(bulk.stage).toBe('failed');
    expect(bulk.done).toBe(500);
    server.fail = undefined;
    await bulk.takeBack();
    expect(inside(inbox)).toBe(COUNT);
  });

  it('counts what the server refuses, and leaves it out when it is undone', async () => {
    const bulk = new Bulk(account, words, () => Promise.resolve());
    const running = bulk.run({ inMailbox: inbox.id }, SORT, toArchive);
    server.fail = () => {
      if (bulk.stage === 'working') {
        server.emails.delete([...server.emails.keys()].at(-1) as string);
        server.fail = undefined;
      }
      return undefined;
    };
    await running;
    expect(bulk.refused).toBe(1);
    await bulk.takeBack();
    expect(bulk.refused).toBe(0);
  });
});

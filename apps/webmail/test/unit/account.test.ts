// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Id, Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import type { Patch } from '../../src/core/store/emails.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

let server: JmapDouble;
let world: TestWorld;
let shelf: MemoryShelf;
let account: Account;
let inbox: Mailbox;
let archive: Mailbox;
let refused: string[];

const words = { key: 'act.moved', args: { count: 1 } };
const spec = () => ({ filter: { inMailbox: inbox.id }, sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: true });

async function open(): Promise<Account> {
  let now = 0;
  const opened = new Account(server.session() as unknown as Session, shelf, world, { refused: (_, error) => refused.push(error.type), signedOut: () => refused.push('signed-out') }, () => now++);
  await opened.recall();
  await opened.start();
  return opened;
}

beforeEach(async () => {
  server = new JmapDouble();
  inbox = server.addMailbox('INBOX', 'inbox');
  archive = server.addMailbox('Archive', 'archive');
  for (let count = 0; count < 20; count++) server.deliver(inbox);
  world = new TestWorld(server);
  shelf = new MemoryShelf();
  refused = [];
  account = await open();
  await account.list(spec()).need(0, 20);
});

function move(id: Id, from: Mailbox, to: Mailbox): [Record<Id, Patch>, Record<Id, Patch>] {
  return [{ [id]: { mailboxIds: { [to.id]: true } } }, { [id]: { mailboxIds: { [from.id]: true } } }];
}

describe('an act', () => {
  it('is seen at once and done on the server', async () => {
    const list = account.list(spec());
    const id = list.idAt(3) as Id;
    account.outbox.submit(...move(id, inbox, archive), words);
    expect(list.indexOf(id)).toBe(-1);
    expect(list.total).toBe(19);
    expect(account.mailboxes.byId(archive.id)?.totalEmails).toBe(1);
    await settled();
    expect(server.emails.get(id)?.mailboxIds).toEqual({ [archive.id]: true });
    expect(list.total).toBe(19);
    expect(await shelf.all('outbox')).toEqual([]);
  });

  it('undone before it was sent never reaches the server', async () => {
    const list = account.list(spec());
    const id = list.idAt(3) as Id;
    const act = account.outbox.submit(...move(id, inbox, archive), words);
    account.outbox.undo(act);
    expect(list.indexOf(id)).toBe(3);
    await settled();
    expect(server.log.flat()).not.toContain('Email/set');
  });

  it('undone after it was sent is turned round', async () => {
    const list = account.list(spec());
    const id = list.idAt(3) as Id;
    const act = account.outbox.submit(...move(id, inbox, archive), words);
    await settled();
    account.outbox.undo(act);
    expect(list.indexOf(id)).toBe(3);
    expect(list.total).toBe(20);
    await settled();
    expect(server.emails.get(id)?.mailboxIds).toEqual({ [inbox.id]: true });
    expect(list.indexOf(id)).toBe(3);
    expect(list.total).toBe(20);
  });

  it('is not undone on the screen by an answer that was on its way', async () => {
    const list = account.list(spec());
    const id = list.idAt(3) as Id;
    server.deliver(inbox);
    const syncing = account.sync();
    account.outbox.submit({ [id]: { 'keywords/$flagged': true } }, { [id]: { 'keywords/$flagged': null } }, words);
    const act = account.outbox.submit(...move(id, inbox, archive), words);
    await syncing;
    expect(list.indexOf(id)).toBe(-1);
    expect(account.emails.row(id)?.keywords['$flagged']).toBe(true);
    account.outbox.undo(act);
    expect(list.indexOf(id)).toBeGreaterThanOrEqual(3);
    await settled();
    expect(list.total).toBe(21);
    expect(list.indexOf(id)).toBe(4);
    expect(account.emails.row(id)?.keywords['$flagged']).toBe(true);
  });

  it('refused by the server is taken back with a word', async () => {
    const list = account.list(spec());
    const id = list.idAt(0) as Id;
    const row = server.emails.get(id);
    server.emails.delete(id);
    account.outbox.submit(...move(id, inbox, archive), words);
    expect(list.indexOf(id)).toBe(-1);
    await settled();
    expect(refused).toEqual(['notFound']);
    expect(row).toBeDefined();
    expect(account.outbox.waiting).toEqual([]);
  });

  it('ten times in a row brings no row back and goes in few requests', async () => {
    const list = account.list(spec());
    const ids = Array.from({ length: 10 }, (_, at) => list.idAt(at) as Id);
    const before = server.log.length;
    for (const id of ids) {
      account.outbox.submit(...move(id, inbox, archive), words);
      expect(list.indexOf(id)).toBe(-1);
    }
    await settled();
    expect(list.total).toBe(10);
    expect(list.known.filter((id) => ids.includes(id))).toEqual([]);
    expect(server.log.slice(before).filter((methods) => methods.includes('Email/set')).length).toBeLessThanOrEqual(2);
  });

  it('on one mail of a conversation leaves the row while another stays', async () => {
    const first = server.deliver(inbox);
    const second = server.deliver(inbox, { threadId: first.threadId });
    await account.sync();
    await settled();
    const list = account.list(spec());
    expect(list.indexOf(second.id)).toBe(0);
    account.outbox.submit(...move(second.id, inbox, archive), words);
    expect(list.indexOf(second.id)).toBe(0);
    account.outbox.submit(...move(first.id, inbox, archive), words);
    expect(list.indexOf(second.id)).toBe(-1);
  });
});

describe('without a line', () => {
  it('acts wait, outlive the page, and are sent in their order', async () => {
    const id = account.list(spec()).idAt(0) as Id;
    server.fail = () => new TypeError('network');
    world.patient = false;
    account.outbox.submit(...move(id, inbox, archive), words);
    account.outbox.submit({ [id]: { 'keywords/$flagged': true } }, { [id]: { 'keywords/$flagged': null } }, words);
    await settled();
    expect(account.offlineSince).toBeDefined();
    expect(account.outbox.waiting).toHaveLength(2);

    server.fail = undefined;
    const later = await open();
    await settled();
    expect(later.outbox.waiting).toEqual([]);
    expect(server.emails.get(id)).toMatchObject({ mailboxIds: { [archive.id]: true }, keywords: { $flagged: true } });
  });

  it('the server’s older word does not undo what is seen', async () => {
    const list = account.list(spec());
    const id = list.idAt(0) as Id;
    server.fail = () => new TypeError('network');
    world.patient = false;
    account.outbox.submit(...move(id, inbox, archive), words);
    await settled();
    server.fail = undefined;
    await account.sync();
    expect(list.indexOf(id)).toBe(-1);
    world.wake();
    await settled();
    expect(list.indexOf(id)).toBe(-1);
    expect(list.total).toBe(19);
    expect(server.emails.get(id)?.mailboxIds).toEqual({ [archive.id]: true });
  });

  it('a session that ended keeps the acts until one is signed in again', async () => {
    const id = account.list(spec()).idAt(0) as Id;
    server.fail = () => new Response('', { status: 401 });
    account.outbox.submit(...move(id, inbox, archive), words);
    await settled();
    expect(refused).toContain('signed-out');
    expect(account.outbox.waiting).toHaveLength(1);
    server.fail = undefined;
    await account.outbox.drain();
    expect(server.emails.get(id)?.mailboxIds).toEqual({ [archive.id]: true });
  });
});

describe('changes elsewhere', () => {
  it('come in with their rows and counts', async () => {
    const list = account.list(spec());
    const fresh = server.deliver(inbox, { subject: '새 메일' });
    await account.sync();
    await settled();
    expect(list.idAt(0)).toBe(fresh.id);
    expect(account.emails.row(fresh.id)?.subject).toBe('새 메일');
    expect(account.mailboxes.byId(inbox.id)?.totalEmails).toBe(21);
  });

  it('to keywords are seen in rows that are known', async () => {
    const id = account.list(spec()).idAt(2) as Id;
    server.handle({ methodCalls: [['Email/set', { update: { [id]: { 'keywords/$seen': true } } }, 'x']] });
    await account.sync();
    expect(account.emails.row(id)?.keywords).toEqual({ $seen: true });
  });

  it('are seen in a folder that is opened again while they are asked about', async () => {
    const hand = server.addMailbox('Hand', null);
    const of = ({ id }: Mailbox) => account.list({ ...spec(), filter: { inMailbox: id } });
    for (const mailbox of [archive, hand, inbox]) await of(mailbox).need(0, 20);
    const fresh = server.deliver(archive);
    const before = server.log.length;
    const syncing = account.sync();
    while (!server.log.slice(before).flat().includes('Email/queryChanges')) await Promise.resolve();
    const opened = of(archive);
    await syncing;
    expect(opened.idAt(0)).toBe(fresh.id);
    expect(of(archive)).toBe(opened);
  });

  it('are seen in a folder whose first answer came after it was left', async () => {
    const hand = server.addMailbox('Hand', null);
    const of = ({ id }: Mailbox) => account.list({ ...spec(), filter: { inMailbox: id } });
    const { fetch } = server;
    let late: () => void = () => undefined;
    vi.spyOn(server, 'fetch').mockImplementationOnce(async (url, init) => {
      const answer = await fetch(url, init);
      await new Promise<void>((told) => (late = told));
      return answer;
    });
    const loading = of(archive).need(0, 20);
    await settled();
    for (const mailbox of [hand, inbox]) await of(mailbox).need(0, 20);
    const fresh = server.deliver(archive);
    await account.sync();
    late();
    await loading;
    const again = of(archive);
    await again.need(0, 20);
    expect(again.idAt(0)).toBe(fresh.id);
  });

  it('add to a conversation on the screen', async () => {
    const row = account.emails.row(account.list(spec()).idAt(0) as Id);
    server.deliver(inbox, { threadId: row?.threadId ?? '' });
    await account.sync();
    await settled();
    expect(account.emails.members(row?.threadId ?? '')).toHaveLength(2);
  });
});

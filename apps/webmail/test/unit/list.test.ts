// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Id, Mailbox } from '../../src/core/jmap/types';
import { Emails } from '../../src/core/store/emails.svelte';
import { FIRST } from '../../src/core/jmap/opening';
import { Transport } from '../../src/core/jmap/transport';
import { ListWindow } from '../../src/core/store/list.svelte';
import { JmapDouble } from '../double/jmap';
import { seeded, settled, TestWorld } from '../double/outside';

let server: JmapDouble;
let inbox: Mailbox;
let transport: Transport;
let emails: Emails;

beforeEach(() => {
  server = new JmapDouble();
  inbox = server.addMailbox('INBOX', 'inbox');
  transport = new Transport('/jmap/api', 16, new TestWorld(server));
  emails = new Emails(transport, server.accountId, server.maxObjectsInGet);
});

function window(collapseThreads = false, done = () => true): ListWindow {
  return new ListWindow({ filter: { inMailbox: inbox.id }, sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads }, transport, server.accountId, emails, done);
}

function deliver(count: number): Id[] {
  return Array.from({ length: count }, () => server.deliver(inbox).id);
}

/** What the server would list, newest first. */
const truth = () => [...server.emails.values()].filter((email) => email.mailboxIds[inbox.id]).sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).map((email) => email.id);

describe('a list', () => {
  it('fetches its first page in one request', async () => {
    deliver(200);
    const list = window();
    await list.need(0, 20);
    expect(list.total).toBe(200);
    expect(list.idAt(0)).toBe(truth()[0]);
    expect(emails.row(list.idAt(FIRST - 1) as Id)).toBeDefined();
    expect(list.idAt(FIRST)).toBeUndefined();
    expect(server.log).toEqual([['Email/query', 'Email/get']]);
  });

  it('asks again for rows that were forgotten meanwhile, and forgets none that is looked at', async () => {
    emails = new Emails(transport, server.accountId, server.maxObjectsInGet, 200);
    deliver(600);
    const list = window();
    await list.need(0, 20);
    const top = list.idAt(0) as Id;
    // Copies of the rest, while the top is looked at.
    await list.fill(600, () => Promise.resolve());
    expect(emails.knows(top)).toBe(true);
    expect(list.known).toHaveLength(600);
    const early = list.idAt(200) as Id;
    expect(emails.knows(early)).toBe(false);
    await list.need(560, 590);
    await list.need(200, 220);
    expect(emails.knows(early)).toBe(true);
    const before = server.log.length;
    await list.need(200, 220);
    expect(server.log).toHaveLength(before);
  });

  it('asks once for a row that is no more', async () => {
    deliver(3);
    const list = window();
    await list.need(0, 3);
    emails.remove([list.idAt(1) as Id]);
    server.emails.delete(list.idAt(1) as Id);
    const before = server.log.length;
    await list.need(0, 3);
    expect(server.log.length).toBeLessThanOrEqual(before + 2);
  });

  it('asks for conversations in the same request', async () => {
    const first = server.deliver(inbox);
    server.deliver(inbox, { threadId: first.threadId });
    server.deliver(inbox);
    const list = window(true);
    await list.need(0, 20);
    expect(list.total).toBe(2);
    expect(emails.conversation(emails.row(list.idAt(1) as Id) as never)).toHaveLength(2);
    expect(server.log).toEqual([['Email/query', 'Email/get', 'Thread/get', 'Email/get']]);
  });

  it('knows of the other mails of a conversation what it shows, and the rest when it is read', async () => {
    const first = server.deliver(inbox);
    const last = server.deliver(inbox, { threadId: first.threadId });
    await window(true).need(0, 20);
    expect(emails.row(last.id)).toMatchObject({ preview: last.preview });
    expect(emails.row(first.id)).toMatchObject({ light: true, subject: first.subject, preview: '' });
    expect(emails.isWhole(first.threadId)).toBe(false);
    await emails.fetchThread(first.threadId);
    expect(emails.isWhole(first.threadId)).toBe(true);
    emails.putLight([{ ...first, keywords: { $seen: true } }]);
    expect(emails.row(first.id)).toMatchObject({ keywords: { $seen: true }, preview: first.preview });
    expect(emails.isWhole(first.threadId)).toBe(true);
  });

  it('asks in several calls for conversations of more mails than one call may name', async () => {
    server.maxObjectsInGet = 10;
    emails = new Emails(transport, server.accountId, 10);
    for (let count = 0; count < 5; count++) {
      const first = server.deliver(inbox);
      for (let more = 0; more < 4; more++) server.deliver(inbox, { threadId: first.threadId });
    }
    const list = window(true);
    await list.need(0, 20);
    expect(list.trouble).toBeUndefined();
    expect(emails.conversation(emails.row(list.idAt(0) as Id) as never)).toHaveLength(5);
  });

  it('jumps to its end without what lies between', async () => {
    deliver(1000);
    const list = window();
    await list.need(0, 20);
    await list.need(980, 1000);
    expect(list.idAt(999)).toBe(truth()[999]);
    expect(list.idAt(500)).toBeUndefined();
    expect(server.log).toHaveLength(2);
  });

  it('of 1,000 rows is scrolled through with 16 requests', async () => {
    deliver(1000);
    const list = window();
    for (let top = 0; top <= 980; top += 10) await list.need(top, Math.min(1000, top + 20));
    expect(list.known).toEqual(truth());
    expect(server.log.length).toBeLessThanOrEqual(16);
  });

  it('takes in what is new and what is gone', async () => {
    const [old] = deliver(100);
    const list = window();
    await list.need(0, 100);
    server.remove(old as Id);
    deliver(2);
    await list.refresh();
    await settled();
    expect(list.known).toEqual(truth());
    expect(list.total).toBe(101);
  });

  it('counts a row once that has left, whichever answer was the first to know', async () => {
    deliver(200);
    const archive = server.addMailbox('Archive', 'archive');
    const list = window();
    await list.need(0, 20);
    const id = list.idAt(3) as Id;
    const moved = { mailboxIds: { [archive.id]: true as const } };
    emails.patch(id, moved);
    list.reconcile(new Set([id]), (row) => row.mailboxIds[inbox.id] === true);
    server.handle({ methodCalls: [['Email/set', { update: { [id]: moved } }, 's']] });
    await list.need(64, 84);
    await list.refresh();
    await settled();
    expect(list.total).toBe(199);
    expect(list.idAt(64)).toBe(truth()[64]);
    server.handle({ methodCalls: [['Email/set', { update: { [id]: { mailboxIds: { [inbox.id]: true } } } }, 's']] });
    await list.refresh();
    expect(list.total).toBe(200);
    expect(list.idAt(3)).toBe(id);
  });

  it('keeps its rows while more is fetched and something new has come', async () => {
    deliver(200);
    const list = window();
    await list.need(0, 20);
    const before = server.log.length;
    let come = 1;
    await list.fill(200, async () => void deliver(come--));
    await settled();
    expect(list.known).toEqual(truth());
    const asked = server.log.slice(before).flat();
    expect(asked.filter((name) => name === 'Email/queryChanges')).toHaveLength(1);
    expect(asked.filter((name) => name === 'Email/query')).toHaveLength(3);
  });

  it('keeps its rows while more is fetched and acts wait', async () => {
    deliver(200);
    let waiting = true;
    const list = window(false, () => !waiting);
    await list.need(0, 20);
    let times = 0;
    await list.fill(200, async () => {
      if (times++ === 0) deliver(1);
      if (times === 3) waiting = false;
      expect(list.idAt(31)).toBeDefined();
    });
    await settled();
    expect(list.known).toEqual(truth());
  });

  it('forgets what lies behind a gap when something unseen has left', async () => {
    deliver(500);
    const list = window();
    await list.need(0, 20);
    await list.need(480, 500);
    const unseen = truth()[250] as Id;
    server.remove(unseen);
    await list.refresh();
    await list.need(480, 499);
    await settled();
    expect(list.idAt(498)).toBe(truth()[498]);
    expect(list.idAt(480)).toBe(truth()[480]);
  });

  it('asks for what is seen anew when changes cannot be told', async () => {
    deliver(300);
    const list = window();
    await list.need(100, 130);
    server.forgetsQueries = true;
    deliver(3);
    await list.refresh();
    expect(list.idAt(100)).toBe(truth()[100]);
    expect(list.total).toBe(303);
  });

  it('says what went wrong and can be asked again', async () => {
    deliver(10);
    const list = window();
    server.fail = () => new Response('', { status: 403 });
    await list.need(0, 10);
    expect(list.trouble?.trouble).toBe('refused');
    server.fail = undefined;
    await list.need(0, 10);
    expect(list.trouble).toBeUndefined();
    expect(list.total).toBe(10);
  });

  it.each([1, 2, 3, 4, 5])('is the server’s after any changes, seed %i', async (seed) => {
    const random = seeded(seed);
    deliver(150);
    const list = window();
    await list.need(0, 30);
    for (let step = 0; step < 60; step++) {
      const all = truth();
      switch (random(4)) {
        case 0: deliver(1 + random(3)); break;
        case 1: if (all.length > 0) server.remove(all[random(all.length)] as Id); break;
        case 2: {
          const from = random(Math.max(1, all.length));
          await list.need(from, Math.min(list.total, from + 20));
          break;
        }
        default: await list.refresh();
      }
      await settled();
    }
    await list.refresh();
    await settled();
    const now = truth();
    expect(list.total, `seed ${seed}`).toBe(now.length);
    for (let at = 0; at < now.length; at++) {
      const id = list.idAt(at);
      if (id !== undefined) expect(id, `seed ${seed}, position ${at}`).toBe(now[at]);
    }
    await list.need(0, list.total);
    expect(list.known, `seed ${seed}`).toEqual(now);
  }, 20_000);
});

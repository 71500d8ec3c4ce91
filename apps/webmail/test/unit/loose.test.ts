// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JmapError } from '../../src/core/jmap/errors';
import type { Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { minding } from '../../src/loose';
import { blank } from '../../src/mail/compose/reply';
import { Draft } from '../../src/mail/compose/draft.svelte';
import { Desk } from '../../src/mail/desk.svelte';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

function loose(reason: unknown): Event {
  return Object.assign(new Event('unhandledrejection', { cancelable: true }), { reason });
}

describe('a failure that nobody waited for', () => {
  const told: string[] = [];
  const page = new EventTarget();
  minding(page, (failure) => told.push(failure.type));

  it('is told where the connection does not tell it, and is no error of the page', () => {
    const tried = [new JmapError('signed-out', '401'), new JmapError('offline', 'cut'), new JmapError('busy', '503'), new JmapError('refused', 'forbidden'), new JmapError('broken', '500')];
    for (const failure of tried) expect(page.dispatchEvent(loose(failure)), failure.message).toBe(false);
    expect(told).toEqual(['forbidden', '500']);
  });

  it('is a bug where it is no answer of the server', () => {
    expect(page.dispatchEvent(loose(new TypeError('undefined is not a function')))).toBe(true);
  });
});

describe('a session that ends', () => {
  let server: JmapDouble;
  let inbox: Mailbox;
  let ends: number;
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => void unhandled.push(reason);
  const others = process.listeners('unhandledRejection');

  beforeEach(() => {
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', hear);
    unhandled.length = 0;
    ends = 0;
    server = new JmapDouble();
    inbox = server.addMailbox('INBOX', 'inbox');
    server.addMailbox('Drafts', 'drafts');
    server.deliver(inbox);
  });

  afterEach(() => {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  });

  const open = () => new Account(server.session() as unknown as Session, new MemoryShelf(), new TestWorld(server), { refused: () => undefined, signedOut: () => ends++ });
  const end = () => (server.fail = () => new Response('{}', { status: 401 }));
  const look = { sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: true };

  it('before the first list came is told once, by whoever asked', async () => {
    end();
    const account = open();
    await expect(account.start(() => account.listOfInbox(look))).rejects.toMatchObject({ trouble: 'signed-out' });
    await settled();
    expect(ends).toBeGreaterThan(0);
    expect(unhandled).toEqual([]);
  });

  it('in the midst of work leaves no call that nobody waits for', async () => {
    const account = open();
    await account.start();
    await account.settle();
    const list = account.list({ filter: { inMailbox: inbox.id }, ...look });
    await list.need(0, 10);
    const desk = new Desk(account, () => undefined);
    end();
    const draft = new Draft(account, blank(account.identities));
    desk.drafts = [draft];
    draft.changed();
    await draft.save();
    account.hear(undefined);
    account.goOn();
    void list.need(0, 10);
    void account.preferences.set({ searches: ['a'] });
    void desk.recover();
    await desk.discard(draft);
    await settled();
    expect(ends).toBeGreaterThan(0);
    expect(unhandled).toEqual([]);
    account.stop();
  });
});

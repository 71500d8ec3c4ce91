// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { Deleted } from '../../src/settings/restore/deleted.svelte';
import { JmapDouble } from '../double/jmap';
import { TestWorld } from '../double/outside';

describe('what was deleted', () => {
  let server: JmapDouble;
  let inbox: Mailbox;
  let account: Account;
  let deleted: Deleted;

  beforeEach(async () => {
    server = new JmapDouble();
    inbox = server.addMailbox('INBOX', 'inbox');
    for (let index = 0; index < 250; index++) {
      server.bin.add(index % 2 === 0 ? 'INBOX' : 'Gone', new Date(Date.UTC(2026, 10, 17, 0, index)).toISOString().replace(/\.\d+/, ''), { subject: `mail ${index}` });
    }
    account = new Account(server.session() as unknown as Session, new MemoryShelf(), new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
    await account.start();
    deleted = new Deleted(account);
    await deleted.load();
  });

  it('is shown by folder, the newest first, a part at a time', async () => {
    expect(deleted.rows).toHaveLength(200);
    expect(deleted.total).toBe(250);
    expect(deleted.groups.map(({ mailboxName, exists, rows }) => [mailboxName, exists, rows.length])).toEqual([['Gone', false, 100], ['INBOX', true, 100]]);
    expect(deleted.rows[0]?.subject).toBe('mail 249');
    await deleted.more();
    expect(deleted.rows).toHaveLength(250);
  });

  it('is found by time and words', async () => {
    deleted.after = '2026-11-17T04:00:00Z';
    await deleted.load();
    expect(deleted.total).toBe(10);
    deleted.text = 'MAIL 245';
    await deleted.load();
    expect(deleted.rows.map(({ subject }) => subject)).toEqual(['mail 245']);
  });

  it('comes back as chosen, and is read back', async () => {
    deleted.choose(deleted.rows.slice(0, 3), true);
    deleted.choose(deleted.rows.slice(1, 2), false);
    expect(deleted.count).toBe(2);
    expect(await deleted.restore()).toEqual({ count: 2, folders: [['Gone', 2]], made: ['Gone'], overQuota: 0, noMailbox: 0, proven: true });
    expect(deleted.total).toBe(248);
    expect(deleted.count).toBe(0);
    expect(server.emails.size).toBe(2);
  });

  it('comes back as a whole, also what is not shown, and not what is deleted meanwhile', async () => {
    deleted.chooseAll(true);
    expect(deleted.count).toBe(250);
    server.bin.add('INBOX', '2026-11-17T20:00:00Z', { subject: 'later' });
    const { count, folders, proven } = await deleted.restore();
    expect([count, proven]).toEqual([250, true]);
    expect(folders).toEqual([['Gone', 125], ['INBOX', 125]]);
    expect(deleted.rows.map(({ subject }) => subject)).toEqual(['later']);
    expect(inbox.totalEmails).toBe(125);
  });

  it('is not all any more when one is left out', () => {
    deleted.chooseAll(true);
    deleted.choose(deleted.rows.slice(0, 1), false);
    expect(deleted.everything).toBe(false);
    expect(deleted.count).toBe(199);
  });

  it('is given up for good', async () => {
    deleted.choose(deleted.rows.slice(0, 5), true);
    expect(await deleted.destroy()).toBe(5);
    expect(deleted.total).toBe(245);
    expect(server.emails.size).toBe(0);
  });

  it('waits until the server is there', async () => {
    server.fail = () => new Response('', { status: 403 });
    await deleted.load();
    expect(deleted.state).toBe('failed');
    server.fail = undefined;
    await deleted.load();
    expect(deleted.state).toBe('there');
  });
});

// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { blank } from '../../src/mail/compose/reply';
import { Draft } from '../../src/mail/compose/draft.svelte';
import { Desk } from '../../src/mail/desk.svelte';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

/** The pages of one browser have one database. */
class LastingShelf extends MemoryShelf {
  override readonly lasts = true;
}

class Patient extends TestWorld {
  override wait(): Promise<void> {
    return new Promise((done) => setImmediate(done));
  }
}

const held = new Set<string>();
/** The locks of a browser; nobody waits for one here. */
const locks = {
  request: async (name: string, _options: LockOptions, work: (lock: object | null) => Promise<void> | void) => {
    if (held.has(name)) return work(null);
    held.add(name);
    await work({});
    held.delete(name);
  },
};

class Channel {
  onmessage: unknown;
  postMessage(): void {
    // nobody asks
  }
}

let server: JmapDouble;
let shelf: LastingShelf;

async function tab(): Promise<{ account: Account; desk: Desk }> {
  const account = new Account(server.session() as unknown as Session, shelf, new Patient(server), { refused: () => undefined, signedOut: () => undefined });
  await account.recall();
  await account.start();
  await account.settle();
  account.preferences.liking.undoSeconds = 0;
  return { account, desk: new Desk(account, () => undefined) };
}

function write(account: Account, subject: string): Draft {
  const draft = new Draft(account, { ...blank(account.identities), subject, to: [{ name: null, email: 'you@example.org' }] });
  draft.changed();
  return draft;
}

async function opened(desk: Desk, draft: Draft): Promise<Draft> {
  expect(await desk.open(draft.content.messageId as string)).toBe('open');
  return desk.drafts.at(-1) as Draft;
}

const cut = () => (server.fail = () => new TypeError('no line'));

async function offline(account: Account): Promise<void> {
  cut();
  await account.sync();
  for (let turns = 50; turns > 0 && account.offlineSince === undefined; turns--) await settled();
  expect(account.offlineSince).toBeDefined();
}

async function online(...accounts: Account[]): Promise<void> {
  server.fail = undefined;
  for (let turns = 50; turns > 0 && accounts.some((each) => each.offlineSince !== undefined); turns--) await settled();
  await settled();
}

beforeEach(() => {
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('BroadcastChannel', Channel);
  held.clear();
  server = new JmapDouble();
  server.addMailbox('INBOX', 'inbox');
  server.addMailbox('Drafts', 'drafts');
  server.addMailbox('Sent', 'sent');
  shelf = new LastingShelf();
});

afterEach(async () => {
  server.fail = undefined;
  await settled();
  vi.unstubAllGlobals();
});

describe('a mail that waits for a line', () => {
  it('is sent by the page that has it, and by no other one that finds it', async () => {
    const first = await tab();
    const second = await tab();
    await offline(first.account);
    const draft = write(first.account, 'once');
    await first.desk.send(await opened(first.desk, draft));
    expect(first.account.unsent).toBe(1);
    await second.desk.recover();
    expect(second.account.unsent).toBe(0);
    await online(first.account, second.account);
    expect(server.submissions).toHaveLength(1);
    expect(await shelf.all('drafts')).toEqual([]);
    expect(held.size).toBe(0);
  });

  it('is sent by the next page when the one that had it is gone', async () => {
    const first = await tab();
    await offline(first.account);
    const draft = write(first.account, 'left');
    await draft.wait(undefined, false);
    server.fail = undefined;
    await (await tab()).desk.recover();
    await settled();
    expect(server.submissions).toHaveLength(1);
  });

  it('is not sent again by a page that had read of it before it went', async () => {
    const first = await tab();
    await offline(first.account);
    const draft = write(first.account, 'gone');
    await first.desk.send(await opened(first.desk, draft));
    const found = await shelf.all('drafts');
    await online(first.account);
    expect(server.submissions).toHaveLength(1);
    const second = await tab();
    vi.spyOn(shelf, 'all').mockResolvedValueOnce(found);
    await second.desk.recover();
    await settled();
    expect(server.submissions).toHaveLength(1);
    expect(held.size).toBe(0);
  });

  it('can be called back, and is held as long as it stands open', async () => {
    const { account, desk } = await tab();
    await offline(account);
    const draft = write(account, 'back');
    const open = await opened(desk, draft);
    await desk.send(open);
    expect(held.size).toBe(1);
    await (desk as unknown as { leave(draft: Draft): Promise<void> }).leave(open);
    expect(account.unsent).toBe(0);
    for (let turns = 20; turns > 0 && held.size > 0; turns--) await settled();
    expect(held.size).toBe(0);
    expect((await shelf.all('drafts')).map(([, kept]) => (kept as { send?: boolean }).send)).toEqual([undefined]);
    await online(account);
    expect(server.submissions).toHaveLength(0);
  });
});

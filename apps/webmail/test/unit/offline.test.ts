// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Id, Mailbox, Session } from '../../src/core/jmap/types';
import { contradicted } from '../../src/core/offline/conflicts';
import { Account } from '../../src/core/store/account.svelte';
import type { Patch } from '../../src/core/store/emails.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

/** As a browser's own: the next visit finds what this one has left. */
class LastingShelf extends MemoryShelf {
  override readonly lasts = true;
}

/** Its waits end, but others come between: who tries again and again without a line starves nobody. */
class Patient extends TestWorld {
  override wait(): Promise<void> {
    return new Promise((done) => setImmediate(done));
  }
}

let server: JmapDouble;
let world: TestWorld;
let shelf: LastingShelf;
let inbox: Mailbox;
let archive: Mailbox;
let trash: Mailbox;
let refused: string[];

const words = { key: 'act.moved', args: { count: 1 } };
const spec = () => ({ filter: { inMailbox: inbox.id }, sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: true });
const cut = () => (server.fail = () => new TypeError('no line'));
const join = () => (server.fail = undefined);

async function visit(): Promise<Account> {
  let now = 0;
  const opened = new Account(server.session() as unknown as Session, shelf, world, { refused: (_, error) => refused.push(error.type), signedOut: () => refused.push('signed-out') }, () => now++);
  await opened.recall();
  await opened.start();
  return opened;
}

beforeEach(() => {
  server = new JmapDouble();
  inbox = server.addMailbox('INBOX', 'inbox');
  archive = server.addMailbox('Archive', 'archive');
  trash = server.addMailbox('Trash', 'trash');
  for (let count = 0; count < 20; count++) server.deliver(inbox);
  world = new Patient(server);
  shelf = new LastingShelf();
  refused = [];
});

afterEach(async () => {
  join();
  await settled();
});

function move(id: Id, from: Mailbox, to: Mailbox): [Record<Id, Patch>, Record<Id, Patch>] {
  return [{ [id]: { mailboxIds: { [to.id]: true } } }, { [id]: { mailboxIds: { [from.id]: true } } }];
}

describe('without a line', () => {
  async function seen(): Promise<Id[]> {
    const account = await visit();
    const list = account.list(spec());
    await list.need(0, 20);
    await account.keepAhead(spec(), () => Promise.resolve());
    account.stop();
    await settled();
    return list.known;
  }

  it('the next visit shows the folders, the rows and the texts of the one before', async () => {
    const ids = await seen();
    cut();
    const account = await visit();
    const list = account.list(spec());
    await list.need(0, 20);
    expect(account.mailboxes.byRole('inbox')?.name).toBe('INBOX');
    expect(list.known).toEqual(ids);
    expect(list.trouble).toBeUndefined();
    expect(account.offlineSince).toBeDefined();
    const letter = await account.emails.fetchLetter(ids[3] as Id);
    expect(letter?.bodyValues['1']?.value).toBe(`Text of ${ids[3]}`);
  });

  it('the first rows stand there before the server says anything, all of them once it is silent', async () => {
    for (let count = 0; count < 60; count++) server.deliver(inbox);
    const ids = await seen();
    expect(ids).toHaveLength(80);
    const account = await visit();
    const list = account.list(spec());
    const asked = list.need(0, 20);
    await list.remember();
    expect(list.known).toEqual(ids.slice(0, 32));
    expect(list.total).toBe(80);
    expect(account.emails.row(ids[0] as Id)?.preview).not.toBe('');
    await asked;
    expect(list.total).toBe(80);
    cut();
    const silent = (await visit()).list(spec());
    await silent.need(0, 20);
    await settled();
    expect(silent.known).toEqual(ids);
  });

  it('a conversation opens with the mails that are here', async () => {
    const ids = await seen();
    cut();
    const account = await visit();
    await account.list(spec()).need(0, 20);
    await account.emails.fetchThread(`t-${ids[0]}`);
    expect(account.emails.members(`t-${ids[0]}`)).toEqual([ids[0]]);
  });

  it('acts wait over the end of the page and are done when there is a line', async () => {
    const ids = await seen();
    cut();
    const first = await visit();
    await first.list(spec()).need(0, 20);
    first.outbox.submit(...move(ids[2] as Id, inbox, archive), words);
    await settled();
    const second = await visit();
    const list = second.list(spec());
    await list.need(0, 20);
    expect(second.outbox.waiting).toHaveLength(1);
    expect(list.known).not.toContain(ids[2]);
    join();
    second.outbox.wake();
    await settled();
    expect(server.emails.get(ids[2] as Id)?.mailboxIds).toEqual({ [archive.id]: true });
    expect(second.outbox.waiting).toEqual([]);
    expect(await shelf.all('outbox')).toEqual([]);
  });

  it('what is gone on the server is kept no longer', async () => {
    const ids = await seen();
    const account = await visit();
    await account.list(spec()).need(0, 20);
    server.remove(ids[5] as Id);
    await account.sync();
    await settled();
    expect(await shelf.get('letters', ids[5] as Id)).toBeUndefined();
    expect(await shelf.get('letters', ids[6] as Id)).toBeDefined();
  });
});

describe('an act that waited', () => {
  async function contested(): Promise<{ account: Account; id: Id }> {
    const account = await visit();
    const list = account.list(spec());
    await list.need(0, 20);
    const id = list.idAt(3) as Id;
    cut();
    await account.sync();
    account.outbox.submit(...move(id, inbox, archive), words);
    await settled();
    (server.emails.get(id) as { mailboxIds: Record<Id, true> }).mailboxIds = { [trash.id]: true };
    join();
    account.outbox.wake();
    await settled();
    return { account, id };
  }

  it('is asked about when the mail was moved elsewhere meanwhile', async () => {
    const { account, id } = await contested();
    expect(account.outbox.conflicts.map((conflict) => conflict.theirs.id)).toEqual([id]);
    expect(server.emails.get(id)?.mailboxIds).toEqual({ [trash.id]: true });
    expect(account.emails.row(id)?.mailboxIds).toEqual({ [trash.id]: true });
    expect(await shelf.all('outbox')).toHaveLength(1);
  });

  it('is done when the person keeps it', async () => {
    const { account, id } = await contested();
    account.outbox.keepMine(account.outbox.conflicts[0]!);
    await settled();
    expect(server.emails.get(id)?.mailboxIds).toEqual({ [archive.id]: true });
    expect(await shelf.all('outbox')).toEqual([]);
  });

  it('is dropped when the person keeps what was done elsewhere', async () => {
    const { account, id } = await contested();
    account.outbox.keepTheirs(account.outbox.conflicts[0]!);
    await settled();
    expect(server.emails.get(id)?.mailboxIds).toEqual({ [trash.id]: true });
    expect(account.outbox.conflicts).toEqual([]);
    expect(await shelf.all('outbox')).toEqual([]);
  });

  it('asks nobody when both did the same, or only a keyword changes', () => {
    const state = (place: Mailbox) => [{ id: 'e', mailboxIds: { [place.id]: true as const }, keywords: {} }];
    const [updates, inverse] = move('e', inbox, archive);
    expect(contradicted(updates, inverse, state(archive))).toEqual([]);
    expect(contradicted(updates, inverse, state(inbox))).toEqual([]);
    expect(contradicted(updates, inverse, state(trash))).toEqual(['e']);
    expect(contradicted({ e: { 'keywords/$seen': true } }, { e: { 'keywords/$seen': null } }, state(trash))).toEqual([]);
  });
});

// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { Strangers } from '../../src/mail/compose/strangers';
import { JmapDouble } from '../double/jmap';
import { TestWorld } from '../double/outside';

let server: JmapDouble;
let inbox: Mailbox;
let account: Account;
let strangers: Strangers;

beforeEach(async () => {
  server = new JmapDouble();
  inbox = server.addMailbox('INBOX', 'inbox');
  server.addMailbox('Drafts', 'drafts');
  account = new Account(server.session() as unknown as Session, new MemoryShelf(), new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
  await account.start();
  await account.settle();
  strangers = new Strangers(account);
});

const person = (email: string) => [{ name: null, email }];
const queries = () => server.log.flat().filter((method) => method === 'Email/query').length;

describe('who is written to for the first time', () => {
  it('is whom no mail came from or went to, whatever the letters', async () => {
    server.deliver(inbox, { from: person('Lee@far.test') });
    server.deliver(inbox, { from: person('x@y.test'), to: person('kim@far.test') });
    server.deliver(inbox, { from: person('x@y.test'), cc: person('park@far.test') });
    await strangers.ask(['lee@far.test', 'KIM@far.test', 'park@far.test', 'choi@far.test']);
    expect(['lee@far.test', 'kim@far.test', 'park@far.test', 'Choi@far.test'].map((email) => strangers.has(email))).toEqual([false, false, false, true]);
  });

  it('is not known by the mail that is being written, nor by another one’s address that ends alike', async () => {
    server.deliver(inbox, { from: person('me@example.org'), to: person('lee@far.test'), keywords: { $draft: true } });
    server.deliver(inbox, { from: person('mylee@far.test') });
    await strangers.ask(['lee@far.test']);
    expect(strangers.has('lee@far.test')).toBe(true);
  });

  it('is asked for once, and is known when a mail has gone', async () => {
    const before = queries();
    await strangers.ask(['lee@far.test', 'LEE@far.test']);
    await strangers.ask(['lee@far.test']);
    expect(queries()).toBe(before + 1);
    expect(strangers.has('lee@far.test')).toBe(true);
    strangers.met(['Lee@far.test']);
    expect(strangers.has('lee@far.test')).toBe(false);
    await strangers.ask(['lee@far.test']);
    expect(queries()).toBe(before + 1);
  });

  it('is nobody as long as that cannot be told', async () => {
    expect(strangers.has('lee@far.test')).toBe(false);
    const many = Array.from({ length: 50 }, (_, at) => `p${at}@far.test`);
    await strangers.ask(many);
    expect(many.some((email) => strangers.has(email))).toBe(false);
    server.fail = () => new Error('no line');
    await strangers.ask(['lee@far.test']);
    expect(strangers.has('lee@far.test')).toBe(false);
  });
});

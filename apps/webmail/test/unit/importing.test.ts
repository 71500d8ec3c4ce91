// SPDX-License-Identifier: Apache-2.0
// Bringing messages in: what comes, what is there already, lines that break.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { Importer } from '../../src/settings/transfer/importer.svelte';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

let server: JmapDouble;
let account: Account;
let inbox: Mailbox;
let importer: Importer;
let waits: number[];

beforeEach(async () => {
  server = new JmapDouble();
  inbox = server.addMailbox('INBOX', 'inbox');
  account = new Account(server.session() as unknown as Session, new MemoryShelf(), new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
  await account.start();
  waits = [];
  importer = new Importer(account, async (millis) => {
    waits.push(millis);
    await new Promise((done) => setImmediate(done));
  }, () => 0);
});

const message = (number: number, more = '') => `Message-ID: <${number}@x>\r\nSubject: ${number}\r\n${more}\r\ntext ${number}\r\n`;
const mbox = (messages: string[], name = 'Work.mbox') => new File([messages.map((each) => `From a@b Sun Mar  1 12:00:00 2026\n${each.replaceAll('\r', '')}\n`).join('')], name);
const many = (count: number) => Array.from({ length: count }, (_, number) => message(number));
const outcome = () => [importer.phase, importer.brought, importer.there, importer.leftCount];
const folder = (name: string) => [...server.mailboxes.values()].find((mailbox) => mailbox.name === name);
const inside = (mailbox: Mailbox | undefined) => [...server.emails.values()].filter((email) => email.mailboxIds[mailbox?.id ?? '']);

describe('an import', () => {
  it('brings each message as it is, in few requests, below a folder of its own', async () => {
    const before = server.log.length;
    await importer.start([mbox(many(450))], 'import');
    expect(outcome()).toEqual(['done', 450, 0, 0]);
    expect(folder('Work')?.parentId).toBe(folder('transfer.folder')?.id);
    expect([...server.uploads.messages.values()].sort()).toEqual(many(450).sort());
    expect(inside(folder('Work'))[0]).toMatchObject({ receivedAt: '2026-03-01T12:00:00Z', keywords: { $seen: true } });
    expect(server.log.slice(before).filter((names) => names.includes('Email/import')).length).toBe(3);
    await settled();
  });

  it('passes over what is there already', async () => {
    await importer.start([mbox(many(5))], { id: inbox.id });
    expect(inside(inbox)).toHaveLength(5);
    await importer.start([mbox([...many(7), message(6)])], { id: inbox.id });
    expect(outcome()).toEqual(['done', 2, 6, 0]);
    await importer.start([mbox(['Subject: without an id\n\na\n'])], { id: inbox.id });
    await importer.start([mbox(['Subject: without an id\n\na\n'])], { id: inbox.id });
    expect(outcome()).toEqual(['done', 0, 1, 0]);
    expect(inside(inbox)).toHaveLength(8);
  });

  it('puts folders back under their own names', async () => {
    const sub = server.addMailbox('일감', null, inbox.id);
    await account.mailboxes.sync();
    const within = (path: string, each: string) => Object.defineProperty(mbox([each], path.split('/').at(-1)), 'webkitRelativePath', { value: path });
    await importer.start([within('INBOX/일감.mbox', message(1)), within('새/것.mbox', message(2)), new File([message(3)], 'a.eml')], 'own');
    expect(outcome()).toEqual(['done', 3, 0, 0]);
    expect([inside(sub).length, inside(inbox).length, inside(folder('것')).length, folder('것')?.parentId]).toEqual([1, 1, 1, folder('새')?.id]);
  });

  it('waits without a line, and brings nothing twice when an answer was not heard', async () => {
    let cut = 0;
    const handle = server.handle.bind(server);
    server.handle = (request) => {
      const answer = handle(request);
      // Done, and not heard.
      if (request.methodCalls.some(([name]) => name === 'Email/import') && cut++ === 0) throw new TypeError('no line');
      return answer;
    };
    let offline = 3;
    server.fail = () => (cut > 0 && offline-- > 0 ? new TypeError('no line') : undefined);
    await importer.start([mbox(many(250))], 'import');
    expect(outcome()).toEqual(['done', 250, 0, 0]);
    expect(inside(folder('Work'))).toHaveLength(250);
    expect(waits.length).toBeGreaterThan(0);
  });

  it('says what was refused, and stops when the account is full', async () => {
    await importer.start([mbox([message(1), message(2, 'X-Test: refuse me\r\n'), message(3)]), new File(['%PDF'], 'a.pdf')], 'import');
    expect(outcome()).toEqual(['done', 2, 0, 2]);
    expect(importer.left.map(({ name }) => name).sort()).toEqual(['Work.mbox #2', 'a.pdf']);
    server.uploads.room = 200;
    await importer.start([mbox(many(10), 'More.mbox')], 'import');
    expect(importer.phase).toBe('failed');
    expect(importer.brought).toBeGreaterThan(0);
    expect(importer.trouble).toContain('The account is full.');
  });

  it('is paused, goes on, and is cancelled', async () => {
    const running = importer.start([mbox(many(500))], 'import');
    importer.pause();
    await settled();
    expect([importer.phase, importer.brought]).toEqual(['paused', 0]);
    importer.resume();
    await running;
    expect(importer.phase).toBe('done');
    const second = importer.start([mbox(many(900))], 'import');
    importer.cancel();
    await second;
    expect(importer.phase).toBe('cancelled');
    await importer.start([mbox(many(900))], 'import');
    expect(outcome()).toEqual(['done', 400, 500, 0]);
  });
});

// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Letter, Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { emailOf, unfolded } from '../../src/mail/compose/content';
import { Draft } from '../../src/mail/compose/draft.svelte';
import { anew, attached, blank, replyTo, resumed } from '../../src/mail/compose/reply';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

let server: JmapDouble;
let drafts: Mailbox;
let inbox: Mailbox;

async function device(): Promise<Account> {
  const account = new Account(server.session() as unknown as Session, new MemoryShelf(), new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
  await account.start();
  await account.settle();
  return account;
}

beforeEach(() => {
  server = new JmapDouble();
  inbox = server.addMailbox('INBOX', 'inbox');
  drafts = server.addMailbox('Drafts', 'drafts');
});

async function type(draft: Draft, html: string): Promise<void> {
  draft.content.html = html;
  draft.changed();
  await draft.save();
  await settled();
}

const inDrafts = () => [...server.emails.values()].filter((email) => email.mailboxIds[drafts.id]);

describe('one draft on two devices', () => {
  async function both(): Promise<[Draft, Draft]> {
    const [here, there] = [await device(), await device()];
    const first = new Draft(here, blank(here.identities));
    await type(first, 'begun');
    const id = inDrafts()[0]!.id;
    const second = new Draft(there, resumed((await there.emails.fetchLetter(id)) as Letter, there.identities), id);
    await type(second, 'there');
    await type(first, 'here');
    return [first, second];
  }

  it('is noticed, both are there, and the person is asked', async () => {
    const [first] = await both();
    expect(inDrafts()).toHaveLength(2);
    expect(first.conflict?.theirs).toBe(inDrafts().find((email) => JSON.stringify(email['bodyValues']).includes('there'))?.id);
  });

  it('can stay as it is here', async () => {
    const [first] = await both();
    await first.keepMine();
    expect(inDrafts()).toHaveLength(1);
    expect(JSON.stringify(inDrafts()[0]!['bodyValues'])).toContain('here');
    await type(first, 'here and on');
    expect(first.conflict).toBeUndefined();
    expect(inDrafts()).toHaveLength(1);
  });

  it('can stay as it is there', async () => {
    const [first] = await both();
    await first.keepTheirs();
    expect(first.loaded).toBe(1);
    expect(inDrafts()).toHaveLength(1);
    expect(JSON.stringify(inDrafts()[0]!['bodyValues'])).toContain('there');
    await type(first, 'there and on');
    expect(inDrafts()).toHaveLength(1);
    expect(first.conflict).toBeUndefined();
  });

  it('thrown away there is kept here and said', async () => {
    const here = await device();
    const draft = new Draft(here, blank(here.identities));
    await type(draft, 'a');
    server.remove(inDrafts()[0]!.id);
    await type(draft, 'b');
    expect(draft.conflict).toEqual({ theirs: undefined });
    expect(inDrafts()).toHaveLength(1);
  });
});

describe('what is quoted', () => {
  it('goes out whole though it was never unfolded, once', async () => {
    const account = await device();
    const letter = server.deliver(inbox, { bodyValues: { 1: { value: 'older\n> oldest', isTruncated: false, isEncodingProblem: false } } }) as unknown as Letter;
    const content = { ...replyTo(letter, 'reply', account.identities), html: '<div>new</div>', text: 'new' };
    const values = emailOf(content, account.identities[0], drafts.id)['bodyValues'] as Record<string, { value: string }>;
    expect(values['h']?.value.match(/oldest/g)).toHaveLength(1);
    expect(values['t']?.value).toMatch(/^new\n\n[^]*\n> older\n>> oldest$/);
    const open = { ...content, ...unfolded(content) };
    expect(emailOf(open, account.identities[0], drafts.id)['bodyValues']).toEqual(values);
  });
});

describe('a mail as another one', () => {
  it('is a file, or begins anew without a tie to the old one', async () => {
    const account = await device();
    const letter = server.deliver(inbox, { subject: 'a/b: c', messageId: ['x@y'], references: ['r@y'] }) as unknown as Letter;
    expect(attached(letter, account.identities)).toMatchObject({ subject: 'Fwd: a/b: c', inReplyTo: null, files: [{ blobId: letter.blobId, name: 'a b  c.eml', type: 'message/rfc822' }] });
    expect(anew(letter, account.identities)).toMatchObject({ subject: 'a/b: c', messageId: undefined, about: undefined });
  });
});

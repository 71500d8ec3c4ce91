// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { Draft } from '../../src/mail/compose/draft.svelte';
import { blank } from '../../src/mail/compose/reply';
import { aside, back } from '../../src/mail/later/snooze';
import { local, moments, utcDate } from '../../src/mail/later/times';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

describe('moments to put off to', () => {
  it('are in the future, in their order, and none twice', () => {
    for (let hour = 0; hour < 24 * 14; hour++) {
      const now = new Date(2026, 10, 16, hour, 30);
      const found = moments(now).map(({ at }) => at.getTime());
      expect(found.every((at) => at > now.getTime())).toBe(true);
      expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
    }
  });

  it('leave this evening out when it has begun', () => {
    expect(moments(new Date(2026, 10, 17, 10)).map(({ label }) => label)).toContain('later.evening');
    expect(moments(new Date(2026, 10, 17, 17)).map(({ label }) => label)).not.toContain('later.evening');
  });

  it('are written as the field and the server want them', () => {
    expect(local(new Date(2026, 0, 2, 3, 4))).toBe('2026-01-02T03:04');
    expect(utcDate(new Date(Date.UTC(2026, 0, 2, 3, 4, 5)))).toBe('2026-01-02T03:04:05Z');
  });
});

describe('a mail that is set aside', () => {
  const UNTIL = new Date(Date.UTC(2026, 10, 23));
  const mail = { id: 'e', mailboxIds: { inbox: true as const, work: true as const }, keywords: {} };
  const away = { ...mail, mailboxIds: { away: true as const, work: true as const }, snoozed: { until: '2026-11-20T00:00:00Z', moveToMailboxId: 'inbox' } };

  it('leaves the folder shown alone, and undoing it brings it back', () => {
    expect(aside(mail, 'inbox', 'away', UNTIL)).toEqual({
      patch: { mailboxIds: { work: true, away: true }, snoozed: { until: '2026-11-23T00:00:00Z', moveToMailboxId: 'inbox', setKeywords: { $seen: false, $new: true } } },
      inverse: { mailboxIds: { inbox: true, work: true }, snoozed: null },
    });
  });

  it('stays where it is when its time alone is changed', () => {
    const { patch, inverse } = aside(away, 'other', 'away', UNTIL);
    expect(patch).toEqual({ snoozed: { until: '2026-11-23T00:00:00Z', moveToMailboxId: 'inbox', setKeywords: { $seen: false, $new: true } } });
    expect(inverse).toEqual({ snoozed: away.snoozed });
  });

  it('comes back at once, and undoing that sets it aside as it was', () => {
    expect(back(away, 'away', 'inbox')).toEqual({
      patch: { mailboxIds: { work: true, inbox: true }, snoozed: null },
      inverse: { mailboxIds: away.mailboxIds, snoozed: away.snoozed },
    });
    expect(back(mail, 'away', 'inbox')).toBeUndefined();
  });

  it('may be put off to the weekend', () => {
    for (let hour = 0; hour < 24 * 14; hour++) {
      const now = new Date(2026, 10, 16, hour, 30);
      const weekend = moments(now, true).find(({ label }) => label === 'later.weekend');
      if (weekend) expect([weekend.at.getDay(), weekend.at > now]).toEqual([6, true]);
      else expect(now.getDay()).toBe(5); // Friday: Saturday morning is tomorrow
    }
  });
});

describe('a mail sent later', () => {
  const TOMORROW = Math.floor(Date.now() / 1000) * 1000 + 86_400_000;
  let server: JmapDouble;
  let account: Account;
  let drafts: Mailbox;
  let sent: Mailbox;

  beforeEach(async () => {
    server = new JmapDouble();
    server.addMailbox('INBOX', 'inbox');
    drafts = server.addMailbox('Drafts', 'drafts');
    sent = server.addMailbox('Sent', 'sent');
    account = new Account(server.session() as unknown as Session, new MemoryShelf(), new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
    await account.start();
    await account.settle();
  });

  async function write(): Promise<void> {
    const draft = new Draft(account, { ...blank(account.identities), to: [{ name: null, email: 'you@example.org' }], subject: '예약' });
    await draft.send(new Date(TOMORROW));
    await settled();
  }

  it('is held until then and listed', async () => {
    await write();
    expect(server.submissions[0]).toMatchObject({ envelope: { mailFrom: { parameters: { HOLDUNTIL: utcDate(new Date(TOMORROW)) } } } });
    expect(account.scheduled.all.map((held) => account.scheduled.rowOf(held)?.subject)).toEqual(['예약']);
    account.stop();
  });

  it('taken back is a draft, in one request', async () => {
    await write();
    const held = account.scheduled.all[0]!;
    const before = server.log.length;
    await account.scheduled.takeBack(held.id, drafts.id);
    expect(server.log.length - before).toBe(1);
    expect(server.emails.get(held.emailId)).toMatchObject({ mailboxIds: { [drafts.id]: true }, keywords: { $draft: true } });
    expect(account.scheduled.all).toEqual([]);
    await expect(account.scheduled.takeBack(held.id, drafts.id)).rejects.toMatchObject({ type: 'cannotUnsend' });
    account.stop();
  });

  it('moved to another time is never held twice', async () => {
    await write();
    const held = account.scheduled.all[0]!;
    await account.scheduled.move(held, utcDate(new Date(TOMORROW + 3_600_000)), drafts.id, sent.id);
    expect(server.submissions.map((submission) => submission['undoStatus'])).toEqual(['canceled', 'pending']);
    expect(account.scheduled.all.map(({ sendAt }) => Date.parse(sendAt))).toEqual([TOMORROW + 3_600_000]);
    expect(server.emails.get(held.emailId)?.mailboxIds).toEqual({ [sent.id]: true });
    account.stop();
  });
});

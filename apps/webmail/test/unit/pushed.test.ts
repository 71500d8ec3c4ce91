// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { news } from '../../src/sw/news';

const drawer: Record<string, unknown> = {};
vi.mock('../../src/core/notify/kept', () => ({
  kept: (key: string) => Promise.resolve(drawer[key]),
  keep: (key: string, value: unknown) => {
    drawer[key] = value;
    return Promise.resolve();
  },
}));

const MAIL = { threadId: 'T1', keywords: {}, from: [{ name: 'Ann', email: 'ann@example.net' }], subject: 'x' };

/** A server on which each account has one new mail in its inbox. */
function server(accounts: string[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('self', { location: { href: 'https://mail.example.org/' } });
  vi.stubGlobal('fetch', (_: unknown, init?: { body?: string }) => {
    if (init?.body === undefined) {
      return Promise.resolve(Response.json({
        apiUrl: '/jmap/api', capabilities: {}, primaryAccounts: { 'urn:ietf:params:jmap:mail': 'A1' },
        accounts: Object.fromEntries(accounts.map((id) => [id, {}])),
      }));
    }
    const { methodCalls } = JSON.parse(init.body) as { methodCalls: [string, { accountId: string }, string][] };
    return Promise.resolve(Response.json({
      methodResponses: methodCalls.map(([name, { accountId }, id]) => {
        if (name === 'Email/get') asked.push(accountId);
        const list = name === 'Mailbox/get' ? [{ id: 'F1', role: 'inbox', unreadEmails: 4 }] : [{ ...MAIL, id: `E-${accountId}`, mailboxIds: { F1: true } }];
        return [name, { list, state: '7', ids: [] }, id];
      }),
    }));
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe('a push', () => {
  it('of the own account asks for its mail alone', async () => {
    const asked = server(['A1', 'A2']);
    const found = await news(['A1']);
    expect(asked).toEqual(['A1']);
    expect(found.mails.map(({ id, account }) => [id, account])).toEqual([['E-A1', undefined]]);
  });

  it('of an account that others share says whose mail it is', async () => {
    server(['A1', 'A2']);
    const found = await news(['A2']);
    expect(found.mails.map(({ id, account }) => [id, account])).toContainEqual(['E-A2', 'A2']);
    expect(found.unread).toBe(4);
    expect(drawer['told']).toMatchObject({ A1: '7', A2: '7' });
  });

  it('of an account that is shared no more asks nothing of it', async () => {
    const asked = server(['A1']);
    expect((await news(['A2'])).mails.every(({ account }) => account === undefined)).toBe(true);
    expect(asked).not.toContain('A2');
  });
});

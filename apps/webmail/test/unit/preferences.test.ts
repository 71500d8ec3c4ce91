// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { keptBefore } from '../../src/core/store/before';
import { valid } from '../../src/core/store/liking';
import { MemoryShelf } from '../../src/core/store/shelf';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

class LastingShelf extends MemoryShelf {
  override readonly lasts = true;
}

let server: JmapDouble;

function visit(shelf = new LastingShelf()): Account {
  return new Account(server.session() as unknown as Session, shelf, new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
}

async function begun(shelf = new LastingShelf()): Promise<Account> {
  const account = visit(shelf);
  await account.preferences.recall(() => Promise.resolve({}));
  await account.start();
  await settled();
  return account;
}

beforeEach(() => {
  server = new JmapDouble();
  server.addMailbox('INBOX', 'inbox');
});

describe('what a person likes', () => {
  it('comes with the first request', async () => {
    server.preferences.set('undoSeconds', 20);
    const account = await begun();
    expect(server.log).toHaveLength(1);
    expect(server.log[0]).toContain('Preference/get');
    expect(account.preferences.liking.undoSeconds).toBe(20);
    expect(account.preferences.liking.afterMove).toBe('older');
  });

  it('is told the server, and other devices hear of it', async () => {
    const [here, there] = [await begun(), await begun()];
    await here.preferences.set({ labels: { work: 'red' }, density: 'compact' });
    expect([...server.preferences]).toEqual([['labels', { work: 'red' }]]);
    there.hear({ Preference: server.preferenceState });
    await settled();
    expect(there.labels.find('work')?.colour).toBe('red');
    expect(there.preferences.liking.density).toBe('comfortable');
    const asked = server.log.length;
    there.hear({ Preference: server.preferenceState, Email: there.emails.state, Mailbox: there.mailboxes.state });
    await settled();
    expect(server.log).toHaveLength(asked);
  });

  it('holds without a line and is told with the next visit', async () => {
    const shelf = new LastingShelf();
    const account = await begun(shelf);
    server.fail = () => new TypeError('no line');
    await account.preferences.set({ plain: true });
    expect(account.preferences.liking.plain).toBe(true);
    server.fail = undefined;
    server.preferences.set('afterMove', 'list');
    const later = await begun(shelf);
    expect(server.preferences.get('plain')).toBe(true);
    expect(later.preferences.liking).toMatchObject({ plain: true, afterMove: 'list' });
  });

  it('chosen twice in a row is told as it is in the end', async () => {
    const account = await begun();
    const first = account.preferences.set({ undoSeconds: 5 });
    void account.preferences.set({ undoSeconds: 30 });
    await first;
    await account.preferences.tell();
    expect(server.preferences.get('undoSeconds')).toBe(30);
    expect(server.log.filter((names) => names.includes('Preference/set')).length).toBeLessThanOrEqual(2);
  });

  it('of a browser from before is taken up once, where the server has nothing', async () => {
    const shelf = new LastingShelf();
    await shelf.put('seen', 'preferences', { conversations: false, density: 'cozy', undoSeconds: 30 });
    await shelf.put('seen', 'labels', { work: 'pink' });
    const browser = { getItem: (key: string) => (key === 'pabal-theme' ? 'dark' : null) };
    server.preferences.set('undoSeconds', 5);
    for (let times = 0; times < 2; times++) {
      const account = visit(shelf);
      await account.preferences.recall((its) => keptBefore(its, browser));
      await account.start();
      await settled();
      expect(account.preferences.liking).toMatchObject({ conversations: false, undoSeconds: 5, density: 'cozy' });
      expect(Object.fromEntries(server.preferences)).toEqual({ conversations: false, undoSeconds: 5, labels: { work: 'pink' }, theme: 'dark' });
    }
    expect(server.log.filter((names) => names.includes('Preference/set'))).toHaveLength(1);
    expect(await keptBefore(new MemoryShelf())).toEqual({});
  });

  it('of another form is as good as absent', () => {
    expect(valid({ conversations: 'yes', undoSeconds: 5, keys: { archive: 'e' }, labels: { a: null, b: 'blue' }, smart: [{ name: 'x' }], constructor: 1, other: 1 }))
      .toEqual({ undoSeconds: 5, labels: { a: null, b: 'blue' } });
  });
});

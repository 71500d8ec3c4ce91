// SPDX-License-Identifier: Apache-2.0
// Notices of a browser whose account has moved to another host: another key, and no subscription there.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEVICE, renew, turnOff, VAPID } from '../../src/core/notify/notices';

const OLD = octets(1);
const NEW = octets(2);

function octets(first: number): Uint8Array {
  return new Uint8Array(65).fill(251).fill(first, 0, 1);
}

function text(key: Uint8Array): string {
  return btoa(String.fromCharCode(...key)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

class Subscription {
  constructor(private readonly browser: Browser, readonly endpoint: string, private readonly bound: Uint8Array | null) {}
  get options() {
    return { applicationServerKey: this.bound === null ? null : this.bound.buffer };
  }
  async unsubscribe(): Promise<boolean> {
    this.browser.subscription = null;
    return true;
  }
  toJSON() {
    return { endpoint: this.endpoint, keys: { p256dh: 'p', auth: 'a' } };
  }
}

/** One subscription at a time, bound to one key: another key is refused while there is one. */
class Browser {
  subscription: Subscription | null = null;
  made = 0;
  fails = false;
  readonly pushManager = {
    getSubscription: async () => this.subscription,
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
      if (this.fails) throw new DOMException('no service', 'AbortError');
      if (this.subscription !== null) throw new DOMException('bound to another key', 'InvalidStateError');
      const bound = applicationServerKey === text(NEW) ? NEW : OLD;
      return (this.subscription = new Subscription(this, `https://push.example/${++this.made}`, bound));
    },
  };
}

interface Kept {
  id: string;
  deviceClientId: string;
  verificationCode: string | null;
  expires: string | null;
  url: string;
}

class Host {
  kept: Kept[] = [];
  fails = false;
  constructor(readonly key: Uint8Array) {}
  readonly transport = {
    call: (method: string, args: { create?: Record<string, Kept>; destroy?: string[]; update?: object }) => ({ result: this.answer(method, args) }),
  };
  get account() {
    return { session: { capabilities: { [VAPID]: { applicationServerKey: text(this.key) } } }, transport: this.transport } as unknown as Parameters<typeof renew>[0];
  }
  private async answer(method: string, args: { create?: Record<string, Kept>; destroy?: string[] }): Promise<unknown> {
    if (this.fails) throw new TypeError('offline');
    if (method === 'PushSubscription/get') return { list: this.kept };
    this.kept = this.kept.filter(({ id }) => !args.destroy?.includes(id));
    for (const each of Object.values(args.create ?? {})) this.kept.push({ ...each, id: `P${this.kept.length + 1}`, verificationCode: 'c' });
    return { created: {} };
  }
}

let browser: Browser;
let permission: string;
const stored = new Map<string, string>();

beforeEach(() => {
  browser = new Browser();
  permission = 'granted';
  stored.clear();
  stored.set(DEVICE, 'this-one');
  browser.subscription = new Subscription(browser, 'https://push.example/before', OLD);
  vi.stubGlobal('localStorage', { getItem: (name: string) => stored.get(name) ?? null, setItem: (name: string, value: string) => void stored.set(name, value), removeItem: (name: string) => void stored.delete(name) });
  vi.stubGlobal('navigator', { serviceWorker: { ready: Promise.resolve(browser), getRegistration: async () => browser } });
  vi.stubGlobal('Notification', { get permission() { return permission; } });
  vi.stubGlobal('window', { PushManager: {}, Notification: {} });
});
afterEach(() => vi.unstubAllGlobals());

it('are subscribed anew with the key of the new host, without asking', async () => {
  const home = new Host(NEW);
  await renew(home.account);
  expect(browser.subscription?.endpoint).toBe('https://push.example/1');
  expect(new Uint8Array(browser.subscription?.options.applicationServerKey as ArrayBuffer)).toEqual(NEW);
  expect(home.kept.map(({ url, deviceClientId }) => [url, deviceClientId])).toEqual([['https://push.example/1', 'this-one']]);
  await renew(home.account);
  expect(browser.made).toBe(1);
  expect(home.kept).toHaveLength(1);
});

it('stay as they are where the key is the same, and are told to a server that has lost them', async () => {
  const front = new Host(OLD);
  await renew(front.account);
  expect(browser.made).toBe(0);
  expect(front.kept.map(({ url }) => url)).toEqual(['https://push.example/before']);
});

it('are not lost when the browser fails after the old subscription has gone', async () => {
  const home = new Host(NEW);
  browser.fails = true;
  await expect(renew(home.account)).rejects.toThrow();
  expect(browser.subscription).toBeNull();
  browser.fails = false;
  await renew(home.account);
  expect(home.kept.map(({ url }) => url)).toEqual(['https://push.example/1']);
  await renew(home.account);
  expect(browser.made).toBe(1);
});

it('are not lost when the server is not heard after the browser has subscribed', async () => {
  const home = new Host(NEW);
  home.fails = true;
  await expect(renew(home.account)).rejects.toThrow();
  home.fails = false;
  await renew(home.account);
  expect(browser.made).toBe(1);
  expect(home.kept.map(({ url }) => url)).toEqual(['https://push.example/1']);
});

it('are nobody\'s who has turned them off, or told the browser no', async () => {
  const home = new Host(NEW);
  browser.fails = true;
  await expect(renew(home.account)).rejects.toThrow();
  browser.fails = false;
  await turnOff(home.account);
  await renew(home.account);
  expect(browser.made).toBe(0);
  permission = 'denied';
  browser.subscription = new Subscription(browser, 'https://push.example/before', OLD);
  await renew(home.account);
  expect(browser.subscription?.endpoint).toBe('https://push.example/before');
});

// SPDX-License-Identifier: Apache-2.0
// Notices of this browser about new mail while no page is open: Web Push (RFC 8620 §7.2, RFC 8291,
// the server's key by RFC 9749). What a push carries is only that something is new; the service worker
// (src/sw) asks for it with the session.
//
//   noticesOf(account)   how things stand; asks nobody for a permission
//   turnOn(account)      in the handler of a click: browsers ask the person only then
//   turnOff(account)     ends it here and on the server
//   renew(account)       at each start: what runs out is prolonged, what the server has lost made anew
import { browserName } from '../device';
import { JmapError } from '../jmap/errors';
import type { Transport } from '../jmap/transport';
import type { GetResponse, Id, Session, SetResponse } from '../jmap/types';
import type { FromWorker } from './messages';

/** Names of devices, how pushes to them go, and trying them. */
export const PUSH_DEVICE = 'urn:pabal:params:jmap:pushdevice';
export const VAPID = 'urn:ietf:params:jmap:webpush-vapid';

/** unsupported: this browser or this server has no Web Push; blocked: the person has told the browser
 *  no; off; waiting: the server's first push, which proves the way (RFC 8620 §7.2.2), has not come yet;
 *  on. */
export type NoticeState = 'unsupported' | 'blocked' | 'off' | 'waiting' | 'on';

interface Asking {
  readonly session: Session;
  readonly transport: Transport;
}

/** As PushSubscription/get tells it (RFC 8620 §7.2.1). */
export interface PushSubscriptionObject {
  id: Id;
  deviceClientId: string;
  verificationCode: string | null;
  expires: string | null;
  types: string[] | null;
}

/** Only what comes in wakes a device; reading elsewhere does not. RFC 8621 §1.5. */
const TYPES = ['EmailDelivery'];
/** Under which the browser keeps its own name. */
export const DEVICE = 'pabal-device';
/** Under which it keeps that its subscription is about to be another: who ends it in between goes on with that. */
const ANEW = 'pabal-push-anew';
const LASTS_MILLIS = 30 * 24 * 3_600_000;
const RENEWED_BEFORE_MILLIS = 23 * 24 * 3_600_000;
const PATIENCE_MILLIS = 30_000;

function key(session: Session): string | undefined {
  const told = session.capabilities[VAPID]?.['applicationServerKey'];
  return typeof told === 'string' ? told : undefined;
}

function isSupported(session: Session): boolean {
  return key(session) !== undefined && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Tells this browser from the person's others (RFC 8620 §7.2, deviceClientId). */
function device(): string {
  const known = localStorage.getItem(DEVICE);
  if (known !== null) return known;
  const fresh = `pabal-web-${crypto.randomUUID()}`;
  localStorage.setItem(DEVICE, fresh);
  return fresh;
}

async function onServer({ transport }: Asking): Promise<PushSubscriptionObject | undefined> {
  const { list } = await transport.call<GetResponse<PushSubscriptionObject>>('PushSubscription/get', { ids: null }).result;
  return list.find((each) => each.deviceClientId === device());
}

async function inBrowser(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

export async function noticesOf(account: Asking): Promise<NoticeState> {
  if (!isSupported(account.session)) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  if ((await inBrowser()) === null) return 'off';
  const there = await onServer(account);
  if (there === undefined) return 'off';
  return there.verificationCode === null ? 'waiting' : 'on';
}

/** @returns `on` once the server's first push has come back; `waiting` when it has not within half a
 *  minute (it may still come)
 *  @throws JmapError what the server or the browser's push service refused, quoted */
export async function turnOn(account: Asking): Promise<NoticeState> {
  if (!isSupported(account.session)) return 'unsupported';
  if ((await Notification.requestPermission()) !== 'granted') return Notification.permission === 'denied' ? 'blocked' : 'off';
  const registration = await navigator.serviceWorker.ready;
  const verified = hear('verified');
  let subscription: PushSubscription;
  try {
    await (await inBrowser())?.unsubscribe();
    subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key(account.session) as string });
  } catch (failure) {
    throw new JmapError('refused', 'push', failure instanceof Error ? failure.message : '');
  }
  await tell(account, subscription);
  return (await verified) ? 'on' : noticesOf(account);
}

/** Whether the worker says so within the time. */
function hear(type: FromWorker['type']): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(false), PATIENCE_MILLIS);
    const listen = ({ data }: MessageEvent<FromWorker>) => data.type === type && done(true);
    function done(heard: boolean): void {
      clearTimeout(timer);
      navigator.serviceWorker.removeEventListener('message', listen);
      resolve(heard);
    }
    navigator.serviceWorker.addEventListener('message', listen);
  });
}

/** One subscription for each device: the earlier one goes in the same call. */
async function tell(account: Asking, subscription: PushSubscription): Promise<void> {
  const before = await onServer(account);
  const { endpoint, keys } = subscription.toJSON();
  const set = await account.transport.call<SetResponse>('PushSubscription/set', {
    create: {
      p: {
        deviceClientId: device(),
        url: endpoint,
        keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] },
        types: TYPES,
        ...(PUSH_DEVICE in account.session.capabilities && { name: browserName() }),
        expires: inFuture(),
      },
    },
    ...(before && { destroy: [before.id] }),
  }).result;
  const refused = set.notCreated?.['p'];
  if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
}

/** Whether push services take pushes of this server for it. Browsers that do not say so are believed. */
function isFor({ options }: PushSubscription, wanted: string): boolean {
  const bound = options.applicationServerKey;
  if (bound === null) return true;
  const text = btoa(String.fromCharCode(...new Uint8Array(bound)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === wanted;
}

function inFuture(): string {
  return new Date(Date.now() + LASTS_MILLIS).toISOString().replace(/\.\d+/, '');
}

export async function turnOff(account: Asking): Promise<void> {
  localStorage.removeItem(ANEW);
  // A browser without a name of its own has never had any.
  if (!isSupported(account.session) || localStorage.getItem(DEVICE) === null) return;
  const subscription = await inBrowser();
  const there = await onServer(account);
  if (there) await account.transport.call<SetResponse>('PushSubscription/set', { destroy: [there.id] }).result;
  await subscription?.unsubscribe();
}

export async function renew(account: Asking): Promise<void> {
  if (!isSupported(account.session)) return;
  const wanted = key(account.session) as string;
  const subscription = await inBrowser();
  // The account has moved to another host, whose key is another (RFC 8292 §4). A browser has one subscription: the
  // old one must go first, and what fails after that is tried again at the next start.
  if (subscription === null ? localStorage.getItem(ANEW) !== null : !isFor(subscription, wanted)) {
    if (Notification.permission !== 'granted') return;
    localStorage.setItem(ANEW, '1');
    await subscription?.unsubscribe();
    await tell(account, await (await navigator.serviceWorker.ready).pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted }));
    localStorage.removeItem(ANEW);
    return;
  }
  if (subscription === null) return;
  localStorage.removeItem(ANEW);
  const there = await onServer(account);
  // The server forgets them when the password changes: whoever signs in here again wants them again.
  if (there === undefined) return tell(account, subscription);
  if (there.expires !== null && Date.parse(there.expires) - Date.now() < RENEWED_BEFORE_MILLIS) {
    await account.transport.call<SetResponse>('PushSubscription/set', { update: { [there.id]: { expires: inFuture() } } }).result;
  }
}

/** A browser or a phone that is told of new mail. */
export interface Device {
  id: Id;
  name: string;
  isThisOne: boolean;
  /** What its service said to the last push; status 0: nothing. */
  lastPush: { at: string; status: number; said: string } | null;
  latency: { p95Millis: number | null; count: number };
}

/** Those that have shown that pushes reach them. */
export async function devices({ transport }: Asking): Promise<Device[]> {
  const properties = ['deviceClientId', 'verificationCode', 'name', 'lastPush', 'latency'];
  const { list } = await transport.call<GetResponse<PushSubscriptionObject & Device>>('PushSubscription/get', { ids: null, properties }).result;
  const own = localStorage.getItem(DEVICE);
  return list.filter((each) => each.verificationCode !== null).map(({ id, name, deviceClientId, lastPush, latency }) => ({ id, name, isThisOne: deviceClientId === own, lastPush, latency }));
}

export async function endDevice({ transport }: Asking, id: Id): Promise<void> {
  await transport.call<SetResponse>('PushSubscription/set', { destroy: [id] }).result;
}

export interface Trial {
  /** Until it was here; nothing: it has not come within half a minute. */
  millis: number | undefined;
  /** What the push service said; 0: nothing. */
  status: number;
  said: string;
}

/** Has the server push to this browser, and waits until that is here. */
export async function tryOut({ transport }: Asking, id: Id): Promise<Trial> {
  const begun = performance.now();
  const heard = hear('tested').then((came) => (came ? performance.now() - begun : undefined));
  const { status, said } = await transport.call<{ status: number; said: string }>('PushSubscription/test', { pushSubscriptionId: id }).result;
  const isTaken = status >= 200 && status < 300;
  return { millis: isTaken ? await heard : undefined, status, said };
}

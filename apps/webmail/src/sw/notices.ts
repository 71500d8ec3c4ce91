// SPDX-License-Identifier: Apache-2.0
// Pushes become notices, clicks on notices open the mail.
import type { FromWorker } from '../core/notify/messages';
import { type NewMail, type News, news, verify } from './news';
import { speech } from './words';

declare const self: ServiceWorkerGlobalScope;

interface Pushed {
  '@type'?: 'StateChange' | 'PushVerification' | 'PushTest';
  pushSubscriptionId?: string;
  verificationCode?: string;
  /** By account, the state of each type. RFC 8620 §7.1. */
  changed?: Record<string, Record<string, string>>;
}

const MOST_SINGLE = 3;
const ICON = 'icon-192.png';
const BADGE = 'badge-96.png';

export async function pushed(data: PushMessageData | null): Promise<void> {
  const told = read(data);
  if (told['@type'] === 'PushVerification' && told.pushSubscriptionId && told.verificationCode) {
    return verified(told.pushSubscriptionId, told.verificationCode);
  }
  if (told['@type'] === 'PushTest') {
    await tellPages({ type: 'tested' });
    return plain('worker.test');
  }
  try {
    await show(await news(Object.keys(told.changed ?? {})));
  } catch {
    // No session, no line: that something came is certain all the same.
    await plain('worker.new');
  }
}

function read(data: PushMessageData | null): Pushed {
  try {
    return (data?.json() as Pushed | null) ?? {};
  } catch {
    return {};
  }
}

async function verified(id: string, code: string): Promise<void> {
  try {
    await verify(id, code);
    await tellPages({ type: 'verified' });
    // Browsers demand that each push shows something.
    await plain('worker.on');
  } catch (failure) {
    await tellPages({ type: 'refused', words: String(failure) });
  }
}

async function pages(): Promise<readonly WindowClient[]> {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

async function tellPages(message: FromWorker): Promise<void> {
  for (const page of await pages()) page.postMessage(message);
}

async function plain(key: 'worker.new' | 'worker.on' | 'worker.test'): Promise<void> {
  const { say, language } = await speech();
  await self.registration.showNotification(say(key), { tag: key, icon: ICON, badge: BADGE, lang: language, data: { hash: '' } });
}

async function show(found: News): Promise<void> {
  await badge(found.unread);
  // Whoever looks at the mail sees it come.
  if (found.mails.length === 0 || (await pages()).some((page) => page.focused)) return;
  const { say, language } = await speech();
  if (found.show === 'none') return plain('worker.new');
  if (found.mails.length > MOST_SINGLE) {
    const people = [...new Set(found.mails.map(sender))].join(', ');
    return self.registration.showNotification(say('worker.many', found.mails.length), { body: people, tag: 'many', icon: ICON, badge: BADGE, lang: language, data: { hash: '' } });
  }
  for (const mail of found.mails) {
    await self.registration.showNotification(sender(mail), {
      ...(found.show === 'full' && { body: (mail.keywords['$new'] ? `${say('worker.back')}: ` : '') + (mail.subject || say('worker.nosubject')) }),
      tag: mail.id, icon: ICON, badge: BADGE, lang: language, data: { hash: place(mail, found.inbox) },
    });
  }
}

function sender(mail: NewMail): string {
  const from = mail.from?.[0];
  return from?.name || from?.email || '?';
}

function place(mail: NewMail, inbox: string | undefined): string {
  const places = Object.keys(mail.mailboxIds);
  const mailbox = mail.account === undefined && inbox !== undefined && places.includes(inbox) ? inbox : (places[0] ?? '');
  const start = mail.account === undefined ? '#/m' : `#/shared/${encodeURIComponent(mail.account)}`;
  return `${start}/${encodeURIComponent(mailbox)}/${encodeURIComponent(mail.threadId)}`;
}

async function badge(unread: number): Promise<void> {
  // Not in every browser, and only for installed pages.
  const device = self.navigator as Partial<Pick<WorkerNavigator, 'setAppBadge' | 'clearAppBadge'>>;
  await (unread > 0 ? device.setAppBadge?.(unread) : device.clearAppBadge?.())?.catch(() => undefined);
}

export async function clicked(notice: Notification): Promise<void> {
  notice.close();
  const hash = String((notice.data as { hash?: unknown } | null)?.hash ?? '');
  const page = (await pages())[0];
  if (page === undefined) {
    await self.clients.openWindow(`./${hash}`);
    return;
  }
  await page.focus().catch(() => undefined);
  if (hash !== '') page.postMessage({ type: 'open', hash } satisfies FromWorker);
}

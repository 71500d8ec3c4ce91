// SPDX-License-Identifier: Apache-2.0
// The service worker: the pages without a line, notices without a page.
import type { ToWorker } from '../core/notify/messages';
import { clicked, pushed } from './notices';
import { answer, clear, install } from './pages';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(clear().then(() => self.clients.claim())));
self.addEventListener('fetch', (event) => {
  const answered = answer(event.request);
  if (answered) event.respondWith(answered);
});
self.addEventListener('message', (event) => {
  if ((event.data as ToWorker).type === 'take-over') void self.skipWaiting();
});
self.addEventListener('push', (event) => event.waitUntil(pushed(event.data)));
self.addEventListener('notificationclick', (event) => event.waitUntil(clicked(event.notification)));

// SPDX-License-Identifier: Apache-2.0
// The pages without a line: all files of one build are kept together, under its name. What programs
// ask for (/jmap, /auth and their like) is never touched.
import { SHARED_CACHE, SHARED_ENTRY } from '../core/notify/messages';

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: a name of its own for each content, and its files. */
declare const __BUILD__: string;
declare const __FILES__: string[];

const PREFIX = 'pabal-pages-';
const CURRENT = PREFIX + __BUILD__;
/** Pages that are open still ask for parts of the build before. */
const BUILDS_KEPT = 2;

/** `assets/x.js`, or empty for the page itself. */
function inside(url: URL): string | undefined {
  const scope = new URL(self.registration.scope);
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return undefined;
  return url.pathname.slice(scope.pathname.length);
}

export async function install(): Promise<void> {
  const cache = await caches.open(CURRENT);
  // Names with a hash may come from the browser's own cache, the others not.
  await cache.addAll(__FILES__.map((file) => new Request(file, { cache: file.startsWith('assets/') ? 'default' : 'reload' })));
}

export async function clear(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CURRENT);
  for (const old of names.slice(0, Math.max(0, names.length - BUILDS_KEPT + 1))) await caches.delete(old);
}

/** What is answered here; nothing: the browser goes its usual way. */
export function answer(request: Request): Promise<Response> | undefined {
  const path = inside(new URL(request.url));
  if (path === undefined) return undefined;
  if (request.method === 'POST' && path === 'share') return share(request);
  if (request.method !== 'GET') return undefined;
  if (request.mode === 'navigate') return path === '' ? page(request) : undefined;
  if (path.startsWith('assets/') || __FILES__.includes(path)) return file(request);
  return undefined;
}

async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CURRENT);
  return (await cache.match('./')) ?? fetch(request);
}

async function file(request: Request): Promise<Response> {
  const own = await (await caches.open(CURRENT)).match(request, { ignoreSearch: true, ignoreVary: true });
  return own ?? (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** Another program hands something over; it waits until the page takes it. */
async function share(request: Request): Promise<Response> {
  const cache = await caches.open(SHARED_CACHE);
  await cache.put(SHARED_ENTRY, new Response(await request.formData()));
  return Response.redirect('./?shared', 303);
}

// SPDX-License-Identifier: Apache-2.0
// The built pages before the double: `npm run double`, then http://127.0.0.1:5180 (any password; `totp`
// asks for a code). With the policies that the real server sends, so that what they stop is seen here.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { createServer } from 'vite';
import { applicationPolicy, cagePolicy } from './policies.mjs';

const WEB = path.resolve(process.env.WEB ?? 'target/classes/web');
const PORT = Number(process.env.PORT ?? 5180);
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json', '.json': 'application/json' };

const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' });
const { demo } = await vite.ssrLoadModule('/test/double/demo.ts');
const server = demo(Number(process.env.MAILS ?? 400));
const { SetupDouble } = await vite.ssrLoadModule('/test/double/setup.ts');
let setup = new SetupDouble();
const listeners = new Set();
const COOKIE = 'double=in';

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function json(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** The first run, which `POST /double/setup {knobs}` begins anew. */
async function answerSetup(request, response, pathname, signedIn) {
  const cookies = request.headers.cookie ?? '';
  const heard = setup.answer(request.method, pathname, JSON.parse((await body(request)).toString() || '{}'), { code: cookies.includes('double-setup=1'), in: signedIn });
  if (heard === undefined) return request.socket.destroy();
  if (heard.gives === 'code') response.setHeader('Set-Cookie', 'double-setup=1; HttpOnly; SameSite=Strict; Path=/');
  if (heard.gives === 'in') response.setHeader('Set-Cookie', `${COOKIE}; HttpOnly; SameSite=Strict; Path=/`);
  if (heard.body === undefined) return response.writeHead(heard.status).end();
  // Looking at ports takes its time.
  setTimeout(() => json(response, heard.status, heard.body), pathname === 'doors' || pathname === 'relay/check' ? 600 : 0);
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://x');
  const signedIn = process.env.SIGNED_IN === '1' || (request.headers.cookie ?? '').includes(COOKIE);
  const enter = () => response.setHeader('Set-Cookie', `${COOKIE}; HttpOnly; SameSite=Strict; Path=/`);
  if (pathname === '/double/setup') {
    setup = new SetupDouble();
    Object.assign(setup.knobs, JSON.parse((await body(request)).toString() || '{}'));
    return response.writeHead(204).end();
  }
  if (pathname.startsWith('/setup/api/')) return answerSetup(request, response, pathname.slice('/setup/api/'.length), signedIn);
  if (pathname === '/auth/session') return json(response, signedIn ? 200 : 401, { account: 'me@example.org' });
  if (pathname === '/auth/login') {
    const { password } = JSON.parse(await body(request));
    if (password === 'wrong') return json(response, 401, { code: 'refused' });
    if (password === 'totp') return json(response, 200, { next: 'totp' });
    enter();
    return json(response, 200, { account: 'me@example.org' });
  }
  if (pathname === '/auth/totp') return enter(), json(response, 200, { account: 'me@example.org' });
  if (pathname === '/auth/logout') return response.writeHead(204, { 'Set-Cookie': `${COOKIE}; Max-Age=0; Path=/` }).end();
  if (pathname === '/.well-known/jmap') return json(response, signedIn ? 200 : 401, server.session());
  if (pathname === '/jmap/api') {
    if (!signedIn) return json(response, 401, {});
    json(response, 200, server.handle(JSON.parse(await body(request))));
    for (const listener of listeners) listener.write(`event: state\ndata: ${JSON.stringify({ changed: { a1: { Email: String(Math.random()) } } })}\n\n`);
    return;
  }
  if (pathname.startsWith('/jmap/upload/')) {
    const octets = await body(request);
    return json(response, 201, { accountId: 'a1', blobId: `u${octets.length}`, type: request.headers['content-type'], size: octets.length });
  }
  if (pathname === '/jmap/eventsource') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(':\n\n');
    listeners.add(response);
    return request.on('close', () => listeners.delete(response));
  }
  if (pathname === '/double/deliver') {
    const [inbox] = server.mailboxes.values();
    const mail = server.deliver(inbox, { receivedAt: new Date().toISOString().replace(/\.\d+/, ''), ...JSON.parse((await body(request)).toString() || '{}') });
    for (const listener of listeners) listener.write(`event: state\ndata: ${JSON.stringify({ changed: { a1: { Email: mail.id } } })}\n\n`);
    return json(response, 200, mail);
  }
  const name = pathname === '/' ? '/index.html' : ['/frame', '/editor', '/setup'].includes(pathname) ? `${pathname}.html` : pathname;
  const file = path.join(WEB, path.normalize(name));
  if (!file.startsWith(WEB)) return response.writeHead(404).end();
  const octets = await readFile(file).catch(() => undefined);
  if (octets === undefined) return response.writeHead(404).end();
  const headers = { 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };
  const policy = JSON.parse(await readFile(path.join(WEB, 'policy.json'), 'utf8'));
  const cage = policy[name.slice(1).replace('.html', '')];
  if (file.endsWith('.html')) headers['Content-Security-Policy'] = cage ? cagePolicy(name, cage.script, `http://${request.headers.host}`) : applicationPolicy;
  response.writeHead(200, headers);
  response.end(octets);
}

http.createServer((request, response) => {
  answer(request, response).catch((failure) => {
    console.error(failure);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
}).listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`));

// SPDX-License-Identifier: Apache-2.0
// Every hostile mail in the cage as it is shipped, and again raw under the cage's policy as if the
// sanitiser were not there: nobody comes to the trap, nothing runs, nothing leaves, nothing is painted
// over the page around. WEB: the built pages.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { cagePolicy } from '../double/policies.mjs';
import { hostile } from '../mail/hostile.mjs';

const { WEB = 'target/classes/web', CHROMIUM = '/usr/bin/chromium' } = process.env;
const MOST_HEIGHT = 20_000;
/** Long enough for a request to loopback, many times over. */
const PAUSE_MILLIS = 70;

const hits = [];
const trap = http.createServer((request, response) => {
  hits.push(request.url);
  response.end();
});
await new Promise((done) => trap.listen(0, '127.0.0.1', done));
const trapHost = `127.0.0.1:${trap.address().port}`;

const policy = JSON.parse(await readFile(path.join(WEB, 'policy.json'), 'utf8'));
const frame = await readFile(path.join(WEB, 'frame.html'));
let raw = '';
const pages = http.createServer((request, response) => {
  const origin = `http://${request.headers.host}`;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  if (request.url === '/frame') {
    response.setHeader('Content-Security-Policy', cagePolicy('frame', policy.frame.script, origin));
    return response.end(frame);
  }
  if (request.url === '/raw') {
    response.setHeader('Content-Security-Policy', cagePolicy('frame', policy.frame.script, origin));
    return response.end(raw);
  }
  response.end('<!doctype html><title>around</title><body><h1>around</h1>');
});
await new Promise((done) => pages.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${pages.address().port}`;

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const page = await (await browser.newContext()).newPage();
page.setDefaultTimeout(10_000);
const boxes = [];
page.on('dialog', (dialog) => {
  boxes.push(dialog.message());
  void dialog.dismiss();
});
page.context().on('page', (other) => other !== page && boxes.push(`opened ${other.url()}`));

const armed = (html) => html.replaceAll('TRAPHOST', trapHost).replaceAll('TRAP', `http://${trapHost}`);

async function begin() {
  await page.goto(origin);
  await page.evaluate(() => {
    window.said = [];
    window.addEventListener('message', ({ data }) => data === 'boom' && window.said.push(data));
  });
  hits.length = 0;
  boxes.length = 0;
}

async function clickBait(inside) {
  const bait = inside.locator('#click, #user-content-click').first();
  if ((await bait.count()) > 0) await bait.click({ force: true, timeout: 500 }).catch(() => undefined);
  await page.waitForTimeout(PAUSE_MILLIS);
}

async function judge(name) {
  assert.deepEqual(hits, [], `${name}: came to the trap`);
  assert.deepEqual(boxes, [], `${name}: opened something`);
  assert.equal(page.url(), `${origin}/`, `${name}: the page was left`);
  assert.deepEqual(await page.evaluate(() => window.said), [], `${name}: a script ran`);
}

// That the trap sees who comes.
await begin();
await page.evaluate((address) => (new Image().src = `${address}/control`), `http://${trapHost}`);
await page.waitForTimeout(PAUSE_MILLIS);
assert.deepEqual(hits, ['/control']);

for (const [name, html] of hostile) {
  await begin();
  await page.evaluate((sent) => new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
    frame.src = '/frame';
    frame.width = 600;
    window.addEventListener('message', (event) => {
      if (event.source !== frame.contentWindow || event.data !== 'pabal-cage') return;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        if (data.type === 'height') window.height = data.height;
        if (data.type === 'shown') done();
      };
      frame.contentWindow.postMessage('pabal-port', '*', [port2]);
      port1.postMessage({ type: 'show', html: sent, inline: {}, lang: 'ko' });
    });
    document.body.append(frame);
  }), armed(html));
  const inside = page.frameLocator('iframe');
  await clickBait(inside);
  await judge(name);
  const left = await inside.locator('#mail').evaluate((mail) => [...mail.querySelectorAll('*')].flatMap((element) => [
    ...(/^(?:SCRIPT|IFRAME|OBJECT|EMBED|FORM|INPUT|BUTTON|LINK|META|BASE|TEMPLATE|SVG|MATH|VIDEO|AUDIO)$/i.test(element.tagName) ? [element.tagName] : []),
    ...[...element.attributes].filter((attribute) => /^on|^(?:src|href|background|ping|srcset|formaction)$/i.test(attribute.name) && /^\s*(?:javascript|vbscript|data:text)/i.test(attribute.value) || /^on/i.test(attribute.name)).map((attribute) => attribute.name),
  ]));
  assert.deepEqual(left, [], `${name}: left by the sanitiser`);
  assert.ok((await page.evaluate(() => window.height)) <= MOST_HEIGHT, `${name}: height`);
}
console.log(`ok   ${hostile.length} hostile mails in the cage`);

for (const [name, html] of hostile) {
  // Named here are what only the sanitiser stops: a page may always send itself away, which the page
  // around cannot see; its request is what the trap counts.
  if (/meta refresh$|^link to the top$|^area$|^form|^base$|^frameset$|dns-prefetch|^prefetch$|^preconnect$/.test(name)) continue;
  raw = `<!doctype html><html><body>${armed(html)}`;
  await begin();
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
    frame.src = '/raw';
    document.body.append(frame);
    return new Promise((done) => (frame.onload = done));
  });
  await page.waitForTimeout(PAUSE_MILLIS);
  await judge(`${name}, raw`);
}
console.log('ok   the same raw under the policy alone');

await browser.close();
trap.close();
pages.close();

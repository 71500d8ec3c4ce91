// SPDX-License-Identifier: Apache-2.0
// What every run of the pages in a real browser is made of. Run by WebmailTest with the server's
// address, or by hand:
//   URL=http://127.0.0.1:5180/ ADDRESS=me@example.org PASSWORD=x node test/e2e/mail.mjs
// Each step says what it shows; the first that fails ends the run with a picture in PICTURES.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

export const { URL: url, ADDRESS: address, PASSWORD: password, CHROMIUM = '/usr/bin/chromium', PICTURES: pictures = 'target' } = process.env;
const PATIENCE = 15_000;

export const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--ignore-certificate-errors'] });
export const problems = [];
let current;

/** A page that the next failure is told with a picture of. */
export async function open(options) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale: 'ko-KR', timezoneId: 'Asia/Seoul', ...options });
  context.setDefaultTimeout(PATIENCE);
  if (!sessions) await standIn(context);
  const page = await context.newPage();
  // Application pages must not make the policy stop anything; cages may.
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() !== 'error' || /401 \(|passkey.options|eventsource|\/frame|\/editor|ERR_CERT|SSL certificate|favicon/.test(text + message.location().url)) return;
    problems.push(`console: ${text}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${error.message}\n${error.stack}`));
  current = page;
  return page;
}

/** A server that keeps no sessions is asked with the password each time, and who is in is kept here. */
async function standIn(context) {
  let inside = false;
  const json = (status, body) => ({ status, contentType: 'application/json', body: JSON.stringify(body) });
  await context.setExtraHTTPHeaders({ Authorization: `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}` });
  await context.route('**/auth/*', async (route) => {
    const asked = route.request();
    if (asked.url().endsWith('/login')) inside = asked.postDataJSON().password === password;
    if (asked.url().endsWith('/logout')) inside = false;
    await route.fulfill(inside ? json(200, { account: address }) : json(401, { code: 'refused' }));
  });
}

const probe = await browser.newContext({ ignoreHTTPSErrors: true });
const sessions = (await probe.request.get(new URL('auth/session', url).href, { headers: { 'X-Pabal': '1' } })).status() !== 404;
await probe.close();

/** Which page a failure is shown of. */
export function show(page) {
  current = page;
}

export async function step(name, work) {
  const begun = performance.now();
  try {
    await work();
    assert.deepEqual(problems, [], name);
    console.log(`ok   ${name} (${Math.round(performance.now() - begun)} ms)`);
  } catch (failure) {
    await current?.screenshot({ path: path.join(pictures, 'failed.png') }).catch(() => undefined);
    console.log(`FAIL ${name}\n${failure.stack ?? failure}`);
    await browser.close();
    process.exit(1);
  }
}

const MESSAGES = 'src/messages';
const messages = Object.assign({}, ...readdirSync(MESSAGES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('en.json')).map((file) => JSON.parse(readFileSync(path.join(MESSAGES, file), 'utf8'))));

/** Messages that are not there show their key, arguments that are not there their name. */
async function said(page) {
  const shown = await page.evaluate(() => {
    const words = [...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap((each) => ['aria-label', 'title', 'placeholder', 'alt'].map((name) => each.getAttribute(name) ?? ''));
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) words.push(texts.currentNode.data.trim());
    return words;
  });
  assert.deepEqual(shown.filter((words) => (words.includes('.') && words in messages) || /^\{\w+\}$/.test(words)), []);
}

/** What axe finds on the screen, by its gravest rules, and words that are missing. */
export async function accessible(page) {
  await said(page);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false }));
  assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' | ').slice(0, 400)}`), []);
}

export const rows = (page) => page.locator('[role=grid] [role=row]');
export const row = (page, subject) => rows(page).filter({ hasText: subject });
export const toast = (page, words) => page.locator('.toast').filter({ hasText: words });
/** Opens a folder; the rows of the one before are gone when its name stands on top. */
export async function folder(page, name) {
  await page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
}

/** Waits until there are so many. */
export async function counts(locator, wanted) {
  for (let left = 100; left > 0 && (await locator.count()) !== wanted; left--) await locator.page().waitForTimeout(50);
  assert.equal(await locator.count(), wanted);
}

export async function signIn(page, who = address, secret = password) {
  await page.goto(url);
  await page.getByLabel('주소').fill(who);
  await page.getByLabel('비밀번호', { exact: true }).fill(secret);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await rows(page).first().waitFor();
}

/** The methods of each request to JMAP while something is done. */
export async function asked(page, work) {
  const requests = [];
  const heard = (request) => /\/jmap\/api$/.test(request.url()) && requests.push(request.postDataJSON().methodCalls.map(([name]) => name));
  page.on('request', heard);
  await work();
  page.off('request', heard);
  return requests;
}

export async function done() {
  await browser.close();
  console.log('all steps passed');
}

// SPDX-License-Identifier: Apache-2.0
// The pages in a real browser before a server: signing in, the list, reading, archiving and undoing,
// writing, sending, receiving. Run by WebmailTest with the server's address, or by hand:
//   URL=http://127.0.0.1:5180/ ADDRESS=me@example.org PASSWORD=x node test/e2e/mail.mjs
// Each step says what it shows; the first that fails ends the run with a picture in PICTURES.
import assert from 'node:assert/strict';
import path from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const { URL: url, ADDRESS: address, PASSWORD: password, CHROMIUM = '/usr/bin/chromium', PICTURES = 'target' } = process.env;
const PATIENCE = 15_000;

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const problems = [];

async function open(options) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale: 'ko-KR', timezoneId: 'Asia/Seoul', ...options });
  context.setDefaultTimeout(PATIENCE);
  if (!sessions) await standIn(context);
  const page = await context.newPage();
  // Application pages must not make the policy stop anything; cages may.
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() !== 'error' || /401 \(|eventsource|\/frame|\/editor|ERR_CERT|favicon/.test(text + message.location().url)) return;
    problems.push(`console: ${text}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${error.message}\n${error.stack}`));
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

let current;
async function step(name, work) {
  const begun = performance.now();
  try {
    await work();
    assert.deepEqual(problems, [], name);
    console.log(`ok   ${name} (${Math.round(performance.now() - begun)} ms)`);
  } catch (failure) {
    await current?.screenshot({ path: path.join(PICTURES, 'failed.png') }).catch(() => undefined);
    console.log(`FAIL ${name}\n${failure.stack ?? failure}`);
    await browser.close();
    process.exit(1);
  }
}

/** What axe finds on the screen, by its gravest rules. */
async function accessible(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false }));
  assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' | ').slice(0, 400)}`), []);
}

const rows = (page) => page.locator('[role=grid] [role=row]');
const row = (page, subject) => rows(page).filter({ hasText: subject });
const toast = (page, words) => page.locator('.toast').filter({ hasText: words });
/** Opens a folder; the rows of the one before are gone when its name stands on top. */
async function folder(page, name) {
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { name }).waitFor();
}

/** Waits until there are so many. */
async function counts(locator, wanted) {
  for (let left = 100; left > 0 && (await locator.count()) !== wanted; left--) await page.waitForTimeout(50);
  assert.equal(await locator.count(), wanted);
}

const mark = Date.now().toString(36);

async function signIn(page) {
  await page.goto(url);
  await page.getByLabel('주소').fill(address);
  await page.getByLabel('비밀번호', { exact: true }).fill(password);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await rows(page).first().waitFor();
}

const page = (current = await open());

await step('the sign-in page is accessible and says no to a wrong password', async () => {
  await page.goto(url);
  await page.getByLabel('주소').fill(address);
  await accessible(page);
  await page.getByLabel('비밀번호', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await page.getByText('로그인하지 못했습니다').waitFor();
});

await step('signing in shows the inbox', async () => {
  await signIn(page);
  await page.getByRole('heading', { name: '받은편지함' }).waitFor();
});

await step('a mail is read, and is read from then on', async () => {
  const unread = page.locator('[role=row].unread').first();
  const subject = (await unread.locator('.subject').innerText()).replace(/^Re: /, '');
  await unread.click();
  await page.getByRole('heading', { level: 2, name: subject }).waitFor();
  await page.locator('article.message').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[role=row].open:not(.unread)') !== null);
  await accessible(page);
});

await step('HTML is shown in its cage, without scripts and without pictures from elsewhere', async () => {
  const html = process.env.HTML_SUBJECT;
  if (html === undefined) return;
  await row(page, html).first().click();
  const frame = page.frameLocator('article.message iframe').first();
  await frame.locator('#mail').filter({ hasText: '표' }).waitFor();
  assert.equal(await frame.locator('script:not(body > script)').count(), 0);
  assert.equal(await frame.locator('#mail img[src^=http]').count(), 0);
  await page.getByText('외부 이미지').first().waitFor();
});

await step('keys move, archive and undo', async () => {
  await page.getByRole('grid').focus();
  await page.keyboard.press('u');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.getByRole('grid').focus();
  await page.keyboard.press('j');
  const subject = await page.locator('[role=row].current .subject').innerText();
  const total = Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
  await page.keyboard.press('e');
  await toast(page, '보관함으로 옮겼습니다').waitFor();
  assert.equal(Number(await page.getByRole('grid').getAttribute('aria-rowcount')), total - 1);
  await page.keyboard.press('z');
  await toast(page, '되돌렸습니다').waitFor();
  await row(page, subject).first().waitFor();
  assert.equal(Number(await page.getByRole('grid').getAttribute('aria-rowcount')), total);
});

await step('a star and its folder', async () => {
  const first = rows(page).first();
  const subject = await first.locator('.subject').innerText();
  const starred = (await first.locator('.starred').count()) > 0;
  for (let up = 0; up < 3; up++) await page.keyboard.press('k');
  if (!starred) await page.keyboard.press('s');
  await first.locator('.starred').waitFor();
  await folder(page, '별표');
  await row(page, subject).first().waitFor();
  await folder(page, '받은편지함');
});

await step('a mail is written in Hangul, kept as a draft, and goes on after closing', async () => {
  await page.keyboard.press('c');
  const composer = page.getByRole('dialog', { name: '메일 쓰기' });
  await composer.getByRole('combobox', { name: '받는 사람' }).fill(address);
  await page.keyboard.press('Enter');
  await composer.getByLabel('제목').fill(`시험 ${mark}`);
  const text = page.frameLocator('iframe[src=editor]').locator('#text');
  await text.click();
  await page.keyboard.type('확인했습니다. ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('화요일');
  await composer.getByText('임시저장됨').waitFor();
  await accessible(page);
  await composer.getByRole('button', { name: '저장하고 닫기' }).click();
  await folder(page, '임시보관함');
  await row(page, mark).click();
  await page.frameLocator('iframe[src=editor]').locator('b', { hasText: '화요일' }).waitFor();
  await counts(row(page, mark), 1);
});

await step('it is sent, called back, and sent again', async () => {
  await page.keyboard.press('Control+Enter').catch(() => undefined);
  const composer = page.getByRole('dialog', { name: '메일 쓰기' });
  if (await composer.isVisible()) await composer.getByRole('button', { name: '보내기', exact: true }).click();
  await page.locator('.toast').filter({ hasText: /받아 보내고|뒤에 보냅니다/ }).getByRole('button').click();
  await composer.waitFor();
  await composer.getByRole('button', { name: '보내기', exact: true }).click();
  await composer.waitFor({ state: 'detached' });
});

await step('it stands in Sent once, in Drafts no more', async () => {
  await folder(page, '보낸편지함');
  await row(page, mark).waitFor({ timeout: 30_000 });
  await counts(row(page, mark), 1);
  await folder(page, '임시보관함');
  await row(page, mark).waitFor({ state: 'detached' });
});

if (process.env.DELIVERS !== 'no') {
  await step('it arrives without reloading', async () => {
    await folder(page, '받은편지함');
    await row(page, mark).first().waitFor({ timeout: 90_000 });
    await row(page, mark).first().click();
    await page.locator('article.message').first().waitFor();
  });
}

await step('search finds it, and Escape returns', async () => {
  if (await page.locator('.page.reading').isVisible()) await page.keyboard.press('Escape');
  await page.locator('.page:not(.reading)').waitFor();
  const before = page.url();
  await page.keyboard.press('/');
  await page.keyboard.type(`제목:${mark}`);
  await page.getByRole('heading', { name: '검색 결과' }).waitFor();
  await row(page, mark).first().waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction((there) => location.href === there, before);
});

await step('dark, in English, without findings', async () => {
  await page.getByRole('button', { name: /^계정/ }).click();
  await page.getByRole('menuitemradio', { name: '어둡게' }).click();
  await page.getByRole('button', { name: /^계정/ }).click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Inbox' }).waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(PICTURES, 'desk-dark.png') });
});

await step('on a phone: list, mail, back', async () => {
  const phone = (current = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }));
  await signIn(phone);
  await accessible(phone);
  await rows(phone).first().click();
  await phone.locator('article.message').first().waitFor();
  await accessible(phone);
  await phone.screenshot({ path: path.join(PICTURES, 'phone.png') });
  await phone.goBack();
  await rows(phone).first().waitFor();
  assert.ok(await rows(phone).first().isVisible());
});

current = page;
await step('signing out leaves nothing on the screen', async () => {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
});

await browser.close();
console.log('all steps passed');

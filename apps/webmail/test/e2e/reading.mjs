// SPDX-License-Identifier: Apache-2.0
// Mails as the server says they should be seen: pictures of others once, always, never and revoked, parts by
// signed links, links that say something else, leaving a list by its page and by one click, fields, paper; and
// every hostile mail through the server's own cleaner. Run by ReadingTest with the port on which the server takes
// mail (SMTP), leave to fetch pictures from loopback, and a list's server (LIST) whose mails are signed (DKIM).
import assert from 'node:assert/strict';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { hostile } from '../mail/hostile.mjs';
import { accessible, address, asked, counts, done, open, pictures, row, rows, signIn, step, toast, url } from './begin.mjs';
import { deliver, jmap } from './server.mjs';
import { signature } from './signed.mjs';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
const PAUSE_MILLIS = 60;
const FROM = 'news@shop.test';
const { LIST: list, DKIM: key } = process.env;

/** A shop's server, which counts who comes. */
const hits = [];
const shop = http.createServer((request, response) => {
  hits.push(request.url);
  assert.equal(request.headers.cookie, undefined);
  assert.equal(request.headers.referer, undefined);
  response.setHeader('Content-Type', 'text/html');
  response.end(PNG);
});
await new Promise((ready) => shop.listen(0, '127.0.0.1', ready));
const host = `127.0.0.1:${shop.address().port}`;
const count = (wanted) => hits.filter((url) => url === wanted).length;

const html = (text) => ({ type: 'text/html; charset=utf-8', text });
const offer = `<style>p{color:#0a6b56}@import "http://${host}/style"</style><p>행사 안내</p><img src="http://${host}/banner" width="300" height="80">`
  + `<img src="http://${host}/pixel" width="1" height="1"><p><a href="http://${host}/login">https://bank.test/login</a></p>`;
const mixed = {
  type: 'multipart/mixed; boundary=b',
  text: ['--b', 'Content-Type: multipart/related; boundary=r', '', '--r', 'Content-Type: text/html; charset=utf-8', '', '<p>첨부</p><img src="cid:logo@x" width="40">', '--r',
    'Content-Type: image/png', 'Content-ID: <logo@x>', 'Content-Transfer-Encoding: base64', '', PNG.toString('base64'), '--r--', '--b',
    'Content-Type: text/html', 'Content-Disposition: attachment; filename="plan.html"', '', '<script>alert(1)</script>', '--b--'].join('\r\n'),
};

const page = await open();
await page.addInitScript(() => {
  window.drawn = 0;
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...more) {
    if (message?.type === 'show') window.drawn++;
    return post.call(this, message, ...more);
  };
});
const article = page.locator('article.message').first();
const frame = page.frameLocator('article.message iframe').first();
const inside = (selector) => frame.locator(`#mail ${selector}`);
const blocked = page.getByText(/외부 이미지 \d+개를 막았습니다/);
const drawn = () => inside('img').first().evaluate((image) => image.decode().then(() => image.naturalWidth));
const choose = async (name) => {
  await article.getByRole('button', { name: '더 보기' }).click();
  await page.getByRole('menuitem', { name }).click();
};

/** What the person has decided about the pictures of the shop; null: nothing. */
async function decided(rule) {
  const [set] = await jmap(page, ['MailViewSetting/set', { update: { singleton: { [`remote/${FROM}`]: rule } } }]);
  assert.equal(set.notUpdated, null, JSON.stringify(set));
}

/** Opens a mail of the inbox, whatever stood there before. */
async function read(subject) {
  await page.goto(new URL('#/', url).href);
  await article.waitFor({ state: 'detached' });
  await row(page, subject).first().click();
  await page.getByRole('heading', { level: 2, name: subject }).waitFor();
  await article.waitFor();
}

await step('mails arrive', async () => {
  await signIn(page);
  await deliver(FROM, address, '행사', { ...html(offer), headers: ['Reply-To: other@elsewhere.test', `List-Unsubscribe: <http://${host}/leave>`] });
  await deliver(FROM, address, '파일', mixed);
  const text = ['보기 https://bank.test@evil.test/x 그리고', 'https://네이버shop.test/ 또', 'https://gооgle.test/ 끝'].join('\r\n');
  await deliver(FROM, address, '글', { text });
  const [from, ...ways] = ['From: <news@list.test>', `List-Unsubscribe: <${list}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'];
  const headers = [signature(key, { domain: 'list.test', selector: 'k' }, [from, ...ways], 'text\r\n'), ...ways];
  await deliver('news@list.test', address, '소식', { headers, through: '192.0.2.9' });
  for (const subject of ['파일', '소식']) await row(page, subject).first().waitFor();
});

await step('nobody is asked for pictures, and the server says who it is', async () => {
  const requests = await asked(page, async () => {
    await read('행사');
    await inside('p').filter({ hasText: '행사 안내' }).waitFor();
    await blocked.waitFor();
    await article.getByRole('button', { name: '보낸 사람 확인 안 됨' }).waitFor();
    await page.getByText('other@elsewhere.test').waitFor();
    // That it has been read makes another row of it.
    await counts(row(page, '행사').and(page.locator('.unread')), 0);
  });
  assert.equal(requests.flat().filter((method) => method === 'MailView/get').length, 1, JSON.stringify(requests));
  assert.equal(await page.evaluate(() => window.drawn), 1);
  assert.equal(await inside('img').count(), 0);
  assert.deepEqual(hits, []);
  assert.equal(await inside('p').first().evaluate((p) => getComputedStyle(p).color), 'rgb(10, 107, 86)');
  await article.getByRole('button', { name: '보낸 사람 확인 안 됨' }).click();
  await page.getByText('적힌 주소에서 왔다는 증거도').waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'reading.png') });
});

await step('once shows them once', async () => {
  await read('행사');
  hits.length = 0;
  await page.getByRole('button', { name: '이번만 보기' }).click();
  await inside('img').first().waitFor();
  assert.equal(await drawn(), 1);
  assert.equal(count('/banner'), 1);
  await page.reload();
  await blocked.waitFor();
  assert.equal(await inside('img').count(), 0);
});

await step('always shows them without asking', async () => {
  await decided(null);
  await read('행사');
  await page.getByRole('button', { name: /항상$/ }).click();
  await toast(page, '이미지를 보여 줍니다').waitFor();
  await inside('img').first().waitFor();
  await page.reload();
  await inside('img').first().waitFor();
  assert.equal(await drawn(), 1);
  assert.equal(await blocked.count(), 0);
});

await step('settings take it back', async () => {
  await decided('always');
  await page.goto(new URL('#/', url).href);
  await page.getByRole('button', { name: '설정', exact: true }).click();
  await page.getByRole('navigation', { name: '설정' }).getByRole('link', { name: '읽기·쓰기' }).click();
  await page.getByText('항상 보기').waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'reading-settings.png') });
  await page.getByRole('button', { name: `${FROM} 다시 묻기` }).click();
  await page.getByText('정한 것이 없습니다').waitFor();
  await page.getByRole('button', { name: '메일로 돌아가기' }).click();
  await read('행사');
  await blocked.waitFor();
});

await step('never does not ask, and once is still there', async () => {
  await decided(null);
  await read('행사');
  await page.getByRole('button', { name: '묻지 않기' }).click();
  await blocked.waitFor({ state: 'detached' });
  await page.reload();
  await inside('p').first().waitFor();
  assert.equal(await blocked.count(), 0);
  await choose('이미지 이번만 보기');
  await inside('img').first().waitFor();
  assert.equal(count('/pixel') + count('/style'), 0);
});

await step('a link that says another host is asked about', async () => {
  await read('행사');
  await inside('a').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('127.0.0.1', { exact: true }).first().waitFor();
  await dialog.getByRole('button', { name: '취소' }).click();
  assert.equal(count('/login'), 0);
});

await step('in plain text, too, a host that is not what it looks like is asked about', async () => {
  await read('글');
  const dialog = page.getByRole('dialog');
  for (const [written, host] of [['https://bank.test@evil.test/x', 'evil.test'], ['https://gооgle.test/', 'gооgle.test']]) {
    for (const button of ['left', 'middle']) {
      await article.getByRole('link', { name: written }).click({ button });
      await dialog.locator('.host', { hasText: host }).waitFor();
      await dialog.getByRole('button', { name: '취소' }).click();
    }
  }
  await page.route('https://**.test/**', (route) => route.abort());
  const [opened] = await Promise.all([page.context().waitForEvent('page'), article.getByRole('link', { name: 'https://네이버shop.test/' }).click()]);
  assert.equal(await dialog.count(), 0);
  await opened.close();
});

await step('a list that proves nothing is left by its page only', async () => {
  await read('행사');
  await page.getByRole('button', { name: '수신 거부' }).click();
  await page.getByRole('dialog').getByText(`http://${host}/leave`).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '취소' }).click();
  assert.equal(count('/leave'), 0);
});

await step('a list whose signature says so is left by one click, once, and says what it answered', async () => {
  await read('소식');
  await page.getByRole('button', { name: '수신 거부' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(new URL(list).host).first().waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'reading-unsubscribe.png') });
  await dialog.getByRole('button', { name: /수신 거부/ }).click();
  await toast(page, 'You have left').waitFor();
  await dialog.waitFor({ state: 'detached' });
});

await step('fields are shown, and one mail is put on paper', async () => {
  await read('행사');
  await choose('헤더');
  await page.getByRole('dialog').getByText('Message-ID').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '닫기' }).click();
  await page.evaluate(() => (window.print = () => (window.onPaper = document.querySelectorAll('[data-printed]').length)));
  await choose('인쇄');
  assert.equal(await page.evaluate(() => window.onPaper), 1);
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: path.join(pictures, 'reading-print.png') });
  assert.equal(await rows(page).first().evaluate((line) => getComputedStyle(line).visibility), 'hidden');
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  assert.equal(await page.locator('[data-printed]').count(), 0);
});

/** The link of a part of a mail that is open. */
async function attached() {
  await read('파일');
  return page.getByRole('link', { name: 'plan.html 받기' }).getAttribute('href');
}

await step('parts are had by links that need no cookie and run nothing', async () => {
  const attachment = await attached();
  await inside('img').first().waitFor();
  assert.equal(await drawn(), 1);
  assert.match(attachment, /\/b\//);
  const stranger = await (await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })).newContext({ ignoreHTTPSErrors: true });
  const got = await stranger.request.get(attachment);
  assert.equal(got.status(), 200);
  assert.equal(got.headers()['content-disposition'], 'attachment; filename="plan.html"; filename*=UTF-8\'\'plan.html');
  assert.equal(got.headers()['content-type'], 'application/octet-stream');
  assert.equal((await stranger.request.get(attachment, { headers: { Range: 'bytes=0-7' } })).status(), 206);
  await stranger.browser().close();
});

await step('hostile mails come out of the server without anything that loads or runs', async () => {
  const armed = (mail) => mail.replaceAll('TRAPHOST', host).replaceAll('TRAP', `http://${host}`);
  const create = Object.fromEntries(hostile.map(([, mail], index) => [`b${index}`, { data: [{ 'data:asText': `From: x@y.test\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${armed(mail)}` }] }]));
  const cleaned = [];
  const keys = Object.keys(create);
  for (let at = 0; at < keys.length; at += 20) {
    const part = keys.slice(at, at + 20);
    const [, [inbox], imported] = await jmap(page,
      ['Blob/upload', { create: Object.fromEntries(part.map((key) => [key, create[key]])) }],
      ['Mailbox/get', { ids: null }],
    ).then(async ([uploaded, { list }]) => {
      const junk = list.find((mailbox) => mailbox.role === 'archive') ?? list[0];
      const [result] = await jmap(page, ['Email/import', { emails: Object.fromEntries(part.map((key) => [key, { blobId: uploaded.created[key].id, mailboxIds: { [junk.id]: true } }])) }]);
      return [uploaded, [junk], result];
    });
    assert.equal(imported.notCreated, null, JSON.stringify(imported.notCreated));
    assert.ok(inbox.id);
    const ids = part.map((key) => imported.created[key].id);
    const [view] = await jmap(page, ['MailView/get', { emailIds: ids }]);
    for (const id of ids) cleaned.push(view.list.find((each) => each.id === id).html);
  }
  hits.length = 0;
  // Without any policy and without the cage: the server's cleaner alone is in the way.
  let shown = '';
  const bare = http.createServer((request, response) => {
    if (request.url !== '/') hits.push(`page${request.url}`);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><body>${shown}`);
  });
  await new Promise((ready) => bare.listen(0, '127.0.0.1', ready));
  const other = await (await open()).context().newPage();
  const origin = `http://127.0.0.1:${bare.address().port}/`;
  for (const [index, [name]] of hostile.entries()) {
    shown = cleaned[index];
    await other.goto(origin);
    await other.waitForTimeout(PAUSE_MILLIS);
    assert.deepEqual(hits.filter((hit) => hit !== 'page/favicon.ico'), [], name);
    assert.equal(await other.evaluate(() => window.boom), undefined, name);
    assert.equal(other.url(), origin, name);
    assert.equal(await other.locator('script, iframe, object, embed, form, input, button, link, meta, base, template, svg, math, video, audio').count(), 0, name);
    assert.equal(await other.evaluate(() => [...document.querySelectorAll('body *')].some((element) => ['fixed', 'sticky'].includes(getComputedStyle(element).position))), false, name);
  }
  bare.close();
});

await step('in English, dark, on a phone, without findings', async () => {
  await read('행사');
  const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en-US', colorScheme: 'dark' });
  await phone.context().addCookies(await page.context().cookies());
  await phone.goto(page.url());
  await phone.locator('article.message').first().waitFor();
  await phone.getByRole('button', { name: 'Sender not verified' }).waitFor();
  await accessible(phone);
  await phone.screenshot({ path: path.join(pictures, 'reading-phone.png') });
});

await step('links end with the session', async () => {
  const attachment = await attached();
  const context = page.context();
  await page.getByRole('button', { name: /^계정/ }).click();
  await page.getByRole('menuitem', { name: '로그아웃' }).click();
  await page.getByRole('button', { name: '로그인', exact: true }).waitFor();
  assert.equal((await context.request.get(attachment)).status(), 404);
});

shop.close();
await done();

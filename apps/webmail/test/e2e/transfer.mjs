// SPDX-License-Identifier: Apache-2.0
// Taking mail out and bringing it in, in a real browser before a server. Run by TransferTest, which looks
// at what was saved in DOWNLOADS with other programs.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { accessible, browser, done, open, pictures, problems, signIn, step } from './begin.mjs';
import { jmap } from './server.mjs';

const { DOWNLOADS = 'target' } = process.env;
const saved = (name) => path.join(DOWNLOADS, name);
const MESSAGES = 60;
const page = await open({ acceptDownloads: true });
const section = async () => {
  await page.goto(new URL('#/settings/transfer', page.url()).href);
  await page.getByRole('heading', { level: 1, name: '가져오기·내보내기' }).waitFor();
};
const card = (name) => page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name }) });
const bringing = card('메일 가져오기');
const choose = (files) => bringing.locator('input[type=file]').first().setInputFiles(files);
const ended = (words) => bringing.getByRole('status').filter({ hasText: words }).waitFor({ timeout: 60_000 });

/** @param format as its words begin */
async function take(what, format, name) {
  const box = card('메일 내보내기');
  await box.getByLabel('무엇을').selectOption(what === '' ? '' : { label: what });
  await box.getByLabel('형식').selectOption(format);
  const coming = page.waitForEvent('download');
  await box.getByRole('button', { name: '내보내기', exact: true }).click();
  const download = await coming;
  await download.saveAs(saved(name));
  assert.equal(await download.failure(), null);
  await box.getByRole('status').filter({ hasText: '브라우저가' }).waitFor();
  return download.suggestedFilename();
}

/** Every message of the account, by folder and Message-ID: its octets, flags and date. */
async function everything() {
  const [{ list: mailboxes }] = await jmap(page, ['Mailbox/get', { ids: null }]);
  const byId = new Map(mailboxes.map((mailbox) => [mailbox.id, mailbox]));
  const name = (id) => (byId.get(id).parentId ? `${name(byId.get(id).parentId)}/` : '') + byId.get(id).name;
  const [{ ids }] = await jmap(page, ['Email/query', { filter: null }]);
  const [{ list }] = await jmap(page, ['Email/get', { ids, properties: ['blobId', 'messageId', 'mailboxIds', 'keywords', 'receivedAt'] }]);
  const all = new Map();
  for (const email of list) {
    const octets = await page.evaluate(async ({ base, blobId }) => {
      const session = await (await fetch(new URL('.well-known/jmap', base), { headers: { 'X-Pabal': '1' } })).json();
      const response = await fetch(new URL(`jmap/download/${session.primaryAccounts['urn:ietf:params:jmap:mail']}/${blobId}/x`, base));
      return [...new Uint8Array(await response.arrayBuffer())];
    }, { base: page.url().replace(/#.*/, ''), blobId: email.blobId });
    const where = Object.keys(email.mailboxIds).map(name).sort().join(' + ');
    all.set(`${where}: ${email.messageId?.[0]}`, { sha: createHash('sha256').update(Buffer.from(octets)).digest('hex'), keywords: Object.keys(email.keywords).sort().join(' '), receivedAt: email.receivedAt });
  }
  return all;
}

async function remove(name) {
  const [{ list }] = await jmap(page, ['Mailbox/get', { ids: null }]);
  const below = (id) => list.filter((mailbox) => mailbox.parentId === id).flatMap((mailbox) => [...below(mailbox.id), mailbox.id]);
  const top = list.find((mailbox) => mailbox.name === name && mailbox.parentId === null);
  const [{ destroyed }] = await jmap(page, ['Mailbox/set', { destroy: [...below(top.id), top.id], onDestroyRemoveEmails: true }]);
  assert.ok(destroyed.includes(top.id));
}

let before;
await step('an account has mail in folders', async () => {
  await signIn(page);
  const [{ created }] = await jmap(page, ['Mailbox/set', { create: { a: { name: '일감' }, b: { name: '보고/서'.replace('/', '·'), parentId: '#a' } } }]);
  const create = {};
  const emails = {};
  const FLAGS = [{}, { $seen: true }, { $flagged: true, $seen: true }, { $answered: true, work: true }];
  for (let number = 0; number < MESSAGES; number++) {
    const own = number === 7 ? 'Status: theirs\r\nX-Status: theirs\r\n' : '';
    const text = `From here to there ${number}\r\n\r\nFrom bob@example.org Sat Nov 21 12:00:00 2026\r\n>From quoted\r\n한글 본문\r\n${'.\r\n'.repeat(number % 4)}`;
    create[`b${number}`] = { data: [{ 'data:asText': `From: Bob <bob@far.test>\r\nTo: me\r\nSubject: =?utf-8?B?${Buffer.from(`보고서 ${number}: a/b?`).toString('base64')}?=\r\nMessage-ID: <${number}@transfer.test>\r\nContent-Type: text/plain; charset=utf-8\r\n${own}\r\n${text}` }] };
    emails[`e${number}`] = { blobId: `#b${number}`, mailboxIds: { [number % 2 ? created.a.id : created.b.id]: true }, keywords: FLAGS[number % 4], receivedAt: `2026-03-01T12:00:${String(number).padStart(2, '0')}Z` };
  }
  const [, imported] = await jmap(page, ['Blob/upload', { create }], ['Email/import', { emails }]);
  assert.equal(Object.keys(imported.created).length, MESSAGES);
  before = await everything();
  await writeFile(saved('expected.json'), JSON.stringify(Object.fromEntries([...before].map(([key, { sha }]) => [key, sha]))));
});

await step('it is taken out as mbox, as messages and with everything', async () => {
  await section();
  await accessible(page);
  assert.match(await take('', 'mbox', 'all.zip'), /^alice@pabal\.test-\d{4}-\d\d-\d\d\.zip$/);
  assert.match(await take('일감', 'mbox', 'work.mbox'), /^일감-.*\.mbox$/);
  await take('', 'eml', 'messages.zip');
  await take('', 'jmap', 'everything.zip');
  await page.screenshot({ path: path.join(pictures, 'transfer-exported.png') });
});

await step('a folder that was deleted comes back as it was, from the mbox files', async () => {
  await remove('일감');
  await page.reload();
  await bringing.getByLabel('어디로').selectOption('own');
  await choose(saved('all.zip'));
  await ended('끝났습니다');
  assert.match(await bringing.getByRole('status').textContent(), new RegExp(`가져온 메일 ${MESSAGES}통, 이미 있던 메일 1통`));
  assert.deepEqual(await everything(), before);
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'transfer-imported.png') });
});

await step('begun again, nothing comes twice', async () => {
  for (const name of ['all.zip', 'everything.zip', 'messages.zip']) {
    await choose(saved(name));
    await ended(`이미 있던 메일 ${MESSAGES + 1}통`);
    await bringing.getByRole('status').filter({ hasText: '가져온 메일 0통' }).waitFor();
  }
  assert.deepEqual(await everything(), before);
});

await step('everything comes back from the export for other servers too', async () => {
  await remove('일감');
  await page.reload();
  await bringing.getByLabel('어디로').selectOption('own');
  await choose(saved('everything.zip'));
  await ended('끝났습니다');
  assert.deepEqual(await everything(), before);
});

await step('without a line it waits, and what is no mail is listed', async () => {
  const whole = await readFile(saved('all.zip'));
  await writeFile(saved('cut.zip'), whole.subarray(0, whole.length - 100));
  await writeFile(saved('picture.png'), 'no mail');
  await bringing.getByLabel('어디로').selectOption('import');
  await page.context().setOffline(true);
  await choose([saved('work.mbox'), saved('cut.zip'), saved('picture.png')]);
  await bringing.getByText('서버를 기다리고 있습니다').waitFor();
  await page.screenshot({ path: path.join(pictures, 'transfer-waiting.png') });
  await page.context().setOffline(false);
  await ended('끝났습니다');
  for (let at = problems.length - 1; at >= 0; at--) if (/ERR_INTERNET_DISCONNECTED/.test(problems[at])) problems.splice(at, 1);
  assert.match(await bringing.getByRole('status').textContent(), new RegExp(`가져온 메일 ${MESSAGES / 2}통, 가져오지 못한 것 2개`));
  await bringing.getByText('zip 파일이 깨졌거나').waitFor();
  const coming = page.waitForEvent('download');
  await bringing.getByRole('button', { name: '목록 저장' }).click();
  await (await coming).saveAs(saved('list.txt'));
  assert.match(await readFile(saved('list.txt'), 'utf8'), /^cut\.zip\tzip [^]*picture\.png\t/);
  const [{ list }] = await jmap(page, ['Mailbox/get', { ids: null }]);
  const above = list.find((mailbox) => mailbox.name === '가져온 메일');
  assert.equal(list.find((mailbox) => mailbox.parentId === above.id).name, 'work');
});

await step('another server is checked before anything is asked of it', async () => {
  const other = card('다른 서버에서 메일 가져오기');
  await other.getByLabel('그곳의 메일 주소').fill('bob@naver.com');
  assert.equal(await other.getByLabel('서버', { exact: true }).getAttribute('placeholder'), 'imap.naver.com');
  await other.getByLabel('그곳의 비밀번호').fill('secret');
  await other.getByLabel('서버', { exact: true }).fill('127.0.0.1');
  await other.getByRole('button', { name: '확인', exact: true }).click();
  await other.getByText('여기서 연결하지 않는 주소입니다').waitFor();
  assert.equal(await other.getByRole('button', { name: '가져오기', exact: true }).count(), 0);
  await accessible(page);
});

await step('by keyboard, on a phone and in English', async () => {
  const asking = page.waitForEvent('filechooser');
  await bringing.getByRole('button', { name: '파일 고르기…' }).focus();
  await page.keyboard.press('Enter');
  assert.ok((await asking).isMultiple());
  for (const [name, options] of [['phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }], ['dark', { locale: 'en-US', colorScheme: 'dark' }]]) {
    const other = await open(options);
    await other.context().addCookies(await page.context().cookies());
    await other.goto(new URL('#/settings/transfer', page.url()).href);
    await other.locator('.settings main section').nth(1).waitFor();
    await accessible(other);
    assert.ok(await other.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await other.screenshot({ path: path.join(pictures, `transfer-${name}.png`), fullPage: true });
    await other.context().close();
  }
});

await browser.contexts()[0]?.close();
await done();

// SPDX-License-Identifier: Apache-2.0
// What a script would do with mail that is here, doing it, and putting it back. Run by WebmailTraceTest,
// whose mailbox has HITS mails from bill@tax.test among others.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, counts, done, open, pictures, signIn, step, url } from './begin.mjs';

const HITS = Number(process.env.HITS);
const SCRIPT = 'require ["fileinto", "imap4flags"];\r\nif address :domain "from" "tax.test" {\r\n  fileinto :flags "\\\\Seen" "Archive";\r\n}\r\n';
const page = await open();
const preview = page.getByRole('region', { name: '미리보기' });

/** Calls methods as the page does. */
const call = (methods) =>
  page.evaluate(async (methodCalls) => {
    const post = async (address, body, type) =>
      (await fetch(address, { method: 'POST', headers: { 'X-Pabal': '1', 'Content-Type': type }, body, credentials: 'same-origin' })).json();
    const session = await (await fetch('.well-known/jmap', { headers: { 'X-Pabal': '1' } })).json();
    const accountId = Object.values(session.primaryAccounts)[0];
    const using = Object.keys(session.capabilities);
    const calls = methodCalls.map(([name, args, id]) => [name, { accountId, ...args }, id]);
    return post(new URL(session.apiUrl, location.href).pathname, JSON.stringify({ using, methodCalls: calls }), 'application/json');
  }, methods);

await step('a script is saved', async () => {
  await signIn(page);
  const { methodResponses } = await call([
    ['Blob/upload', { create: { b: { data: [{ 'data:asText': SCRIPT }], type: 'application/sieve' } } }, 'a'],
    ['SieveScript/set', { create: { s: { name: 'mine', blobId: '#b' } }, onSuccessActivateScript: '#s' }, 'b'],
  ]);
  assert.ok(methodResponses[1][1].created?.s, JSON.stringify(methodResponses));
});

await step('the preview shows what it would do, and the test that decided', async () => {
  await page.goto(new URL('#/settings/filters', url).href);
  await preview.getByText(new RegExp(`통 중 ${HITS}통$`)).waitFor();
  await counts(preview.locator('.mails > li'), HITS);
  await preview.locator('.mails summary').first().click();
  await preview.getByText('‘Archive’에 넣음 · 읽음').first().waitFor();
  await preview.locator('.tests').first().getByText('참').waitFor();
  await preview.getByRole('button', { name: '모두' }).click();
  assert.ok((await preview.locator('.mails > li').count()) > HITS);
  await preview.getByRole('button', { name: '해당하는 것만' }).click();
  await accessible(page);
  await preview.scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(pictures, 'lab-preview.png') });
});

await step('it is applied to mail that is here: exactly to these', async () => {
  await preview.getByRole('button', { name: '기존 메일에도 적용…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('옮기고, 복사하고, 표시합니다').waitFor();
  await accessible(page);
  await dialog.getByRole('button', { name: /통에 적용/ }).click();
  await preview.getByText(`${HITS}통을 바꾸었습니다`).waitFor();
  await preview.getByRole('button', { name: '되돌리기' }).waitFor();
  await page.screenshot({ path: path.join(pictures, 'lab-applied.png') });
});

await step('it is undone', async () => {
  await preview.getByRole('button', { name: '되돌리기' }).click();
  await preview.getByText(`${HITS}통을 전처럼 되돌렸습니다`).waitFor();
  await preview.getByText(new RegExp(`통 중 ${HITS}통$`)).waitFor();
  const { methodResponses } = await call([['Email/query', { filter: { from: 'bill@tax.test' } }, 'a'], ['Email/get', { '#ids': { resultOf: 'a', name: 'Email/query', path: '/ids' }, properties: ['mailboxIds', 'keywords'] }, 'b']]);
  const { list } = methodResponses[1][1];
  assert.equal(list.length, HITS);
  assert.ok(list.every((email) => email.keywords.$seen === undefined), JSON.stringify(list));
  assert.equal(new Set(list.map((email) => JSON.stringify(email.mailboxIds))).size, 1);
});

await step('the same on a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await preview.scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(pictures, 'lab-phone.png') });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
});

await done();

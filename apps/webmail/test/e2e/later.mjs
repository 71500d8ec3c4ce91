// SPDX-License-Identifier: Apache-2.0
// Mails that are set aside come back by themselves; another program sees the same mailbox.
import assert from 'node:assert/strict';
import path from 'node:path';
import tls from 'node:tls';
import { accessible, address, counts, done, folder, open, password, pictures, problems, row, rows, show, signIn, step, toast } from './begin.mjs';
import { jmap } from './server.mjs';

const page = await open();
const dialog = page.getByRole('dialog');

/** How many messages IMAP shows in a mailbox. */
async function imap(mailbox) {
  const socket = tls.connect({ host: '127.0.0.1', port: Number(process.env.IMAPS), rejectUnauthorized: false });
  socket.setEncoding('utf8');
  let heard = '';
  for (const line of [`a LOGIN ${address} ${password}`, `b STATUS "${mailbox}" (MESSAGES UNSEEN)`, 'c LOGOUT']) socket.write(`${line}\r\n`);
  for await (const some of socket) heard += some;
  const found = /STATUS "?[^(]*\(([^)]*)\)/.exec(heard);
  assert.ok(found, heard);
  return found[1];
}

async function choose(name) {
  await dialog.getByRole('button', { name }).click();
  await dialog.waitFor({ state: 'detached' });
}

await step('by its key a mail is put off to tomorrow, and undone', async () => {
  await signIn(page);
  await counts(rows(page), 5);
  await page.locator('[role=grid]').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('b');
  await dialog.getByText('메일 1통 나중에 다시 보기').waitFor();
  await dialog.getByRole('button', { name: /^주말/ }).waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'later-dialog.png') });
  await choose(/^내일 아침/);
  await toast(page, '에 다시 옵니다').waitFor();
  await counts(rows(page), 4);
  await page.keyboard.press('z');
  await counts(rows(page), 5);
});

await step('from its row, and several at once', async () => {
  await row(page, '<i>mail</i> 4').hover();
  await row(page, '<i>mail</i> 4').getByRole('button', { name: '나중에 보기' }).click();
  await choose(/^내일 저녁/);
  await counts(rows(page), 4);
  for (const number of [1, 2]) await row(page, `<i>mail</i> ${number}`).getByRole('checkbox').check();
  await page.getByRole('toolbar', { name: '고른 메일' }).getByRole('button', { name: '나중에 보기' }).click();
  await dialog.getByText('메일 2통 나중에 다시 보기').waitFor();
  await choose(/^내일 아침/);
  await counts(rows(page), 2);
  await folder(page, '나중에 보기');
  await counts(rows(page), 3);
});

await step('the folder says when each comes back, the next one first, and IMAP shows it too', async () => {
  assert.match(await rows(page).first().innerText(), /09:00/);
  assert.match(await rows(page).last().innerText(), /18:00/);
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'later-folder.png') });
  assert.match(await imap('Snoozed'), /MESSAGES 3/);
});

await step('while it is away its time is changed, or it comes back now', async () => {
  await rows(page).last().click();
  await page.getByRole('toolbar', { name: '이 메일로 할 일' }).getByRole('button', { name: '나중에 보기' }).click();
  await dialog.getByText('메일 1통을 다시 볼 때 바꾸기').waitFor();
  await choose(/^주말/);
  await counts(rows(page), 3);
  await page.getByRole('toolbar', { name: '이 메일로 할 일' }).getByRole('button', { name: '나중에 보기' }).click();
  await choose('지금 되돌리기');
  await counts(rows(page), 2);
  assert.match(await imap('INBOX'), /MESSAGES 3/);
});

await step('at its time it is on top of the inbox, without reload, and unread', async () => {
  await folder(page, '받은편지함');
  await counts(rows(page), 3);
  const [{ list: [{ id: box }] }] = await jmap(page, ['Mailbox/get', { ids: null }]).then(([got]) => [{ list: got.list.filter(({ role }) => role === 'snoozed') }]);
  const [{ ids }] = await jmap(page, ['Email/query', { filter: { inMailbox: box } }]);
  const until = new Date(Date.now() + 3_000).toISOString().replace(/\.\d+/, '');
  const [set] = await jmap(page, ['Email/set', { update: { [ids[0]]: { 'snoozed/until': until } } }]);
  assert.equal(set.notUpdated, null);
  await counts(rows(page), 4);
  await rows(page).first().getByLabel('다시 온 메일').waitFor();
  await rows(page).first().getByText('읽지 않음').waitFor();
  await page.screenshot({ path: path.join(pictures, 'later-back.png') });
  assert.match(await imap('INBOX'), /MESSAGES 4/);
  assert.match(await imap('Snoozed'), /MESSAGES 1/);
});

await step('who reads it knows of it', async () => {
  await rows(page).first().click();
  await page.locator('article.message').first().waitFor();
  await counts(page.getByLabel('다시 온 메일'), 0);
});

await step('without a line it is put off, and that is sent when there is one again', async () => {
  await page.context().setOffline(true);
  await row(page, '<i>mail</i> 3').hover();
  await row(page, '<i>mail</i> 3').getByRole('button', { name: '나중에 보기' }).click();
  await choose(/^내일 아침/);
  await counts(rows(page), 3);
  await page.context().setOffline(false);
  for (let left = 60; left > 0 && !/MESSAGES 2/.test(await imap('Snoozed')); left--) await page.waitForTimeout(250);
  assert.match(await imap('Snoozed'), /MESSAGES 2/);
  // What the browser says of the line that it was told to cut.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED')));
});

await step('on a phone a swipe to the left asks until when', async () => {
  const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark', locale: 'en-GB' });
  show(phone);
  await phone.addInitScript(() => localStorage.setItem('pabal-language', 'ko'));
  await signIn(phone);
  const box = await rows(phone).first().boundingBox();
  const touch = await phone.context().newCDPSession(phone);
  const at = (x) => [{ x, y: box.y + box.height / 2 }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(300) });
  for (const x of [280, 240, 200, 160]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(x) });
  await phone.screenshot({ path: path.join(pictures, 'later-swipe.png') });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await phone.getByRole('dialog').getByText('메일 1통 나중에 다시 보기').waitFor();
  await phone.screenshot({ path: path.join(pictures, 'later-phone.png') });
});

await done();

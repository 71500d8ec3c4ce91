// SPDX-License-Identifier: Apache-2.0
// The daily way: signing in, the list, reading, archiving and undoing, writing, sending, receiving.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, asked, counts, done, folder, open, password, pictures, row, rows, show, signIn, step, toast, url } from './begin.mjs';

const mark = Date.now().toString(36);
const page = await open();

await step('the sign-in page is accessible and says no to a wrong password', async () => {
  await page.goto(url);
  await page.getByLabel('주소').fill(address);
  await accessible(page);
  await page.getByLabel('비밀번호', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await page.getByText('로그인하지 못했습니다').waitFor();
});

await step('signing in shows the inbox, with one request after the session', async () => {
  const [first] = await asked(page, () => signIn(page));
  for (const method of ['Mailbox/get', 'Email/query', 'Email/get']) assert.ok(first.includes(method), `${method} is not in ${first}`);
  await page.getByRole('heading', { name: '받은편지함' }).waitFor();
});

await step('the next visit is as short, and the way back is the browser’s', async () => {
  const all = await asked(page, async () => {
    await page.reload();
    await rows(page).first().waitFor();
  });
  // What the page before was still asking for does not count.
  const [first] = all.filter((methods) => !methods.some((method) => /changes/i.test(method)));
  for (const method of ['Mailbox/get', 'Email/query', 'Email/get']) assert.ok(first.includes(method), `${method} is not in ${first}`);
  await rows(page).last().click();
  await page.locator('article.message').first().waitFor();
  await page.goBack();
  await page.locator('article.message').first().waitFor({ state: 'detached' });
  await page.goForward();
  await page.locator('article.message').first().waitFor();
  const deep = await page.evaluate(() => history.length);
  await page.keyboard.press('u');
  await page.locator('article.message').first().waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => history.length), deep);
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
  await page.locator('.page.reading').waitFor({ state: 'detached' });
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
  await page.screenshot({ path: path.join(pictures, 'desk-dark.png') });
});

await step('on a phone: list, mail, back', async () => {
  const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await signIn(phone);
  await accessible(phone);
  await rows(phone).first().click();
  await phone.locator('article.message').first().waitFor();
  await accessible(phone);
  await phone.screenshot({ path: path.join(pictures, 'phone.png') });
  await phone.goBack();
  await rows(phone).first().waitFor();
  const fingers = await phone.context().newCDPSession(phone);
  const touch = (type, y) => fingers.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 180, y }] });
  const methods = await asked(phone, async () => {
    await touch('touchStart', 260);
    for (let y = 270; y <= 420; y += 15) await touch('touchMove', y);
    await phone.getByText('Let go to check').waitFor();
    await phone.screenshot({ path: path.join(pictures, 'phone-pull.png') });
    await touch('touchEnd');
    await phone.getByRole('status').filter({ hasText: 'Checked at' }).waitFor({ state: 'attached' });
  });
  assert.ok(methods.flat().includes('Email/changes'), `${methods}`);
  assert.equal(await phone.locator('.page.reading').count(), 0);
  assert.ok(await rows(phone).first().isVisible());
});

show(page);
await step('signing out leaves nothing on the screen', async () => {
  // Language and colours are the account's: the next run finds them as they were.
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: '한국어' }).click();
  await page.getByRole('button', { name: /^계정/ }).click();
  await page.getByRole('menuitemradio', { name: '시스템 색' }).click();
  await page.getByRole('button', { name: /^계정/ }).click();
  await page.getByRole('menuitem', { name: '로그아웃' }).click();
  await page.getByRole('button', { name: '로그인', exact: true }).waitFor();
});

await done();

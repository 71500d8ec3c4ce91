// SPDX-License-Identifier: Apache-2.0
// A sent mail of which one recipient is refused: what its sender is told, where it went, and sending it
// again. Run by WebmailTraceTest, whose other server takes GOOD and refuses BAD.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, counts, done, folder, open, pictures, row, signIn, step } from './begin.mjs';

const { GOOD, BAD, SAID } = process.env;
const mark = Date.now().toString(36);
const page = await open();
const composer = page.getByRole('dialog', { name: '메일 쓰기' });
const status = page.locator('article.message .sent');
const shot = (name) => page.screenshot({ path: path.join(pictures, `trace-${name}.png`) });

async function to(...recipients) {
  for (const recipient of recipients) {
    await composer.getByRole('combobox', { name: '받는 사람' }).fill(recipient);
    await page.keyboard.press('Enter');
  }
}

await step('a mail goes to somebody here, to somebody elsewhere, and to nobody', async () => {
  await signIn(page);
  await page.keyboard.press('c');
  await to(address, GOOD, BAD);
  await composer.getByLabel('제목').fill(`길 ${mark}`);
  await page.frameLocator('iframe[src=editor]').locator('#text').click();
  await page.keyboard.type('확인 부탁드립니다.');
  await composer.getByRole('button', { name: '보내기', exact: true }).click();
  await composer.waitFor({ state: 'detached' });
});

await step('the sent mail says whom it has reached, in the other server’s words whom not', async () => {
  await folder(page, '보낸편지함');
  await row(page, mark).first().click({ timeout: 30_000 });
  await status.getByText('전달하지 못했습니다').waitFor({ timeout: 60_000 });
  const lines = await status.locator('li').allInnerTexts();
  assert.equal(lines.length, 3);
  assert.ok(lines[0].startsWith(`${BAD}: 전달하지 못했습니다.`) && lines[0].includes(SAID), lines[0]);
  assert.ok(lines.some((line) => line.startsWith(`${address}에게 전달됨`)), lines.join('\n'));
  assert.ok(lines.some((line) => line.startsWith(`${GOOD}: sink.test 서버에 전달됨`)), lines.join('\n'));
  await accessible(page);
  await shot('sent');
});

await step('where it went is told step by step', async () => {
  await page.locator('article.message').getByRole('button', { name: '더 보기' }).click();
  await page.getByRole('menuitem', { name: '어디로 갔나' }).click();
  const dialog = page.getByRole('dialog', { name: '어디로 갔나' });
  await dialog.getByText('파발이 접수').waitFor();
  await dialog.getByText(SAID).first().waitFor();
  await dialog.getByText(`${GOOD}: sink.test 서버가 받음`).or(dialog.getByText(`${GOOD}: 127.0.0.1 서버가 받음`)).first().waitFor();
  await accessible(page);
  await shot('dialog');
  await dialog.getByRole('button', { name: '닫기' }).click();
  await dialog.waitFor({ state: 'detached' });
});

await step('edit and send again opens it for those whom it did not reach', async () => {
  await status.getByRole('button', { name: '고쳐서 다시 보내기' }).click();
  await composer.waitFor();
  assert.equal(await composer.getByLabel('제목').inputValue(), `길 ${mark}`);
  await composer.getByText(BAD).waitFor();
  await counts(composer.getByText(GOOD), 0);
  await page.frameLocator('iframe[src=editor]').locator('#text', { hasText: '확인 부탁드립니다.' }).waitFor();
  await shot('again');
  await composer.getByRole('button', { name: '저장하고 닫기' }).click();
});

await step('the copy that came says how it came, and nothing of the others', async () => {
  await folder(page, '받은편지함');
  await row(page, mark).first().click();
  await page.locator('article.message').first().waitFor();
  await page.locator('article.message').last().getByRole('button', { name: '더 보기' }).click();
  await page.getByRole('menuitem', { name: '어디로 갔나' }).click();
  await page.getByRole('dialog', { name: '어디로 갔나' }).getByText('‘받은편지함’에 넣음').first().waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '닫기' }).click();
});

await step('the same in English, in the dark, and on a phone', async () => {
  await page.getByRole('button', { name: `계정 ${address}` }).click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Sent' }).click();
  await row(page, mark).first().click();
  await status.getByText('could not be delivered').waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await accessible(page);
  await shot('dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await status.getByRole('button', { name: 'Edit and send again' }).waitFor();
  await shot('phone');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
});

await done();

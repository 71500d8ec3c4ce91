// SPDX-License-Identifier: Apache-2.0
// Working through mail: labels, chosen mails, searching.
import { accessible, counts, done, folder, open, row, rows, signIn, step, toast } from './begin.mjs';

const mark = Date.now().toString(36);
const page = await open();
const grid = () => page.getByRole('grid');

await step('a label with a Korean name is made and put on by the keyboard', async () => {
  await signIn(page);
  await grid().focus();
  await page.keyboard.press('j');
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: '라벨' });
  await dialog.getByLabel('라벨 찾기').fill(`인프라 ${mark}`);
  await page.keyboard.press('Enter');
  await toast(page, '라벨을 붙였습니다').waitFor();
  await dialog.getByRole('checkbox', { name: `인프라 ${mark}`, checked: true }).waitFor();
  await accessible(page);
  await dialog.getByLabel(/색$/).first().selectOption('red');
  await dialog.getByRole('button', { name: '닫기' }).click();
  await page.locator('[role=row] .label.red', { hasText: mark }).waitFor();
});

await step('its mails are found by the label, and in reading it is seen', async () => {
  await page.getByRole('link', { name: `인프라 ${mark}` }).click();
  await page.getByRole('heading', { name: '검색 결과' }).waitFor();
  await counts(rows(page), 1);
  await rows(page).first().click();
  await page.locator('.reader .label', { hasText: mark }).waitFor();
  await page.keyboard.press('l');
  await page.getByRole('dialog', { name: '라벨' }).getByRole('checkbox', { name: `인프라 ${mark}` }).click();
  await toast(page, '라벨을 뗐습니다').waitFor();
  await page.getByRole('dialog', { name: '라벨' }).getByRole('button', { name: '닫기' }).click();
  await page.locator('.reader .label').waitFor({ state: 'detached' });
  await folder(page, '받은편지함');
});

await done();

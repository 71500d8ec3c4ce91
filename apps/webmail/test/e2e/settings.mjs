// SPDX-License-Identifier: Apache-2.0
// The settings in a real browser before a server: filters, away, addresses, reading and writing, keys.
// Run by SettingsTest with the server's address and the port on which it takes mail (SMTP).
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, counts, done, folder, open, pictures, row, rows, show, signIn, step, toast } from './begin.mjs';
import { deliver, jmap, scriptOf, setScript } from './server.mjs';

const page = await open();
const section = async (name) => {
  await page.getByRole('navigation', { name: '설정' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};
const saved = () => page.getByText('서버에서 다시 읽어 확인했습니다').waitFor();
const save = () => page.getByRole('button', { name: '저장', exact: true }).click();
const card = (name) => page.locator('.card').filter({ hasText: name });
const inbox = async () => {
  await page.getByRole('button', { name: '메일로 돌아가기' }).click();
  await folder(page, '받은편지함');
};
const settings = () => page.getByRole('button', { name: '설정', exact: true }).click();

const HAND = '# mine, as I like it\nif header :contains "X-Hand"  "written"\n{\n\tfileinto :create "Hand"; # tab above\n}\n';

await step('settings open by the gear and by a key, and close by Escape', async () => {
  await signIn(page);
  await settings();
  await page.getByRole('heading', { level: 1, name: '설정' }).waitFor();
  await page.keyboard.press('Escape');
  await rows(page).first().waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await page.getByRole('heading', { level: 1, name: '설정' }).waitFor();
});

await step('a rule is built, saved, and read back', async () => {
  await section('필터');
  await page.getByRole('button', { name: '규칙', exact: true }).click();
  await page.getByLabel('규칙 이름').fill('세금계산서');
  await page.getByRole('button', { name: '조건', exact: true }).click();
  await page.getByLabel('어떻게').selectOption('domain');
  await page.getByLabel('낱말', { exact: true }).fill('tax.example');
  await page.getByRole('button', { name: '할 일', exact: true }).click();
  await page.getByLabel('폴더', { exact: true }).selectOption({ label: '보관함' });
  await page.getByRole('button', { name: '할 일', exact: true }).click();
  await page.getByLabel('할 일', { exact: true }).nth(1).selectOption('read');
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'filters-edit.png') });
  await save();
  await saved();
  assert.match(await scriptOf(page), /if allof \(\r\n {4}address :domain :is "from" "tax.example"\r\n\) \{\r\n {4}addflag "\\\\Seen";\r\n {4}fileinto :mailboxid/);
  await page.screenshot({ path: path.join(pictures, 'filters.png') });
});

await step('mail is filed as the rule says', async () => {
  await deliver('bill@tax.example', address, '7월 전자세금계산서');
  await deliver('bob@far.test', address, 'not taxed');
  await inbox();
  await row(page, 'not taxed').first().waitFor();
  await counts(row(page, '전자세금계산서'), 0);
  await folder(page, /^보관함/);
  await row(page, '전자세금계산서').waitFor();
  assert.equal(await row(page, '전자세금계산서').evaluate((element) => element.classList.contains('unread')), false);
});

await done();

// SPDX-License-Identifier: Apache-2.0
// What is one's own: addresses that a person makes, and what a person likes on every device. Run by
// SettingsTest with the server's address and the port on which it takes mail (SMTP); a person may make
// two addresses.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, counts, done, folder, open, pictures, row, signIn, step, toast } from './begin.mjs';
import { deliver, jmap } from './server.mjs';

const page = await open();
const section = async (name) => {
  await page.getByRole('navigation', { name: '설정' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};
const settings = () => page.getByRole('button', { name: '설정', exact: true }).click();

await signIn(page);

await step('addresses of one\'s own: made, given out, expired, off, given up; no more than allowed', async () => {
  const domain = address.split('@')[1];
  const alias = (name) => page.getByRole('listitem', { name: `${name}@${domain}` });
  const make = async (name) => {
    await page.getByLabel('@ 앞 이름').fill(name);
    await page.getByRole('button', { name: '만들기', exact: true }).click();
  };
  const takes = (name) => deliver('bob@far.test', `${name}@${domain}`, `to ${name}`);
  const refuses = (name) => assert.rejects(takes(name), /550 5\.1\.6 /);
  await settings();
  await section('주소');
  await make('postmaster');
  await page.getByText('쓸 수 없는 주소입니다').waitFor();
  await page.getByLabel('메모').fill('가게에 준 주소');
  await make('shop7');
  await alias('shop7').filter({ hasText: '가게에 준 주소' }).filter({ hasText: '기한 없음' }).waitFor();
  await page.getByRole('heading', { name: `shop7@${domain}` }).waitFor();
  await takes('shop7');
  await page.getByLabel('언제까지').selectOption('day');
  await page.getByLabel('이 주소로 보내기도').uncheck();
  await make('once');
  await alias('once').filter({ hasText: '까지' }).waitFor();
  await takes('once');
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'aliases.png'), fullPage: true });
  await make('third');
  await page.getByText('2개까지 쓸 수 있습니다').waitFor();
  const [{ list }] = await jmap(page, ['Alias/get', { ids: null }]);
  const { id } = list.find((each) => each.address === `once@${domain}`);
  const soon = new Date(Date.now() + 2_000).toISOString().replace(/\.\d+/, '');
  await jmap(page, ['Alias/set', { update: { [id]: { expires: soon } } }]);
  await section('읽기·쓰기');
  await section('주소');
  await alias('once').filter({ hasText: '기한이 지나' }).waitFor();
  await refuses('once');
  await alias('shop7').getByLabel('메일 받기').uncheck();
  await alias('shop7').filter({ hasText: '꺼져 있어' }).waitFor();
  await refuses('shop7');
  await alias('shop7').getByLabel('메일 받기').check();
  await alias('shop7').filter({ hasText: '기한 없음' }).waitFor();
  await takes('shop7');
  await alias('shop7').getByRole('button', { name: '버리기…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: `shop7@${domain} 버리기` }).click();
  await counts(alias('shop7'), 0);
  await counts(page.getByRole('heading', { name: `shop7@${domain}` }), 0);
  await refuses('shop7');
  await page.getByRole('button', { name: '메일로 돌아가기' }).click();
  await folder(page, '받은편지함');
  await row(page, 'to shop7').first().waitFor();
  await row(page, 'to once').first().waitFor();
});

await step('from a mail: its sender is kept out and let in again, and a rule for such mails is begun', async () => {
  await folder(page, '받은편지함');
  await row(page, 'first').click();
  await page.getByRole('button', { name: '답장', exact: true }).first().waitFor();
  const choose = async (item) => {
    await page.locator('.message').getByRole('button', { name: '더 보기' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('bob@far.test 막기');
  await toast(page, 'bob@far.test에서 오는 메일은 거절합니다').waitFor();
  await assert.rejects(deliver('bob@far.test', address, 'kept out'), /\n\.: 550 5\.7\.1 /);
  await toast(page, '거절합니다').getByRole('button', { name: '되돌리기' }).click();
  await toast(page, '거절합니다').waitFor({ state: 'detached' });
  await choose('이런 메일 걸러 내기…');
  await page.getByRole('heading', { level: 1, name: '필터' }).waitFor();
  await page.getByLabel('규칙 이름').waitFor();
  assert.equal(await page.getByLabel('규칙 이름').inputValue(), 'bob@far.test');
  await page.getByText('아직 없습니다. 모든 메일을 내용으로 가립니다.').waitFor();
  await page.getByLabel('보낸 사람', { exact: true }).fill('@Shop.example');
  await page.getByRole('button', { name: '더하기' }).click();
  await page.getByRole('button', { name: '@shop.example 빼기' }).waitFor();
  await accessible(page);
  await page.getByRole('button', { name: '메일로 돌아가기' }).click();
});

await step('what is chosen on one device another one shows at once, and both later', async () => {
  await settings();
  await section('읽기·쓰기');
  await page.getByLabel('줄 높이').selectOption('compact');
  await page.getByLabel('보낸 뒤 되부를 수 있는 시간').selectOption('5');
  const other = await open();
  await other.context().addCookies(await page.context().cookies());
  await other.goto(new URL('#/settings/reading', page.url()).href);
  const seconds = (there) => there.getByLabel('보낸 뒤 되부를 수 있는 시간');
  const becomes = (there, value) => there.waitForFunction((wanted) => [...document.querySelectorAll('select')].some((select) => select.value === wanted), value);
  await seconds(other).waitFor();
  await becomes(other, '5');
  await seconds(page).selectOption('20');
  await page.getByLabel('색', { exact: true }).selectOption('dark');
  await other.locator('html[data-theme=dark]').waitFor();
  await becomes(other, '20');
  await other.getByLabel('언어', { exact: true }).selectOption('en');
  await page.getByRole('heading', { level: 1, name: 'Reading & writing' }).waitFor();
  const [{ list }] = await jmap(page, ['Preference/get', { ids: ['language', 'undoSeconds', 'theme'] }]);
  assert.deepEqual(list.map(({ value }) => value), ['en', 20, 'dark']);
  await other.getByLabel('Language', { exact: true }).selectOption('ko');
  await other.getByLabel('색', { exact: true }).selectOption('system');
  await page.locator('html[data-theme=light]').waitFor();
  await other.context().close();
});

await done();

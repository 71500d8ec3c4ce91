// SPDX-License-Identifier: Apache-2.0
// Being told of mail, as its owner sees it: webhooks that are tried and refused, a phone that is told and ended.
// Run by PushTest: HOOK takes everything, REFUSING nothing; one phone is told already.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, counts, done, open, pictures, signIn, step } from './begin.mjs';
import { jmap } from './server.mjs';

const { HOOK, REFUSING } = process.env;
const page = await open();
const hook = (name) => page.getByRole('article', { name });

async function add(name, url) {
  await page.getByRole('button', { name: '웹훅 추가' }).click();
  await page.getByLabel('주소', { exact: true }).fill(url);
  await page.getByLabel('이름', { exact: true }).fill(name);
  await page.getByRole('button', { name: '저장', exact: true }).click();
  await hook(name).waitFor();
}

await step('a webhook is tried and says how long that took', async () => {
  await signIn(page);
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await page.getByRole('link', { name: '알림', exact: true }).click();
  await add('집', HOOK);
  await hook('집').getByRole('button', { name: '시험' }).click();
  await hook('집').getByText(/시험 알림이 [\d.]+초 만에 도착했습니다/).waitFor();
});

await step('one that refuses is quoted, with what to do', async () => {
  await add('열쇠', REFUSING);
  await hook('열쇠').getByRole('button', { name: '시험' }).click();
  await hook('열쇠').getByText('401 Invalid key').waitFor();
  await hook('열쇠').getByText('열쇠를').waitFor();
  await accessible(page);
});

await step('a phone that is told stands there, and is told no more', async () => {
  await page.getByText('Chrome · Android').waitFor();
  await page.getByText(/마지막 알림 \d\d:\d\d/).waitFor();
  await page.screenshot({ path: path.join(pictures, 'notify.png'), fullPage: true });
  await page.getByRole('button', { name: 'Chrome · Android의 알림 끊기' }).click();
  await counts(page.getByText('Chrome · Android'), 0);
  const [{ list }] = await jmap(page, ['PushSubscription/get', { accountId: undefined, ids: null }]);
  assert.deepEqual(list, []);
});

await done();

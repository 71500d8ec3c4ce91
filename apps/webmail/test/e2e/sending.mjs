// SPDX-License-Identifier: Apache-2.0
// Sending: later, changed, canceled; and with the browser closed right after.
import assert from 'node:assert/strict';
import { accessible, address, done, folder, open, row, signIn, step, toast } from './begin.mjs';

const mark = Date.now().toString(36);
let page = await open();
const composer = () => page.locator('.composer');

async function write(subject, text) {
  await page.keyboard.press('c');
  await composer().getByRole('combobox', { name: '받는 사람' }).fill(address);
  await page.keyboard.press('Enter');
  await composer().getByLabel('제목').fill(subject);
  await page.frameLocator('iframe[src=editor]').locator('#text').click();
  await page.keyboard.type(text);
}

async function later(choose) {
  await composer().getByRole('button', { name: '다르게 보내기' }).click();
  await page.getByRole('menuitem', { name: '나중에 보내기…' }).click();
  const dialog = page.getByRole('dialog', { name: '나중에 보내기…' });
  await dialog.waitFor();
  await accessible(page);
  await choose(dialog);
  await dialog.waitFor({ state: 'detached' });
}

await step('a mail is sent tomorrow and stands in the list of the scheduled', async () => {
  await signIn(page);
  await write(`예약 ${mark}`, '내일 읽을 글');
  await later((dialog) => dialog.getByRole('button', { name: /내일 아침/ }).click());
  await toast(page, '에 보냅니다').waitFor();
  await page.getByRole('button', { name: /예약한 메일/ }).click();
  await page.getByRole('dialog', { name: '예약한 메일' }).getByText(`예약 ${mark}`).waitFor();
  await accessible(page);
});

await step('it stands in Sent with the time at which it leaves', async () => {
  await page.getByRole('dialog', { name: '예약한 메일' }).getByRole('button', { name: '닫기' }).click();
  await folder(page, '보낸편지함');
  await row(page, mark).locator('.held').waitFor();
});

await step('another time is chosen by date; one in the past is not taken', async () => {
  await page.getByRole('button', { name: /예약한 메일/ }).click();
  await page.getByRole('button', { name: '때 바꾸기' }).click();
  const dialog = page.getByRole('dialog', { name: '때 바꾸기' });
  await dialog.getByLabel('날짜와 시각').fill('2020-01-01T09:00');
  await dialog.getByText('이미 지난 때입니다.').waitFor();
  assert.ok(await dialog.getByRole('button', { name: '이때로' }).isDisabled());
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel('날짜와 시각').fill(`${day}T07:30`);
  await dialog.getByRole('button', { name: '이때로' }).click();
  await page.getByRole('dialog', { name: '예약한 메일' }).getByText('07:30').waitFor();
});

await step('changed, it is a draft with all that was written, sent at another time', async () => {
  await page.getByRole('dialog', { name: '예약한 메일' }).getByRole('button', { name: '고치기' }).click();
  await page.frameLocator('iframe[src=editor]').locator('#text', { hasText: '내일 읽을 글' }).waitFor();
  await composer().getByLabel('제목').fill(`예약 고침 ${mark}`);
  await later((dialog) => dialog.getByRole('button', { name: /내일 저녁|월요일 아침/ }).first().click());
  await page.getByRole('button', { name: /예약한 메일/ }).click();
  await page.getByRole('dialog', { name: '예약한 메일' }).getByText(`예약 고침 ${mark}`).waitFor();
  assert.equal(await page.getByRole('dialog', { name: '예약한 메일' }).getByRole('listitem').count(), 1);
});

await step('canceled, it is a draft and nothing is scheduled', async () => {
  await page.getByRole('button', { name: '예약 취소' }).click();
  await toast(page, '보내지 않습니다').waitFor();
  await page.getByRole('dialog', { name: '예약한 메일' }).getByRole('button', { name: '닫기' }).click();
  await folder(page, '임시보관함');
  await row(page, `예약 고침 ${mark}`).waitFor();
  assert.equal(await page.getByRole('button', { name: /예약한 메일/ }).count(), 0);
});

await step('an answer is sent and the conversation archived', async () => {
  await folder(page, '받은편지함');
  const subject = process.env.HTML_SUBJECT ?? 'pictures';
  await row(page, subject).first().click();
  await page.locator('article.message').first().waitFor();
  await page.keyboard.press('r');
  await composer().waitFor();
  await composer().getByRole('button', { name: '다르게 보내기' }).click();
  await page.getByRole('menuitem', { name: '보내고 보관' }).click();
  await toast(page, '보관함으로 옮겼습니다').waitFor();
  await folder(page, '보관함');
  await row(page, subject).first().waitFor();
});

await step('a mail leaves though the browser is closed in the moment in which it can be called back', async () => {
  // The answer of the step before says the same.
  await toast(page, '서버가 받아 보내고 있습니다').waitFor({ state: 'detached' });
  await write(`닫음 ${mark}`, '창을 닫아도 갑니다');
  await composer().getByRole('button', { name: '보내기', exact: true }).click();
  await toast(page, '서버가 받아 보내고 있습니다').waitFor();
  await page.context().close();
  page = await open();
  await signIn(page);
  await row(page, `닫음 ${mark}`).first().waitFor({ timeout: 60_000 });
});

await done();

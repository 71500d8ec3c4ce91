// SPDX-License-Identifier: Apache-2.0
// Working through mail: labels, chosen mails, searching.
import { accessible, counts, done, folder, open, row, rows, signIn, step, toast } from './begin.mjs';

const mark = Date.now().toString(36);
const page = await open();
const grid = () => page.getByRole('grid');

await step('a label with a Korean name is made and put on by the keyboard', async () => {
  await signIn(page);
  await row(page, 'pictures').first().locator('input[type=checkbox]').click({ force: true });
  await grid().focus();
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: '라벨' });
  await dialog.getByLabel('라벨 찾기').fill(`인프라 ${mark}`);
  await page.keyboard.press('Enter');
  await toast(page, '라벨을 붙였습니다').waitFor();
  await dialog.getByRole('checkbox', { name: `인프라 ${mark}`, checked: true }).waitFor();
  await accessible(page);
  await dialog.getByLabel(`“인프라 ${mark}” 색`).selectOption('red');
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
  await page.locator('.reader .label', { hasText: mark }).waitFor({ state: 'detached' });
  await folder(page, '받은편지함');
});

await step('searching offers people by initial consonants or wrong layout, marks what it found, says what it leaves out', async () => {
  const bar = page.getByRole('search').getByRole('combobox');
  await bar.click();
  await bar.fill('bob@');
  await page.getByRole('option', { name: /bob@far\.test/ }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '검색 결과' }).waitFor();
  await rows(page).first().waitFor();
  await bar.fill('number');
  await page.locator('[role=row] mark', { hasText: 'number' }).first().waitFor();
  await accessible(page);
  await bar.press('Enter');
  await page.getByRole('button', { name: '스팸·휴지통 제외' }).click();
  await page.getByRole('button', { name: '스팸·휴지통 제외' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /“폴더:전체” 빼기/ }).click();
  await page.getByRole('button', { name: '스마트 폴더로' }).click();
  await folder(page, '받은편지함');
  await page.getByRole('link', { name: 'number', exact: true }).click();
  await page.getByRole('heading', { name: '검색 결과' }).waitFor();
  await page.getByRole('button', { name: '스마트 폴더에서 빼기' }).click();
  await page.getByRole('link', { name: 'number', exact: true }).waitFor({ state: 'detached' });
});

await step('a search is put together by fields', async () => {
  await page.getByRole('button', { name: '자세히 찾기' }).click();
  const panel = page.getByRole('dialog', { name: '자세히 찾기' });
  await accessible(page);
  await panel.getByLabel('제목').fill('pictures');
  await panel.getByLabel('이날부터').fill('2020-01-01');
  await panel.getByRole('button', { name: '찾기', exact: true }).click();
  await row(page, 'pictures').first().waitFor();
  await counts(rows(page), 1);
  await folder(page, '받은편지함');
});

await step('all that a search finds is archived as one job, and taken back', async () => {
  await page.getByRole('search').getByRole('combobox').fill('number in:inbox');
  await page.getByRole('search').getByRole('combobox').press('Enter');
  await rows(page).first().waitFor();
  await grid().focus();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const total = Number(await grid().getAttribute('aria-rowcount'));
  await page.getByRole('button', { name: `${total}개 모두` }).click();
  await page.keyboard.press('e');
  const job = page.getByRole('status', { name: '한꺼번에 하는 일' });
  await job.getByText('보관함으로 옮겼습니다').waitFor();
  await accessible(page);
  await counts(rows(page), 0);
  await job.getByRole('button', { name: '되돌리기' }).click();
  await job.getByText('되돌렸습니다').waitFor();
  await counts(rows(page), total);
  await job.getByRole('button', { name: '닫기' }).click();
  await folder(page, '받은편지함');
});

await done();

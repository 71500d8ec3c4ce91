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

await step('folders are made, weighed, moved and emptied by their menus', async () => {
  const [outer, inner] = [`Outer ${mark}`, `Inner ${mark}`];
  const dialog = page.getByRole('dialog');
  const entry = (name) => page.getByRole('navigation', { name: '폴더' }).getByRole('link', { name: new RegExp(`^${name}`) });
  const choose = async (name, item) => {
    await entry(name).click({ button: 'right' });
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  for (const name of [outer, inner]) {
    await page.getByRole('button', { name: '새 폴더' }).click();
    await dialog.getByLabel('이름').fill(name);
    await dialog.getByRole('button', { name: '폴더 만들기' }).click();
    await entry(name).waitFor();
  }
  await choose(inner, '옮기기…');
  await dialog.getByLabel('옮길 곳').selectOption({ label: outer });
  await accessible(page);
  await dialog.getByRole('button', { name: '옮기기' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row(page, 'pictures').first().click();
  await page.keyboard.press('v');
  await dialog.getByRole('combobox').fill(inner);
  await page.keyboard.press('Enter');
  await toast(page, `${inner}로 옮겼습니다`).or(toast(page, `${inner}으로 옮겼습니다`)).waitFor();
  await choose(outer, '크기…');
  await dialog.getByText('안의 폴더 1개까지').waitFor();
  await dialog.getByText(/^메일 1통 · \d/).waitFor();
  await accessible(page);
  await dialog.getByRole('button', { name: '닫기' }).click();
  await choose(inner, '비우기…');
  await dialog.getByRole('button', { name: '메일 1통을 휴지통으로' }).click();
  await toast(page, '휴지통으로 옮겼습니다').waitFor();
  await folder(page, '휴지통');
  await row(page, 'pictures').first().click();
  await page.keyboard.press('v');
  await dialog.getByRole('combobox').fill('받은');
  await page.keyboard.press('Enter');
  await toast(page, '받은편지함으로 옮겼습니다').waitFor();
});

await step('Ctrl+K finds commands, folders and people', async () => {
  const dialog = page.getByRole('dialog', { name: '명령, 폴더, 사람' });
  const find = async (words) => {
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox').fill(words);
  };
  await find('ㅂㅇㅍㅈㅎ');
  await accessible(page);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '받은편지함' }).waitFor();
  await find('bob@far');
  await dialog.getByRole('option', { name: /bob@far\.test.* 님에게 쓰기/ }).click();
  await page.getByRole('button', { name: / 빼기$/ }).waitFor();
  await page.getByRole('button', { name: '임시 메일 버리기' }).click();
  await find('설정');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '설정' }).waitFor();
  await page.keyboard.press('Escape');
  await rows(page).first().waitFor();
});

await done();

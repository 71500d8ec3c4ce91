// SPDX-License-Identifier: Apache-2.0
// A folder that another program deleted comes back, and other mail goes for good. Run by RestoreTest, which
// deletes by IMAP before and looks by IMAP afterwards.
import path from 'node:path';
import { accessible, counts, done, folder, open, pictures, row, rows, signIn, step } from './begin.mjs';

const page = await open();
const deleted = (subject) => page.locator('main li').filter({ hasText: subject });
const group = (name) => page.getByRole('region', { name, exact: true });
const restore = async () => {
  await page.getByRole('button', { name: '설정', exact: true }).click();
  await page.getByRole('navigation', { name: '설정' }).getByRole('link', { name: '되살리기' }).click();
  await page.getByRole('heading', { level: 1, name: '되살리기' }).waitFor();
};

await step('what was deleted stands there by folder', async () => {
  await signIn(page);
  await restore();
  await group('Work / Plans').getByText('없어진 폴더: 새로 만듭니다').waitFor();
  await counts(group('Work / Plans').locator('li'), 3);
  await counts(group('받은편지함').locator('li'), 2);
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'restore.png') });
});

await step('it is found by its words', async () => {
  await page.getByLabel('제목이나 보낸 사람').fill('plan 2');
  await counts(page.locator('main li'), 1);
  await page.getByLabel('제목이나 보낸 사람').fill('no such mail');
  await page.getByText('그때 지운 것 가운데 맞는 것이 없습니다.').waitFor();
  await page.getByLabel('제목이나 보낸 사람').fill('');
  await counts(page.locator('main li'), 5);
});

await step('a folder comes back with its mails', async () => {
  await group('Work / Plans').getByRole('checkbox', { name: 'Work / Plans' }).check();
  await page.getByRole('button', { name: '3통 되살리기' }).click();
  await page.getByText('3통을 되살렸습니다: “Work / Plans” 3통. 서버에서 다시 읽어 확인했습니다.').waitFor();
  await page.getByText('“Work / Plans” 폴더를 새로 만들었습니다.').waitFor();
  await counts(page.locator('main li'), 2);
  await accessible(page);
});

await step('one mail comes back, another goes for good after a question', async () => {
  await deleted('inbox 1').getByRole('checkbox').check();
  await page.getByRole('button', { name: '1통 되살리기' }).click();
  await page.getByText('1통을 되살렸습니다: “받은편지함” 1통.').waitFor();
  await deleted('inbox 2').getByRole('checkbox').check();
  await page.getByRole('button', { name: '완전히 없애기' }).click();
  const dialog = page.getByRole('dialog', { name: '메일 1통을 완전히 없앨까요?' });
  await accessible(page);
  await dialog.getByRole('button', { name: '완전히 없애기' }).click();
  await page.getByText('1통을 완전히 없앴습니다.').waitFor();
  await page.getByRole('button', { name: '보관된 것 모두 보기' }).click();
  await page.getByText('되살릴 것이 없습니다.').waitFor();
});

await step('they lie where they lay', async () => {
  await page.getByRole('button', { name: '메일로 돌아가기' }).click();
  await folder(page, '받은편지함');
  await row(page, 'inbox 1').waitFor();
  await folder(page, 'Plans');
  await row(page, 'plan 1').waitFor();
  await counts(rows(page), 3);
});

await done();

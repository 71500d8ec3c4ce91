// SPDX-License-Identifier: Apache-2.0
// Two people: one shares a folder, the other sees it appear, reads, changes and is cut off. RFC 9670.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, done, open, pictures, row, rows, show, signIn, step, toast } from './begin.mjs';

const { OTHER: other, OTHER_PASSWORD: secret } = process.env;
const theirs = await open({ colorScheme: 'dark' });
const page = await open();
const tree = theirs.getByRole('navigation', { name: '폴더' });
const shared = tree.locator('li', { has: theirs.locator('a[href^="#/shared/"]') });
const dialog = page.getByRole('dialog');

async function shareMenu(folder) {
  await page.getByRole('button', { name: `“${folder}” 메뉴` }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: '공유…' }).click();
  await dialog.waitFor();
}

await step('both sign in; one of them has a Korean name', async () => {
  show(theirs);
  await signIn(theirs, other, secret);
  const said = await theirs.evaluate(async () => {
    const headers = { 'X-Pabal': '1', 'Content-Type': 'application/json' };
    const session = await (await fetch('.well-known/jmap', { headers })).json();
    const own = session.primaryAccounts['urn:ietf:params:jmap:principals'];
    const { currentUserPrincipalId: id } = session.accounts[own].accountCapabilities['urn:ietf:params:jmap:principals'];
    const answer = await fetch('jmap/api', { method: 'POST', headers, body: JSON.stringify({
      using: ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:principals'],
      methodCalls: [['Principal/set', { accountId: own, update: { [id]: { name: '김하늘' } } }, 'a']],
    }) });
    return (await answer.json()).methodResponses[0];
  });
  assert.equal(said[0], 'Principal/set', JSON.stringify(said));
  assert.equal(await shared.count(), 0);
  show(page);
  await signIn(page);
});

await step('a person is found by initial consonants and given the folder', async () => {
  await shareMenu('받은편지함');
  await dialog.getByText('이 폴더는 나만 봅니다').waitFor();
  await accessible(page);
  await dialog.getByRole('combobox', { name: '이름이나 주소로 사람과 그룹 찾기' }).fill('ㄱㅎㄴ');
  await dialog.getByRole('option', { name: '김하늘' }).waitFor();
  await page.screenshot({ path: path.join(pictures, 'share-find.png') });
  await page.keyboard.press('Enter');
  await dialog.getByRole('combobox', { name: '김하늘이 할 수 있는 일' }).waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'share-dialog.png') });
  await dialog.getByRole('button', { name: '완료' }).click();
  await page.getByRole('img', { name: '사람이나 그룹 1곳과 공유함' }).waitFor();
});

await step('the other sees it without asking, reads, and may change nothing yet', async () => {
  show(theirs);
  await shared.first().waitFor();
  await tree.getByText(`${address}이 공유한 폴더`).or(tree.getByText(`${address}가 공유한 폴더`)).first().waitFor();
  await shared.getByRole('link').click();
  await rows(theirs).nth(2).waitFor();
  assert.equal(await rows(theirs).count(), 3);
  await row(theirs, '<i>mail</i> 1').first().click();
  await theirs.locator('article.message').first().waitFor();
  await theirs.getByText('number 1').first().waitFor();
  await accessible(theirs);
  await theirs.screenshot({ path: path.join(pictures, 'share-read.png') });
  await theirs.reload();
  await theirs.locator('article.message').first().waitFor();
  await theirs.getByText('number 1').first().waitFor();
});

await step('with more rights a star is for both', async () => {
  show(page);
  await shareMenu('받은편지함');
  await dialog.getByRole('combobox', { name: '김하늘이 할 수 있는 일' }).selectOption('edit');
  await dialog.getByRole('button', { name: '완료' }).click();
  show(theirs);
  await theirs.keyboard.press('u');
  await rows(theirs).first().waitFor();
  await theirs.getByRole('grid').focus();
  await theirs.keyboard.press('j');
  const subject = await theirs.locator('[role=row].current .subject').innerText();
  await theirs.keyboard.press('s');
  show(page);
  await row(page, subject).first().locator('.starred').waitFor();
});

await step('who is cut off is told and stands in the own inbox', async () => {
  await shareMenu('받은편지함');
  await dialog.getByRole('button', { name: '김하늘과 공유 끝내기' }).click();
  await dialog.getByText('이 폴더는 나만 봅니다').waitFor();
  await dialog.getByRole('button', { name: '완료' }).click();
  show(theirs);
  await toast(theirs, '공유가 끝났습니다').waitFor();
  await shared.first().waitFor({ state: 'detached' });
  await row(theirs, 'pictures').first().waitFor();
  assert.equal(await rows(theirs).count(), 1);
});

await done();

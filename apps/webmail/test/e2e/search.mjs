// SPDX-License-Identifier: Apache-2.0
// What can be typed into the search bar, in the words of both languages; where it was found, and the way
// back. The mailbox of the run has been filled by nobody else.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, done, folder, open, password, pictures, row, rows, signIn, step } from './begin.mjs';
import { append, imap } from './fill.mjs';

const page = await open();
const field = () => page.getByRole('search').getByRole('combobox');
const subjects = () => rows(page).locator('.subject').allInnerTexts();

const PART = (type, name) => ['--b', '', 'text', '--b', `Content-Type: ${type}`, `Content-Disposition: attachment; filename=${name}`, '', 'x', '--b--'].join('\r\n');
const mail = (subject, { from = 'bob@far.test', to = address, head = [], text = 'text', flags = '', day }) => ({
  octets: [`From: ${from}`, `To: <${to}>`, `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`, `Message-ID: <${day}.${Math.random()}@far.test>`, 'MIME-Version: 1.0', ...head, '', text, ''].join('\r\n'),
  flags, at: new Date(Date.UTC(2026, 9, day, 3)),
});
const MIXED = ['Content-Type: multipart/mixed; boundary=b'];

/** Which mails each search finds; English and Korean words mean the same. */
const SEARCHES = [
  ['from:haneul', '보낸사람:haneul', ['견적']],
  ['to:lists.test', '받는사람:lists.test', ['모임']],
  ['cc:carol', '참조:carol', ['영수증']],
  ['subject:견적', '제목:견적', ['견적']],
  ['body:banana', '본문:banana', ['모임']],
  ['has:attachment', '첨부', ['사진', '영수증']],
  ['has:image', '첨부:이미지', ['사진']],
  ['has:pdf', '첨부:pdf', ['영수증']],
  ['is:unread', '상태:안읽음', ['견적']],
  ['is:starred', '별표', ['사진']],
  ['label:infra', '라벨:infra', ['모임']],
  ['before:2026-10-02', '이전:2026.10.2', ['견적']],
  ['after:2026-10-04', '이후:2026.10.4', ['모임']],
  ['larger:4k', '큰:4k', ['영수증']],
  ['list:team.lists.test', '목록:team.lists.test', ['모임']],
  ['"apple banana"', '"apple banana"', ['모임']],
  ['"banana apple"', '"banana apple"', []],
  ['apple banana', 'banana apple', ['모임']],
  ['has:attachment -has:image', '첨부 -첨부:이미지', ['영수증']],
  ['from:haneul OR list:team', '보낸사람:haneul 또는 목록:team', ['견적', '모임']],
  ['in:Archive', '폴더:보관함', ['영수증']],
  ['in:junk', '폴더:스팸', ['복권']],
  ['subject:복권', '제목:복권', []],
  ['subject:복권 in:anywhere', '제목:복권 폴더:전체', ['복권']],
];

async function search(words) {
  await page.keyboard.press('/');
  await field().fill(words);
  await field().press('Enter');
  await page.waitForFunction((there) => decodeURIComponent(location.hash) === `#/search/${there}`, words);
  await page.locator('[role=grid] .subject').first().or(page.getByText(/아무것도 찾지 못했습니다|찾은 메일이 없습니다|Nothing was found/)).first().waitFor();
}

/** The answer may still be that of the search before. */
async function finds(words, wanted) {
  await search(words);
  let found = [];
  for (let left = 100; left > 0; left--) {
    found = (await subjects()).sort();
    if (JSON.stringify(found) === JSON.stringify([...wanted].sort())) return;
    await page.waitForTimeout(50);
  }
  assert.deepEqual(found, [...wanted].sort(), words);
}

await step('mails of every kind lie in four folders', async () => {
  const session = await imap(address, password);
  await append(session, 'INBOX', [
    mail('견적', { from: 'Haneul <haneul@far.test>', day: 1 }),
    mail('사진', { head: MIXED, text: PART('image/jpeg', 'a.jpg'), flags: '\\Seen \\Flagged', day: 2 }),
    mail('모임', { to: 'team@lists.test', head: ['List-Id: Team <team.lists.test>', 'Content-Type: text/plain; charset=utf-8'], text: 'apple banana', flags: '\\Seen infra', day: 5 }),
  ]);
  await append(session, 'Archive', [mail('영수증', { head: ['Cc: carol@far.test', ...MIXED], text: PART('application/octet-stream', 'receipt.pdf') + `\r\n${'x'.repeat(5_000)}`, flags: '\\Seen', day: 3 })]);
  await append(session, 'Junk', [mail('복권', { flags: '\\Seen', day: 3 })]);
  session.end();
  await signIn(page);
});

for (const [language, words] of [['Korean', (each) => each[1]], ['English', (each) => each[0]]]) {
  await step(`each word of the search finds what it should, in ${language}`, async () => {
    if (language === 'English') {
      await page.getByRole('button', { name: /^계정/ }).click();
      await page.getByRole('menuitem', { name: 'English' }).click();
      await page.getByRole('link', { name: 'Inbox' }).waitFor();
    }
    for (const each of SEARCHES) await finds(words(each), each[2]);
  });
}

await step('what was not understood is said', async () => {
  await search('has:films larger:much 견적');
  await page.getByText('Not understood: has:films larger:much').waitFor();
  await row(page, '견적').waitFor();
});

await step('rows say in which folder they lie; each term can be taken out', async () => {
  await finds('has:attachment -has:image', ['영수증']);
  await row(page, '영수증').locator('.label', { hasText: 'Archive' }).waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'search.png') });
  await page.getByRole('button', { name: 'Without “-has:image”' }).click();
  await row(page, '사진').locator('.label', { hasText: 'Inbox' }).waitFor();
  await page.getByText('Without spam and trash').waitFor();
});

await step('the field offers the words, and Escape leads back to where one was', async () => {
  await folder(page, 'Archive');
  const before = page.url();
  await page.keyboard.press('/');
  const help = page.getByRole('group', { name: 'Search words' });
  for (const word of ['has:', 'label:', 'before:', 'larger:', 'list:']) await help.getByRole('button', { name: word }).waitFor();
  await help.getByRole('button', { name: 'has:' }).click();
  await page.keyboard.type('pdf');
  await page.getByRole('heading', { name: 'Search results' }).waitFor();
  await row(page, '영수증').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction((there) => location.href === there, before);
  await page.getByRole('heading', { name: 'Archive', exact: true }).waitFor();
  assert.equal(await field().inputValue(), '');
});

await done();

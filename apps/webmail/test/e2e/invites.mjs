// SPDX-License-Identifier: Apache-2.0
// Invitations: shown in words, answered, changed, cancelled, and not shown where the mail is not to be trusted.
// Run by WebmailScreensTest; the organizer has an account on the same server, and reads answers by IMAP.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { accessible, address, done, open, password, pictures, row, signIn, step, url } from './begin.mjs';
import { deliver } from './server.mjs';

const ORGANIZER = address.replace(/^[^@]+/, 'organizer');
const PASSWORD = 'organizer-secret';

const calendar = (method, event) => ['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, 'BEGIN:VEVENT', 'UID:review-1@pabal.test', `ORGANIZER;CN="이서준":mailto:${ORGANIZER}`,
  `ATTENDEE;CN="이서준";PARTSTAT=ACCEPTED:mailto:${ORGANIZER}`, `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${address}`, 'SUMMARY:분기 검토\\, 2층', ...event, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');
const mail = (text) => ({
  sender: `=?utf-8?B?${Buffer.from('이서준').toString('base64')}?= <${ORGANIZER}>`,
  type: 'multipart/alternative; boundary=b',
  text: ['--b', 'Content-Type: text/plain; charset=utf-8', '', 'An invitation.', '--b', `Content-Type: text/calendar; charset=utf-8; method=${/METHOD:(\w+)/.exec(text)[1]}`, 'Content-Transfer-Encoding: base64', '',
    Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n'), '--b--'].join('\r\n'),
});
const NEW_YORK = ['DTSTART;TZID=America/New_York:20261201T093000', 'DTEND;TZID=America/New_York:20261201T103000', 'RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4', 'SEQUENCE:1', 'LOCATION:회의실 4'];

async function answer(subject) {
  const { stdout } = await promisify(execFile)('python3', ['test/e2e/organizer.py', process.env.IMAP, ORGANIZER, PASSWORD, subject]);
  return JSON.parse(stdout);
}

const page = await open();
const card = (name) => page.getByRole('region', { name, exact: true });
const read = async (subject) => {
  await row(page, subject).first().click();
  await page.getByRole('heading', { level: 2, name: subject }).waitFor();
};
const close = () => page.keyboard.press('Escape').then(() => page.locator('article.message').first().waitFor({ state: 'detached' }));

await step('an invitation says what, when here and there, where, who', async () => {
  await deliver(ORGANIZER, address, '초대: 분기 검토', mail(calendar('REQUEST', NEW_YORK)));
  await signIn(page);
  await read('초대: 분기 검토');
  const shown = card('바뀐 초대');
  await shown.getByRole('heading', { name: '분기 검토, 2층' }).waitFor();
  const words = await shown.innerText();
  for (const said of ['2026년 12월 1일', '23:30', '09:30', '(America/New York)', '매주 화, 4번', '회의실 4', '이서준', '참석자 2명, 수락 1명']) assert.ok(words.includes(said), `${said}: ${words}`);
  await shown.getByText('참석자 2명').click();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'invitation.png') });
});

await step('the invitation is accepted, and the organizer has the answer', async () => {
  await card('바뀐 초대').getByRole('button', { name: '수락' }).click();
  await card('바뀐 초대').getByText('수락했습니다').waitFor();
  const told = await answer('수락: 분기 검토, 2층');
  assert.equal(told.type, 'multipart/alternative');
  assert.equal(told.method, 'REPLY');
  assert.equal(told.from, address);
  assert.deepEqual(told.to, [ORGANIZER]);
  assert.match(told.text, /“분기 검토, 2층” 초대를 수락했습니다/);
  const attendees = told.lines.filter((line) => line.startsWith('ATTENDEE'));
  assert.equal(attendees.length, 1);
  assert.match(attendees[0], new RegExp(`;PARTSTAT=ACCEPTED:mailto:${address}$`));
  for (const line of ['METHOD:REPLY', 'UID:review-1@pabal.test', 'SEQUENCE:1', 'REQUEST-STATUS:2.0;Success']) assert.ok(told.lines.includes(line), line);
});

await step('what was answered is remembered, and can be changed', async () => {
  await page.reload();
  await card('바뀐 초대').getByText('수락했습니다').waitFor();
  await card('바뀐 초대').getByRole('button', { name: '거절' }).click();
  await card('바뀐 초대').getByText('거절했습니다').waitFor();
  assert.match((await answer('거절: 분기 검토, 2층')).lines.find((line) => line.startsWith('ATTENDEE')), /PARTSTAT=DECLINED/);
  await close();
});

await step('who is named as the organizer and has not sent it is told', async () => {
  await deliver('mallory@far.test', address, 'from elsewhere', { ...mail(calendar('REQUEST', ['DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261226'])), sender: '<mallory@far.test>' });
  await read('from elsewhere');
  await card('초대').getByText(`답은 ${ORGANIZER}`).waitFor();
  await card('초대').getByText('하루 종일').waitFor();
  await close();
});

await step('a cancelled one asks for nothing', async () => {
  await deliver(ORGANIZER, address, '취소: 분기 검토', mail(calendar('CANCEL', [...NEW_YORK, 'STATUS:CANCELLED'])));
  await read('취소: 분기 검토');
  await card('취소됨').waitFor();
  assert.equal(await card('취소됨').getByRole('button', { name: '수락' }).count(), 0);
  await page.screenshot({ path: path.join(pictures, 'invitation-cancelled.png') });
  await close();
});

await step('on a telephone, in the dark, in English', async () => {
  const phone = await open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en-US', timezoneId: 'America/Toronto' });
  await phone.goto(url);
  await phone.getByLabel('Address').fill(address);
  await phone.getByLabel('Password', { exact: true }).fill(password);
  await phone.getByRole('button', { name: 'Sign in', exact: true }).click();
  await row(phone, '초대: 분기 검토').first().click();
  const shown = phone.getByRole('region', { name: 'Invitation, changed', exact: true });
  await shown.getByText('You have declined').waitFor();
  assert.ok(!(await shown.innerText()).includes('There:'));
  await accessible(phone);
  await phone.screenshot({ path: path.join(pictures, 'invitation-phone.png') });
});

await done();

// SPDX-License-Identifier: Apache-2.0
// Single mails of every kind: charsets of Korea, right and wrong, very long ones, ones of nothing, the dark
// paper, the source and the file of a mail, and leaving a list that offers it by one click.
import assert from 'node:assert/strict';
import { accessible, address, done, open, password, row, signIn, step, toast } from './begin.mjs';
import { append, imap } from './fill.mjs';

const page = await open({ colorScheme: 'dark' });
const article = page.locator('article.message').first();
const frame = page.frameLocator('article.message iframe').first();
const choose = async (name, role = 'menuitem') => {
  await article.getByRole('button', { name: '더 보기' }).click();
  await page.getByRole(role, { name }).click();
};
async function read(subject) {
  await row(page, subject).first().click();
  await page.getByRole('heading', { level: 2, name: subject }).waitFor();
  await article.waitFor();
}

const octets = (...parts) => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const mail = (subject, fields, ...body) => octets(`From: Bob <bob@far.test>\r\nTo: <${address}>\r\nSubject: `, subject, `\r\nMessage-ID: <${Math.random()}@far.test>\r\nMIME-Version: 1.0\r\n`, fields.map((field) => `${field}\r\n`).join(''), '\r\n', ...body, '\r\n');
const plain = (charset) => [`Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: 8bit'];
/** 한글 편지 */
const EUC = [0xc7, 0xd1, 0xb1, 0xdb, 0x20, 0xc6, 0xed, 0xc1, 0xf6];
/** 똠방각하, whose first letter is not in KS X 1001: what is called so is code page 949. */
const CP949 = [0x8c, 0x63, 0xb9, 0xe6, 0xb0, 0xa2, 0xc7, 0xcf];
const LINE = 'A line of a mail that is much longer than anybody reads, yet it is shown.\r\n';
const source = mail('plain words', plain('utf-8'), '눈에 보이는 글\r\n');

const MAILS = [
  source,
  mail('=?euc-kr?B?x9Gx2w==?= one', plain('euc-kr'), EUC),
  mail('ks two', plain('ks_c_5601-1987'), CP949),
  mail('iso three', plain('iso-2022-kr'), '\x1b$)C\x0e', [0x47, 0x51, 0x31, 0x5b], '\x0f'),
  mail('=?utf-8?B?7ZWc6g==?=\r\n =?utf-8?B?uIA=?= =?utf-8?B?7ZWc6riA four', plain('utf-8'), 'torn words'),
  mail(octets(EUC, ' five'), ['Content-Type: text/plain'], EUC),
  mail('a file six', ['Content-Type: multipart/mixed; boundary=b'], '--b\r\nContent-Type: text/plain\r\n\r\nsee file\r\n--b\r\nContent-Type: application/pdf\r\n',
    `Content-Disposition: attachment; filename*0*=utf-8''${encodeURIComponent('계획'.normalize('NFD'))};\r\n filename*1*=.pdf\r\n`, '\r\nx\r\n--b--'),
  mail('nothing seven', []),
  mail('long eight', plain('us-ascii'), LINE.repeat(Math.ceil(5_200_000 / LINE.length))),
  mail('table nine', ['Content-Type: text/html; charset=utf-8'], '<p lang=ko>표</p><table><tr><td bgcolor="#ffffff">칸</td></tr></table><img alt="" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==">'),
  mail('list ten', ['List-Id: <news.far.test>', 'List-Unsubscribe: <https://far.test/leave>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click', ...plain('utf-8')], 'news'),
];

await step('mails of every kind lie there', async () => {
  const session = await imap(address, password);
  await append(session, 'INBOX', MAILS.map((each, index) => ({ octets: each, at: new Date(Date.UTC(2026, 0, 1, index)) })));
  session.end();
  await signIn(page);
});

await step('EUC-KR, what is called KS C 5601, ISO-2022-KR, torn and bare words are read', async () => {
  await read('한글 one');
  await article.getByText('한글 편지').waitFor();
  await read('ks two');
  await article.getByText('똠방각하').waitFor();
  await read('iso three');
  await article.getByText('한글').waitFor();
  assert.ok((await row(page, 'four').locator('.subject').innerText()).includes('four'));
  await row(page, 'four').click();
  await article.getByText('torn words').waitFor();
  await read('한글 편지 five');
  await article.getByText('한글 편지').last().waitFor();
  await accessible(page);
});

await step('the name of a file is whole, however its letters are put together', async () => {
  await read('a file six');
  const link = article.getByRole('link', { name: /받기$/ });
  assert.equal((await link.getAttribute('aria-label') ?? await link.innerText()).normalize('NFC'), '계획.pdf 받기');
});

await step('a mail of nothing says so, one of five megabytes is shown at once', async () => {
  await read('nothing seven');
  await article.getByText('본문이 없').waitFor();
  const begun = Date.now();
  await read('long eight');
  await article.getByText('A line of a mail').first().waitFor();
  console.log(`     shown after ${Date.now() - begun} ms`);
  await page.keyboard.press('u');
  await article.waitFor({ state: 'detached' });
});

await step('paper stays white in the dark until it is darkened, pictures keep their colours', async () => {
  await read('table nine');
  await frame.locator('#mail').filter({ hasText: '표' }).waitFor();
  const paper = () => frame.locator('html').evaluate((root) => ({ ground: getComputedStyle(root).backgroundColor, mail: getComputedStyle(document.querySelector('#mail')).filter, picture: getComputedStyle(document.querySelector('#mail img')).filter }));
  assert.deepEqual(await paper(), { ground: 'rgb(255, 255, 255)', mail: 'none', picture: 'none' });
  await choose('종이를 어둡게', 'menuitemradio');
  await frame.locator('html.darkened').waitFor();
  const dark = await paper();
  assert.notEqual(dark.ground, 'rgb(255, 255, 255)');
  assert.match(dark.mail, /^invert/);
  assert.match(dark.picture, /^invert/);
});

await step('the source and the file of a mail are its octets', async () => {
  await read('plain words');
  await article.getByText('눈에 보이는 글').waitFor();
  await page.evaluate(() => {
    window.opened_ = [];
    window.open = (there) => void window.opened_.push(there);
  });
  await choose('원본 보기');
  await choose('내려받기 (.eml)');
  const [text, file] = await page.evaluate(() => Promise.all(window.opened_.map(async (there) => {
    const answer = await fetch(there);
    return { type: answer.headers.get('content-type'), disposition: answer.headers.get('content-disposition'), octets: [...new Uint8Array(await answer.arrayBuffer())] };
  })));
  for (const got of [text, file]) assert.ok(Buffer.from(got.octets).includes(source), Buffer.from(got.octets).toString().slice(0, 600));
  assert.match(text.type, /^text\/plain/);
  assert.match(file.disposition, /mail\.eml/);
});

await step('a list that offers it is left by one click', async () => {
  // Whether it is offered the server decides by the signature of the mail, and it is the server that asks (MailView tests).
  await page.route('**/jmap/api', async (route) => {
    const calls = route.request().postDataJSON().methodCalls;
    const left = calls.find(([name]) => name === 'MailView/unsubscribe');
    if (left) return route.fulfill({ json: { methodResponses: [['MailView/unsubscribe', { host: 'far.test', isDone: true, said: '200 OK' }, left[2]]], sessionState: 's' } });
    const answer = await route.fetch({ headers: { ...route.request().headers(), 'sec-fetch-site': 'same-origin' } });
    const body = await answer.json();
    for (const [name, result] of body.methodResponses) {
      if (name === 'MailView/get') for (const view of result.list) view.unsubscribe &&= { ...view.unsubscribe, oneClick: true };
    }
    return route.fulfill({ response: answer, json: body });
  });
  await read('list ten');
  await page.getByRole('button', { name: '수신 거부' }).click();
  await page.getByRole('dialog').getByText('far.test').first().waitFor();
  await accessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Bob 수신 거부' }).click();
  await toast(page, '“200 OK”').waitFor();
});

await done();

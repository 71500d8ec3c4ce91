// SPDX-License-Identifier: Apache-2.0
// How people are known: password, passkeys, authenticator, recovery codes, app passwords, sessions, and
// second factors that are demanded. With Chromium's own virtual authenticator; needs the public name of
// the server in URL. DEMANDED is another account, of which a second factor is demanded. With
// FRONT the account lives on another host, and what that one's directory and doors have is left out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import path from 'node:path';
import tls from 'node:tls';
import { accessible, address, browser, done, open, password, pictures, problems, show, signIn, step, url } from './begin.mjs';

const { DEMANDED: demanded, DEMANDED_PASSWORD: demandedPassword, IMAPS: imaps, SUBMISSIONS: submissions } = process.env;
const host = new URL(url).hostname;
/** What is tried only where the account lives. */
const here = process.env.FRONT ? () => undefined : step;
let now = password;

/** An authenticator in the device: CTAP 2, verifies its user. */
async function authenticator(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { remove: () => devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }) };
}

async function settings(page, id) {
  await page.evaluate((to) => (location.hash = to), `#/settings/${id}`);
}

/** As a script of the pages would, without the page: it would notice. */
const OWN = { 'X-Pabal': '1', 'Sec-Fetch-Site': 'same-origin' };
const session = async (page) => (await page.context().request.get(new URL('auth/session', url).href, { headers: OWN })).status();

async function leave(page) {
  await page.goto('about:blank');
  await page.context().request.post(new URL('auth/logout', url).href, { headers: OWN, data: {} });
  await page.goto(url);
}

async function signOut(page) {
  await leave(page);
  await page.getByLabel('주소').waitFor();
}

/** The virtual authenticator answers as soon as it is asked: also where a person would choose from what the
 *  browser offers to fill in. Only what is shown so asks for that. */
const quiet = () => {
  if (location.protocol === 'https:' && sessionStorage.getItem('fills') === null) PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
};

/** RFC 6238 with SHA-1, 30 seconds, 6 digits. */
function totp(secret, at = Date.now()) {
  let bits = '';
  for (const letter of secret) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g).map((octet) => parseInt(octet, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** What a server says to these lines, each sent when the one before was answered. */
function talk(port, lines, isLast) {
  return new Promise((heard, failed) => {
    const socket = tls.connect({ port: Number(port), host, rejectUnauthorized: false });
    let text = '';
    let at = 0;
    socket.on('data', (data) => {
      text += data;
      if (isLast(text)) return socket.end(), heard(text);
      if (/\r\n$/.test(text) && at < lines.length) socket.write(`${lines[at++]}\r\n`);
    });
    socket.on('error', failed);
    socket.on('close', () => heard(text));
  });
}

const imap = async (secret) => /a1 OK/.test(await talk(imaps, [`a1 LOGIN ${address} "${secret}"`], (text) => /a1 (OK|NO)/.test(text)));
const smtp = async (secret) => {
  const plain = Buffer.from(`\0${address}\0${secret}`).toString('base64');
  return /^235/m.test(await talk(submissions, ['EHLO client.example', `AUTH PLAIN ${plain}`], (text) => /^(235|5\d\d) /m.test(text)));
};

const picture = (page, name) => page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
const page = await open({ serviceWorkers: 'block' });
await page.addInitScript(quiet);
let device;

await step('the passkey is made in the settings, behind a fresh sign-in', async () => {
  device = await authenticator(page);
  await page.goto(url);
  await page.getByRole('button', { name: '패스키로 로그인' }).waitFor();
  await accessible(page);
  await picture(page, 'security-signin');
  await signIn(page);
  await settings(page, 'security');
  await page.getByRole('button', { name: '패스키 추가' }).click();
  await page.getByLabel('이름', { exact: true }).fill('노트북');
  await accessible(page);
  await page.getByRole('button', { name: '패스키 저장' }).click();
  const codes = page.locator('.codes pre');
  await codes.waitFor();
  assert.equal((await codes.innerText()).trim().split('\n').length, 10);
  await accessible(page);
  await page.getByRole('button', { name: '보관했습니다' }).click();
  await page.locator('li').filter({ hasText: '노트북' }).waitFor();
  await picture(page, 'security-settings');
});

await step('it signs in without a name and a password', async () => {
  await signOut(page);
  await page.getByRole('button', { name: '패스키로 로그인' }).click();
  await page.getByRole('heading', { name: '받은편지함' }).waitFor();
});

await step('the browser fills it in where the address is asked for', async () => {
  await page.evaluate(() => sessionStorage.setItem('fills', '1'));
  await leave(page);
  await page.getByRole('heading', { name: '받은편지함' }).waitFor();
  await page.evaluate(() => sessionStorage.removeItem('fills'));
});

await step('behind the password it is asked for by itself', async () => {
  await signOut(page);
  await page.getByLabel('주소').fill(address);
  await page.getByLabel('비밀번호', { exact: true }).fill(now);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await page.getByRole('heading', { name: '받은편지함' }).waitFor();
});

let secret;
await step('an authenticator is scanned, its code is wrong once and right once', async () => {
  await settings(page, 'security');
  await page.getByRole('button', { name: '인증 앱 추가' }).click();
  secret = (await page.locator('.secret pre').innerText()).replace(/\s/g, '');
  await page.getByRole('img', { name: '인증 앱용 QR 코드' }).waitFor();
  await accessible(page);
  await picture(page, 'security-totp');
  await page.getByLabel('앱에 보이는 번호').fill('000000');
  await page.getByRole('button', { name: '번호 확인' }).click();
  await page.getByText('번호가 맞지 않습니다').first().waitFor();
  await page.getByLabel('앱에 보이는 번호').fill(totp(secret));
  await page.getByRole('button', { name: '번호 확인' }).click();
  await page.getByText('로그인할 때 번호를 묻습니다').waitFor();
});

let recovery;
await step('recovery codes are made anew, and one of them signs in where there is no passkey', async () => {
  await page.getByRole('button', { name: '다시 받기' }).click();
  recovery = (await page.locator('.codes pre').innerText()).trim().split('\n')[0];
  await page.getByRole('button', { name: '보관했습니다' }).click();
  const other = await open({ serviceWorkers: 'block' });
  await other.addInitScript(quiet);
  await authenticator(other);
  for (const [code, passes] of [[recovery, true], [recovery, false]]) {
    if (passes) await other.goto(url);
    else await signOut(other);
    await other.getByLabel('주소').fill(address);
    await other.getByLabel('비밀번호', { exact: true }).fill(now);
    await other.getByRole('button', { name: '로그인', exact: true }).click();
    await other.getByLabel('인증 앱의 번호').fill(code);
    await accessible(other);
    await other.getByRole('button', { name: '로그인', exact: true }).click();
    if (passes) await other.getByRole('heading', { name: '받은편지함' }).waitFor();
    else await other.getByRole('alert').waitFor();
  }
  // The code of the authenticator, of the next half minute as this one's is used.
  await other.getByLabel('인증 앱의 번호').fill(totp(secret, Date.now() + 30_000));
  await other.getByRole('button', { name: '로그인', exact: true }).click();
  await other.getByRole('heading', { name: '받은편지함' }).waitFor();
});

await step('the session elsewhere is ended', async () => {
  const other = browser.contexts().at(-1).pages()[0];
  await other.goto('about:blank');
  assert.equal(await session(other), 200);
  show(page);
  await page.reload();
  await settings(page, 'security');
  const seen = page.locator('section').filter({ has: page.getByRole('heading', { name: '로그인된 곳' }) });
  await seen.getByRole('button', { name: '다른 곳 모두 로그아웃' }).click();
  await seen.getByText('로그아웃했습니다').waitFor();
  assert.equal(await session(other), 401);
  await other.context().close();
});

await here('an app password is for IMAP alone', async () => {
  await page.getByRole('button', { name: '앱 비밀번호 만들기' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('이름', { exact: true }).fill('휴대전화');
  await dialog.getByLabel('SMTP(보내기)').uncheck();
  await accessible(page);
  await picture(page, 'security-app');
  await dialog.getByRole('button', { name: '만들기', exact: true }).click();
  const made = (await page.locator('.shown pre').innerText()).trim();
  await accessible(page);
  await page.getByText('프로그램을 기다리는 중').waitFor();
  assert.equal(await imap(made), true);
  await page.getByText('프로그램이 방금 127.0.0.1에서 로그인했습니다 (IMAP)').waitFor();
  assert.equal(await smtp(made), false);
  const lately = page.getByRole('list', { name: '지난 한 시간' });
  await lately.getByText('다른 서비스용으로 만든 앱 비밀번호입니다').waitFor();
  assert.equal(await imap('wrong'), false);
  await lately.getByText('비밀번호가 틀렸습니다').waitFor();
  await accessible(page);
  await picture(page, 'security-app-live');
  assert.equal(await page.getByRole('img', { name: '프로파일' }).count(), 0);
  await page.getByRole('button', { name: '마침' }).click();
  await page.getByRole('button', { name: '휴대전화 끝내기' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '휴대전화 끝내기' }).click();
  await page.locator('li').filter({ hasText: '휴대전화' }).waitFor({ state: 'detached' });
  assert.equal(await imap(made), false);
});

await here('a telephone of Apple’s fetches its profile: password and all, three times', async () => {
  await page.getByRole('button', { name: '앱 비밀번호 만들기' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('이름', { exact: true }).fill('iPhone');
  await dialog.getByLabel('SMTP(보내기)').check();
  await dialog.getByRole('button', { name: '만들기', exact: true }).click();
  const made = (await page.locator('.shown pre').innerText()).trim();
  await page.getByRole('img', { name: '애플 기기용 프로파일 QR 코드' }).waitFor();
  await accessible(page);
  await picture(page, 'security-app-profile');
  const link = await page.getByRole('link', { name: '이 기기에서 받기' }).getAttribute('href');
  const phone = await browser.newContext({ ignoreHTTPSErrors: true });
  for (let fetches = 0; fetches < 3; fetches++) {
    const fetched = await phone.request.get(link);
    assert.equal(fetched.headers()['content-type'], 'application/x-apple-aspen-config');
    assert.equal(fetched.headers()['cache-control'], 'no-store');
    const told = execFileSync('python3', ['-c', 'import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))'], { input: await fetched.body() });
    const [mail] = JSON.parse(told).PayloadContent;
    assert.deepEqual([mail.EmailAddress, mail.IncomingPassword, mail.IncomingMailServerPortNumber, mail.OutgoingMailServerPortNumber], [address, made, Number(imaps), Number(submissions)]);
  }
  assert.equal((await phone.request.get(link)).status(), 404);
  await phone.close();
  assert.equal(await imap(made), true);
  assert.equal(await smtp(made), true);
  await page.getByRole('button', { name: '마침' }).click();
});

let brief;
await here('an app password is made for a minute, the shortest there is', async () => {
  brief = await page.evaluate(async () => {
    const headers = { 'X-Pabal': '1', 'Content-Type': 'application/json' };
    const told = await (await fetch('.well-known/jmap', { headers })).json();
    const [accountId] = Object.keys(told.accounts);
    const expires = new Date(Date.now() + 62_000).toISOString().replace(/\.\d+/, '');
    const call = ['Credential/set', { accountId, create: { a: { type: 'appPassword', name: 'short', services: ['imap'], expires } } }, 'a'];
    const body = JSON.stringify({ using: Object.keys(told.capabilities), methodCalls: [call] });
    const answer = await (await fetch('jmap/api', { method: 'POST', headers, body })).json();
    return answer.methodResponses[0][1].created.a.password;
  });
  assert.equal(await imap(brief), true);
});

async function change(current, wanted) {
  await page.getByLabel('지금 비밀번호').fill(current);
  await page.getByLabel('새 비밀번호', { exact: true }).fill(wanted);
  await page.getByLabel('새 비밀번호 다시').fill(wanted);
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click();
}

await here('the password: wrong, weak with the words of who refuses, and changed', async () => {
  await page.reload();
  await settings(page, 'security');
  await change('wrong', 'staple battery 9');
  await page.getByText('지금 비밀번호가 아닙니다.').waitFor();
  await change(now, 'password1');
  await page.getByText('비밀번호를 바꾸지 않았습니다.').waitFor();
  await page.locator('q').filter({ hasText: 'first that are guessed' }).waitFor();
  await accessible(page);
  await picture(page, 'security-refused');
  await change(now, 'staple battery 9');
  await page.getByText('바꾸고 새 비밀번호로 로그인해 확인했습니다').waitFor();
  now = 'staple battery 9';
});

await here('where the line drops, the page asks what happened', async () => {
  let arrives = false;
  await page.route('**/jmap/api', async (route) => {
    const asked = route.request();
    if (!asked.postData().includes('"current"')) return route.continue();
    if (arrives) assert.equal((await route.fetch({ headers: { ...(await asked.allHeaders()), 'sec-fetch-site': 'same-origin' } })).status(), 200);
    await route.abort();
  });
  await change(now, 'another staple 7');
  await page.getByText('비밀번호는 바뀌지 않았습니다').waitFor();
  arrives = true;
  await change(now, 'another staple 7');
  await page.getByText('바꾸고 새 비밀번호로 로그인해 확인했습니다').waitFor();
  now = 'another staple 7';
  await page.unroute('**/jmap/api');
  // What Chromium says of the two requests that were cut off.
  for (let cut = 0; cut < 2; cut++) assert.match(problems.shift(), /ERR_FAILED/);
});

await here('what programs need is told', async () => {
  await settings(page, 'devices');
  await page.getByRole('row').filter({ hasText: '받기(IMAP)' }).filter({ hasText: imaps }).waitFor();
  await page.getByRole('row').filter({ hasText: '보내기(SMTP)' }).filter({ hasText: submissions }).waitFor();
  await page.getByRole('row').filter({ hasText: 'JMAP' }).waitFor();
  await page.getByRole('list', { name: '지난 한 시간' }).getByText('IMAP: 127.0.0.1에서 로그인했습니다').waitFor();
  await accessible(page);
  await picture(page, 'security-devices');
});

await step('a session that was not confirmed lately is asked, and nothing happens without', async () => {
  await settings(page, 'security');
  let refused = 0;
  await page.route('**/jmap/api', async (route) => {
    const asked = route.request().postDataJSON();
    if (refused > 0 || asked.methodCalls[0][0] !== 'Credential/set') return route.continue();
    refused++;
    const [[, { accountId }, id]] = asked.methodCalls;
    const error = { type: 'stepUpRequired', description: '' };
    const body = { methodResponses: [['Credential/set', { accountId, oldState: null, newState: '', notCreated: { new: error } }, id]], sessionState: '' };
    await route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) });
  });
  await page.getByRole('button', { name: '다시 받기' }).click();
  await page.getByRole('dialog', { name: '본인 확인' }).waitFor();
  await accessible(page);
  await picture(page, 'security-stepup');
  await page.getByRole('button', { name: '패스키로 확인' }).click();
  await page.locator('.codes pre').waitFor();
  await page.getByRole('button', { name: '보관했습니다' }).click();
  await page.unroute('**/jmap/api');
});

await here('dark, English and a telephone: nothing is out of reach', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await accessible(page);
  await picture(page, 'security-dark');
  await page.setViewportSize({ width: 360, height: 740 });
  await accessible(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await picture(page, 'security-phone');
  await page.evaluate(() => localStorage.setItem('pabal-language', 'en'));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  await page.getByRole('heading', { name: 'Second factors' }).waitFor();
  await accessible(page);
  await picture(page, 'security-english');
});

await step('where a second factor is demanded, the password leads to making one', async () => {
  if (demanded === undefined) return;
  await device.remove();
  const other = await open({ serviceWorkers: 'block' });
  await authenticator(other);
  await other.goto(url);
  await other.getByLabel('주소').fill(demanded);
  await other.getByLabel('비밀번호', { exact: true }).fill(demandedPassword);
  await other.getByRole('button', { name: '로그인', exact: true }).click();
  await other.getByRole('heading', { name: '한 단계 더' }).waitFor();
  await accessible(other);
  await picture(other, 'security-enrol');
  assert.equal(await session(other), 401);
  await other.getByRole('button', { name: '패스키 추가' }).click();
  await other.locator('.codes pre').waitFor();
  await other.getByRole('button', { name: '보관했습니다' }).click();
  await other.getByRole('heading', { name: '받은편지함' }).waitFor();
});

await here('the app password has expired by now, or does so when its minute is over', async () => {
  const end = Date.now() + 65_000;
  while (Date.now() < end && (await imap(brief)));
  assert.equal(await imap(brief), false);
});

await done();

// SPDX-License-Identifier: Apache-2.0
// The application that is installed: its manifest, one connection for two tabs, work without a line,
// notices while no page is open, a session that ends in the midst of work, a device that forgets.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, browser, done, folder, open, password, pictures, problems, row, rows, show, signIn, step, toast, url } from './begin.mjs';
import { jmap } from './server.mjs';

const mark = Date.now().toString(36);
const page = await open();
const context = page.context();
await context.grantPermissions(['notifications'], { origin: new URL(url).origin });
/** A second device of the same person. */
const elsewhere = await open();
show(page);

const bar = (words) => page.locator('.bar:is([role=status], [role=alert])').filter({ hasText: words });
const box = async (from, role) => (await jmap(from, ['Mailbox/get', { ids: null }]))[0].list.find((each) => each.role === role).id;

async function put(subject, text, type = 'text/plain') {
  const inbox = await box(elsewhere, 'inbox');
  const email = { mailboxIds: { [inbox]: true }, from: [{ name: '김하늘', email: 'haneul@far.test' }], to: [{ email: address }], subject, receivedAt: new Date().toISOString().replace(/\.\d+/, ''), [type === 'text/html' ? 'htmlBody' : 'textBody']: [{ partId: 't', type }], bodyValues: { t: { value: text } } };
  const [set] = await jmap(elsewhere, ['Email/set', { create: { e: email } }]);
  assert.ok(set.created?.e, JSON.stringify(set));
  return set.created.e.id;
}

/** That there is no line is what these steps are about. */
function disconnected() {
  for (let at = problems.length - 1; at >= 0; at--) if (/ERR_INTERNET_DISCONNECTED/.test(problems[at])) problems.splice(at, 1);
}

/** What this browser keeps for a later visit: all of one kind. */
const kept = (store) => page.evaluate((of) => new Promise((told) => {
  const opening = indexedDB.open(of.name);
  opening.onsuccess = () => {
    const asking = opening.result.transaction(of.store).objectStore(of.store).getAll();
    asking.onsuccess = () => {
      opening.result.close();
      told(asking.result);
    };
  };
}), { name: `pabal-${address}`, store });
const isKept = async (subject) => (await kept('lists')).some((list) => list.rows.some((each) => each.subject === subject));
const isRead = async (subject) => (await jmap(elsewhere, ['Email/query', { filter: { subject, hasKeyword: '$seen' } }]))[0].ids.length === 1;
/** What was done with a line is with the server, and the page has heard so. */
const isDone = async () => (await isRead(`꾸민 ${mark}`)) && (await isRead(`읽기 ${mark}`)) && (await kept('outbox')).length === 0;

async function until(holds) {
  for (let left = 100; left > 0 && !(await holds()); left--) await page.waitForTimeout(100);
  assert.ok(await holds());
}

await step('the pages can be installed, in Korean, and take mailto: and what is shared', async () => {
  await signIn(elsewhere);
  await signIn(page);
  const devtools = await context.newCDPSession(page);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(manifest.name, '파발');
  assert.equal(manifest.protocol_handlers[0].protocol, 'mailto');
  assert.equal(manifest.share_target.method, 'POST');
  for (const icon of manifest.icons) assert.equal((await page.request.get(new URL(icon.src, url).href)).status(), 200, icon.src);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.map((error) => error.errorId).filter((id) => id !== 'in-incognito'), []);
  assert.ok(await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.active !== null)));
});

await step('nothing of JMAP and of signing in is in its caches', async () => {
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)));
    return requests.flat();
  });
  assert.ok(kept.length > 3);
  assert.deepEqual(kept.filter((each) => /^\/(?:jmap|auth|api|b|px|\.well-known)(?:\/|$)/.test(each)), []);
});

await step('two tabs have one connection, and both see a mail come', async () => {
  const second = await context.newPage();
  const streams = [];
  second.on('request', (request) => /eventsource/.test(request.url()) && streams.push(request.url()));
  await second.goto(url);
  await rows(second).first().waitFor();
  await put(`탭 ${mark}`, '두 탭');
  await row(page, `탭 ${mark}`).waitFor();
  await row(second, `탭 ${mark}`).waitFor();
  assert.deepEqual(streams, []);
  await second.close();
});

await step('without a line mail is read, moved and written, also after a reload', async () => {
  await put(`읽기 ${mark}`, '끊겨도 읽히는 글');
  await put(`옮기기 ${mark}`, '옮길 글');
  await put(`다툼 ${mark}`, '둘이 옮길 글');
  await put(`꾸민 ${mark}`, '<style>p{}</style><p>꾸며도 <b>읽히는</b> 글</p>', 'text/html');
  await row(page, `다툼 ${mark}`).waitFor();
  await row(page, `꾸민 ${mark}`).click();
  await page.frameLocator('article.message iframe').getByText('읽히는').waitFor();
  await row(page, `읽기 ${mark}`).click();
  await page.getByText('끊겨도 읽히는 글').last().waitFor();
  await page.keyboard.press('u');
  // What is kept is written when the page is quiet.
  await until(() => isKept(`다툼 ${mark}`));
  await until(isDone);
  await context.setOffline(true);
  await bar('오프라인').waitFor();
  await row(page, `옮기기 ${mark}`).hover();
  await row(page, `옮기기 ${mark}`).getByRole('button', { name: /^보관/ }).click();
  await row(page, `다툼 ${mark}`).hover();
  await row(page, `다툼 ${mark}`).getByRole('button', { name: /^보관/ }).click();
  await row(page, `다툼 ${mark}`).waitFor({ state: 'detached' });
  await bar(/(?<!\d)2개 대기/).waitFor();
  await page.reload();
  await row(page, `읽기 ${mark}`).waitFor();
  await bar(/(?<!\d)2개 대기/).waitFor();
  assert.equal(await row(page, `옮기기 ${mark}`).count(), 0);
  await row(page, `읽기 ${mark}`).click();
  await page.getByText('끊겨도 읽히는 글').last().waitFor();
  // The cage stays with the server: its words are shown.
  await row(page, `꾸민 ${mark}`).click();
  await page.locator('article.message').getByText('꾸며도 읽히는 글').waitFor();
  await row(page, `읽기 ${mark}`).click();
  await page.getByText('끊겨도 읽히는 글').last().waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'offline.png') });
  disconnected();
});

await step('a mail written without a line waits to be sent', async () => {
  await page.keyboard.press('c');
  const composer = page.getByRole('dialog', { name: '메일 쓰기' });
  await composer.getByRole('combobox', { name: '받는 사람' }).fill(address);
  await page.keyboard.press('Enter');
  await composer.getByLabel('제목').fill(`나중 ${mark}`);
  await composer.getByRole('button', { name: '보내기', exact: true }).click();
  await toast(page, '다시 연결되면 보냅니다').waitFor();
  await bar(/대기/).waitFor();
  disconnected();
});

let beside;
await step('another tab that opens meanwhile leaves it to the first', async () => {
  beside = await context.newPage();
  await beside.goto(url);
  await row(beside, `읽기 ${mark}`).waitFor();
  disconnected();
});

await step('with a line again everything is done, and what contradicts is asked about', async () => {
  const [trash] = [await box(elsewhere, 'trash')];
  const [found] = await jmap(elsewhere, ['Email/query', { filter: { subject: `다툼 ${mark}` } }]);
  await jmap(elsewhere, ['Email/set', { update: { [found.ids[0]]: { mailboxIds: { [trash]: true } } } }]);
  await context.setOffline(false);
  await bar('휴지통').waitFor({ timeout: 30_000 });
  disconnected();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'conflict.png') });
  await bar('휴지통').getByRole('button', { name: '내 것으로' }).click();
  await bar('휴지통').waitFor({ state: 'detached' });
  await folder(page, '보관함');
  await row(page, `다툼 ${mark}`).waitFor();
  await row(page, `옮기기 ${mark}`).waitFor();
  await folder(page, '보낸편지함');
  await row(page, `나중 ${mark}`).waitFor();
  assert.equal(await row(page, `나중 ${mark}`).count(), 1);
  const [sent] = [await box(elsewhere, 'sent')];
  const [once] = await jmap(elsewhere, ['Email/query', { filter: { inMailbox: sent, subject: `나중 ${mark}` } }]);
  assert.equal(once.ids.length, 1);
  await beside.close();
  await folder(page, '받은편지함');
});

await step('a session that ends elsewhere leaves the screen and the draft where they are', async () => {
  await page.keyboard.press('c');
  const composer = page.getByRole('dialog', { name: '메일 쓰기' });
  await composer.getByLabel('제목').fill(`초안 ${mark}`);
  await context.clearCookies();
  const dialog = page.locator('dialog').filter({ hasText: '로그아웃되었습니다' });
  await dialog.waitFor({ timeout: 60_000 });
  await accessible(page);
  await dialog.getByLabel('비밀번호', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: '로그인', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await composer.getByLabel('제목').inputValue(), `초안 ${mark}`);
  await composer.getByText('임시저장됨').waitFor();
  await composer.getByRole('button', { name: '저장하고 닫기' }).click();
});

await step('a push with no page open becomes a notice, a click on it opens the mail', async () => {
  const [worker] = context.serviceWorkers();
  const devtools = await context.newCDPSession(page);
  const registered = new Promise((told) => devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && told(registrations[0].registrationId)));
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered;
  const push = (body) => devtools.send('ServiceWorker.deliverPushMessage', { origin: new URL(url).origin, registrationId, data: JSON.stringify(body) });
  const notices = () => worker.evaluate(async () => (await self.registration.getNotifications()).map(({ title, body, data }) => ({ title, body, data })));
  // The page stands somewhere else: what it was is no page of this worker any more.
  await page.goto('about:blank');
  await put(`알림 ${mark}`, '창이 없어도');
  await push({ '@type': 'StateChange', changed: { a: { EmailDelivery: '1' } } });
  let told = [];
  for (let left = 100; left > 0 && told.length === 0; left--) {
    await new Promise((later) => setTimeout(later, 100));
    told = await notices();
  }
  assert.equal(told[0].title, '김하늘');
  assert.equal(told[0].body, `알림 ${mark}`);
  // What a person tries shows itself, and says so to the page that asked.
  await push({ '@type': 'PushTest', pushSubscriptionId: 'P' });
  for (let left = 100; left > 0 && !(await notices()).some(({ title }) => title.startsWith('시험 알림')); left--) await new Promise((later) => setTimeout(later, 100));
  assert.ok((await notices()).some(({ title }) => title.startsWith('시험 알림')));
  await worker.evaluate(async () => (await self.registration.getNotifications()).filter(({ title }) => title.startsWith('시험')).forEach((notice) => notice.close()));
  await page.goto(url);
  await rows(page).first().waitFor();
  await worker.evaluate(async () => {
    const [notification] = await self.registration.getNotifications();
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  });
  await page.getByRole('heading', { level: 2, name: `알림 ${mark}` }).waitFor();
});

await step('a mailto: address opens a mail to be written', async () => {
  await page.goto(`${url}?mailto=${encodeURIComponent('mailto:seojun@far.test?subject=인사')}`);
  const composer = page.getByRole('dialog', { name: '메일 쓰기' });
  await composer.waitFor();
  assert.equal(await composer.getByLabel('제목').inputValue(), '인사');
  assert.equal(new URL(page.url()).search, '');
  await composer.getByRole('button', { name: '버리기' }).click();
});

await step('a device that forgets keeps nothing', async () => {
  await page.goto(`${url}#/settings/data`);
  await page.getByRole('button', { name: '이 기기에서 잊기' }).click();
  const dialog = page.getByRole('dialog', { name: '이 기기에서 잊을까요?' });
  await accessible(page);
  await dialog.getByRole('button', { name: '잊고 로그아웃' }).click();
  await page.getByRole('button', { name: '로그인', exact: true }).waitFor();
  assert.deepEqual(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), []);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== 'pabal-language' && key !== 'pabal-theme')), []);
});

await step('a shared computer keeps nothing from the first', async () => {
  const shared = await open();
  await shared.goto(url);
  await shared.getByLabel('주소').fill(address);
  await shared.getByLabel('비밀번호', { exact: true }).fill(password);
  await shared.getByRole('checkbox').check();
  await shared.getByRole('button', { name: '로그인', exact: true }).click();
  await rows(shared).first().waitFor();
  assert.deepEqual(await shared.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), []);
  assert.equal(await shared.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
});

await browser.contexts()[0]?.close();
await done();

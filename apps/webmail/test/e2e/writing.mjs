// SPDX-License-Identifier: Apache-2.0
// Writing: under a mail, in a window of its own, with templates, pictures and signatures; what is pasted
// does no harm.
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, counts, done, folder, open, pictures, row, show, signIn, step, toast } from './begin.mjs';
import { deliver, jmap } from './server.mjs';

const mark = Date.now().toString(36);
const page = await open();
const composer = (on = page) => on.locator('.composer');
const text = (on = page) => on.frameLocator('iframe[src=editor]').locator('#text');
const shot = (name, on = page) => on.screenshot({ path: path.join(pictures, `writing-${name}.png`) });
const discard = (on = page) => composer(on).getByRole('button', { name: '임시 메일 버리기' }).click();
/** 4 by 4, red. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP4z8AARwzEcQCukw/x0F8jngAAAABJRU5ErkJggg==';

/** Gives the editor something, as the clipboard or a hand does. */
const give = (type, data, on = page) => text(on).evaluate((root, [kind, { html, png }]) => {
  const transfer = new DataTransfer();
  if (html) transfer.setData('text/html', html);
  if (png) transfer.items.add(new File([Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))], '그림.png', { type: 'image/png' }));
  const event = kind === 'paste' ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }) : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
  (root.querySelector('div') ?? root).dispatchEvent(event);
}, [type, data]);

/** As a hand does: the browser asks for more than one move. */
async function drag(from, to) {
  await from.scrollIntoViewIfNeeded();
  const [begin, end] = [await from.boundingBox(), await to.boundingBox()];
  await page.mouse.move(begin.x + 30, begin.y + begin.height / 2);
  await page.mouse.down();
  await page.mouse.move(begin.x + 60, begin.y + begin.height / 2 + 20, { steps: 5 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 10 });
  await page.mouse.up();
}

await step('an answer stands under its mail, and in a window of its own when that mail is left', async () => {
  await deliver('haneul@far.test', address, `회의 ${mark}`, { sender: '=?utf-8?B?6rmA7ZWY64qY?= <haneul@far.test>', headers: ['List-Post: <mailto:team@lists.far.test>'], text: '내일 어떠세요?' });
  await signIn(page);
  await row(page, `회의 ${mark}`).click();
  await page.locator('article.message').waitFor();
  await page.keyboard.press('r');
  await page.locator('.reader .composer.inline').waitFor();
  await text().waitFor();
  await text().and(page.frameLocator('iframe[src=editor]').locator(':focus')).waitFor();
  await accessible(page);
  await shot('inline');
  // Without a pause: what was typed last is not lost.
  await page.keyboard.type('좋습니다. 가겠');
  // The cage is late: whoever types elsewhere by then is left there.
  let come;
  const late = new Promise((told) => (come = told));
  await page.route('**/editor', (route) => late.then(() => route.continue()));
  await page.goBack();
  await page.locator('.desk .composer.window').waitFor();
  const to = composer().getByRole('combobox', { name: '받는 사람' });
  await to.fill('team@lists.far.test');
  come();
  await text().filter({ hasText: '좋습니다. 가겠' }).waitFor();
  await page.unroute('**/editor');
  assert.ok(await to.evaluate((field) => field === document.activeElement));
  await page.keyboard.type(',');
  await page.keyboard.press('Enter');
  await composer().getByText('메일링 리스트로 갑니다').waitFor();
});

let other;
await step('it moves into a window of its own; a draft is written in one window at a time', async () => {
  await composer().getByRole('button', { name: '쓰는 곳' }).click();
  [other] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('menuitem', { name: '새 창으로' }).click()]);
  await composer().waitFor({ state: 'detached' });
  await text(other).filter({ hasText: '좋습니다. 가겠' }).waitFor();
  show(other);
  await accessible(other);
  await shot('window', other);
  await text(other).click();
  await other.keyboard.type('꼭 ');
  show(page);
  await folder(page, '임시보관함');
  await row(page, `회의 ${mark}`).click();
  await toast(page, '다른 창에서 쓰고 있습니다').getByRole('button', { name: '여기서 이어 쓰기' }).click();
  await text().filter({ hasText: '꼭' }).waitFor();
  await other.getByText('더 쓸 메일이 없습니다').waitFor();
  await other.close();
  await discard();
  await row(page, `회의 ${mark}`).waitFor({ state: 'detached' });
});

await step('Shift+c opens an empty one; what is sent there arrives here, its answered mail is marked', async () => {
  await folder(page, '받은편지함');
  [other] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Shift+c')]);
  show(other);
  const to = composer(other).getByRole('combobox', { name: '받는 사람' });
  await to.fill('ㄱㅎㄴ');
  await other.getByRole('option', { name: /김하늘/ }).waitFor();
  await other.keyboard.press('Enter');
  await counts(composer(other).locator('.line').first().getByRole('listitem'), 2);
  await to.evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '이서준 <seojun@far.test>; "Kim, Jiwoo" <jiwoo@far.test>\nlee@far.test, nobody');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await counts(composer(other).locator('.line').first().getByRole('listitem'), 6);
  await composer(other).getByText('“nobody”는 메일 주소가 아닙니다').waitFor();
  await composer(other).getByLabel('제목').fill(`새 창 ${mark}`);
  await composer(other).getByRole('button', { name: '저장하고 닫기' }).click();
  await other.getByText('더 쓸 메일이 없습니다').waitFor();
  await other.close();
  show(page);
  await folder(page, '임시보관함');
  await row(page, `새 창 ${mark}`).click();
  await composer().getByLabel('제목').waitFor();
  await discard();
});

await step('somebody one has never written with is marked, and others are not', async () => {
  await page.keyboard.press('c');
  await composer().getByRole('combobox', { name: '받는 사람' }).fill(`haneul@far.test, lee${mark}@new.test,`);
  await page.keyboard.press('Enter');
  const chips = composer().locator('.line').first().getByRole('listitem');
  await chips.filter({ hasText: `lee${mark}@new.test` }).filter({ hasText: '처음' }).waitFor();
  await composer().getByRole('status').filter({ hasText: `lee${mark}@new.test` }).waitFor({ state: 'attached' });
  assert.equal(await chips.filter({ hasText: '처음' }).count(), 1);
  // It is in the draft by now, and is still a stranger.
  await composer().getByText('임시저장됨').waitFor();
  await accessible(page);
  await shot('stranger');
  await discard();
});

await step('files go from a shown mail and from a mail being written to another, by hand and by button', async () => {
  // Side by side: what is dragged must be in sight.
  await page.setViewportSize({ width: 2200, height: 900 });
  const text = ['--b', '', '표', '--b', 'Content-Type: application/pdf; name=plan.pdf', 'Content-Disposition: attachment; filename=plan.pdf', 'Content-Transfer-Encoding: base64', '', 'AAEC', '--b', 'Content-Type: text/csv; name=list.csv', 'Content-Disposition: attachment; filename=list.csv', '', 'a,b', '--b--'].join('\r\n');
  await deliver('haneul@far.test', address, `파일 ${mark}`, { type: 'multipart/mixed; boundary=b', text });
  await folder(page, '받은편지함');
  await row(page, `파일 ${mark}`).click();
  const shown = page.locator('article.message').last();
  await page.keyboard.press('c');
  await composer().getByLabel('제목').fill(`하나 ${mark}`);
  await drag(shown.getByRole('listitem').filter({ hasText: 'plan.pdf' }), composer());
  const attached = (on) => on.getByRole('list', { name: '첨부 파일' }).getByRole('listitem');
  await attached(composer()).filter({ hasText: 'plan.pdf' }).waitFor();
  await shown.getByRole('button', { name: 'list.csv를 쓰고 있는 메일에 첨부' }).click();
  await attached(composer()).filter({ hasText: 'list.csv' }).waitFor();
  await shot('files');
  await composer().getByText('임시저장됨').waitFor();
  await composer().getByRole('button', { name: '저장하고 닫기' }).click();
  await composer().waitFor({ state: 'detached' });
  await folder(page, '임시보관함');
  await row(page, `하나 ${mark}`).click();
  await counts(attached(composer()), 2);
  await page.getByRole('button', { name: '메일 쓰기', exact: true }).first().click();
  await counts(composer(), 2);
  const [first, second] = [composer().first(), composer().last()];
  await drag(attached(first).filter({ hasText: 'plan.pdf' }), second);
  await attached(second).filter({ hasText: 'plan.pdf' }).waitFor();
  // Let go over the mail that it is of, it is there once.
  await drag(attached(first).filter({ hasText: 'plan.pdf' }), first.getByLabel('제목'));
  await counts(attached(first), 2);
  await second.getByLabel('제목').fill(`둘째 ${mark}`);
  await second.getByText('임시저장됨').waitFor();
  await second.getByRole('button', { name: '임시 메일 버리기' }).click();
  await counts(composer(), 1);
  await discard();
  await page.setViewportSize({ width: 1440, height: 900 });
  await folder(page, '받은편지함');
});

await step('pictures are pasted and dropped into the text and go along', async () => {
  await page.keyboard.press('c');
  await composer().getByRole('combobox', { name: '받는 사람' }).fill(address);
  await page.keyboard.press('Enter');
  await composer().getByLabel('제목').fill(`그림 ${mark}`);
  await text().click();
  await page.keyboard.type('보세요');
  await give('paste', { png: PNG });
  await give('drop', { png: PNG });
  await give('paste', { html: `<b onclick="window.boom = 1">밖에서</b><img src="data:image/png;base64,${PNG}">` });
  await counts(text().locator('img[src^="data:image/png"][data-origin^="cid:"]'), 3);
  await page.waitForFunction(() => document.querySelectorAll('.composer progress').length === 0);
  await composer().getByText('임시저장됨').waitFor();
  await shot('pictures');
  await composer().getByRole('button', { name: '저장하고 닫기' }).click();
  await folder(page, '임시보관함');
  await row(page, `그림 ${mark}`).click();
  await counts(text().locator('img[src^="data:image/png"]'), 3);
  await composer().getByRole('button', { name: '보내기', exact: true }).click();
  await composer().waitFor({ state: 'detached' });
});

await step('a template is saved, fills in what it knows, marks the rest and asks before it leaves', async () => {
  await page.keyboard.press('c');
  await composer().getByLabel('제목').fill(`견적 ${mark} {{이름}}`);
  await text().click();
  await page.keyboard.type('{{이름만}} 님, 금액은 {{금액}}입니다.');
  await composer().getByRole('button', { name: '템플릿' }).click();
  const dialog = page.getByRole('dialog', { name: '템플릿' });
  await dialog.getByText('아직 템플릿이 없습니다').waitFor();
  await dialog.getByRole('button', { name: '이 메일을 템플릿으로 저장' }).click();
  await toast(page, '저장했습니다').waitFor();
  await accessible(page);
  await shot('templates');
  await dialog.getByRole('button', { name: '닫기' }).click();
  await discard();
  await page.keyboard.press('c');
  await composer().getByRole('combobox', { name: '받는 사람' }).fill(`김하늘 <${address}>,`);
  await page.keyboard.press('Enter');
  await composer().getByRole('button', { name: '템플릿' }).click();
  await dialog.getByRole('button', { name: /^견적/ }).click();
  await text().filter({ hasText: '하늘 님, 금액은 {{금액}}입니다.' }).waitFor();
  assert.equal(await composer().getByLabel('제목').inputValue(), `견적 ${mark} 김하늘`);
  assert.equal(await text().evaluate(() => CSS.highlights.get('field')?.size), 1);
  await shot('fields');
  await composer().getByRole('button', { name: '보내기', exact: true }).click();
  const question = page.getByRole('dialog', { name: '채우지 않은 자리가 있습니다' });
  await question.getByText('{{금액}}').waitFor();
  await accessible(page);
  await question.getByRole('button', { name: '돌아가기' }).or(question.getByRole('button', { name: '뒤로' })).click();
  await discard();
});

await step('it lies in a folder where other programs see it, is changed there, thrown away and taken back', async () => {
  await page.getByRole('link', { name: 'Templates' }).click();
  await row(page, `견적 ${mark}`).click();
  await composer().getByRole('heading', { name: '템플릿' }).waitFor();
  assert.equal(await composer().getByRole('button', { name: '보내기', exact: true }).count(), 0);
  await text().click();
  await page.keyboard.type('안녕하세요 ');
  await composer().getByRole('button', { name: '저장하고 닫기' }).first().click();
  await row(page, '안녕하세요').waitFor();
  await page.keyboard.press('c');
  await composer().getByRole('button', { name: '템플릿' }).click();
  const dialog = page.getByRole('dialog', { name: '템플릿' });
  await dialog.getByRole('button', { name: /지우기$/ }).click();
  await dialog.getByText('아직 템플릿이 없습니다').waitFor();
  await dialog.getByRole('button', { name: '닫기' }).click();
  await toast(page, '휴지통에 넣었습니다').getByRole('button').click();
  await row(page, '안녕하세요').waitFor();
  await discard();
});

/** The pages see what another device has changed of the addresses. */
async function identitiesRead(words) {
  await page.evaluate(() => (location.hash = '#/settings/addresses'));
  await page.locator('.fields').filter({ has: page.locator('textarea, iframe') }).first().waitFor();
  await page.locator('.fields').nth(words).waitFor();
  await page.getByRole('button', { name: '메일로 돌아가기' }).or(page.getByRole('button', { name: /^설정/ })).first().click();
  await page.getByRole('grid').waitFor();
}

await step('from an own +tag; the signature changes with the address unless somebody has changed it', async () => {
  await jmap(page, ['Identity/set', { update: { I0: { textSignature: '앨리스 드림', htmlSignature: '<div>앨리스 <b>드림</b></div>' } } }]);
  await identitiesRead(0);
  await page.keyboard.press('c');
  await text().locator('.signature', { hasText: '앨리스 드림' }).waitFor();
  await composer().getByLabel('보내는 사람').selectOption({ label: '내 +태그 주소로…' });
  const dialog = page.getByRole('dialog', { name: '내 +태그 주소로…' });
  await dialog.getByLabel('+ 뒤에 올 말').fill(`t${mark}`);
  await accessible(page);
  await dialog.getByRole('button', { name: '이 주소로 쓰기' }).click();
  await composer().locator('select option:checked', { hasText: `+t${mark}@` }).waitFor({ state: 'attached' });
  const [{ list }] = await jmap(page, ['Identity/get', { ids: null }]);
  await jmap(page, ['Identity/set', { update: { [list.at(-1).id]: { textSignature: '가게', htmlSignature: '' } } }]);
  await discard();
  await identitiesRead(1);
  await page.keyboard.press('c');
  await text().locator('.signature', { hasText: '앨리스 드림' }).waitFor();
  await composer().getByLabel('보내는 사람').selectOption({ index: 1 });
  await text().locator('.signature', { hasText: '가게' }).waitFor();
  await text().locator('.signature').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' 3호');
  await composer().getByLabel('보내는 사람').selectOption({ index: 0 });
  await composer().getByText('임시저장됨').waitFor();
  assert.equal((await text().locator('.signature').innerText()).trim(), '가게 3호');
  await discard();
});

await step('they are seen where the mail arrives, and stay in what is quoted', async () => {
  await folder(page, '받은편지함');
  await row(page, `그림 ${mark}`).first().click({ timeout: 60_000 });
  const seen = page.frameLocator('article.message iframe').first().locator('#mail img[src]');
  await counts(seen, 3);
  assert.equal(await page.locator('article.message .attachments li').count(), 0);
  await page.keyboard.press('a');
  await composer().getByRole('button', { name: /쓴 글$/ }).click();
  await counts(composer().frameLocator('iframe[src=frame]').locator('#mail img[src^="data:"]'), 3);
  await composer().getByRole('button', { name: '고치기' }).click();
  await counts(text().locator('blockquote img[src^="data:"]'), 3);
  await composer().getByLabel('제목').fill(`인용 ${mark}`);
  await composer().getByRole('button', { name: '보내기', exact: true }).click();
  await composer().waitFor({ state: 'detached' });
  await folder(page, '보낸편지함');
  await row(page, `인용 ${mark}`).click();
  await counts(page.frameLocator('article.message iframe').last().locator('#mail blockquote img[src]'), 3);
});

await step('what is pasted or quoted runs nothing and loads nothing', async () => {
  const asked = [];
  page.on('request', (request) => /trap\.test/.test(request.url()) && asked.push(request.url()));
  await deliver('trap@far.test', address, `덫 ${mark}`, { type: 'text/html; charset=utf-8', text: '<p>인용</p><img src="https://trap.test/q.png" onerror="top.boom=1"><svg><script>top.boom=1</script></svg><form action="https://trap.test/"><input autofocus onfocus="top.boom=1"></form>' });
  await page.keyboard.press('c');
  await text().click();
  await give('paste', { html: '<p>붙임</p><img src=x onerror="top.boom=1"><img src="https://trap.test/p.png"><iframe srcdoc="<script>top.boom=1</script>"></iframe><style>@import "https://trap.test/c.css";</style><a href="javascript:top.boom=1">링크</a><math><mtext><style><img src onerror=top.boom=1></style></mtext></math>' });
  await text().filter({ hasText: '붙임' }).waitFor();
  assert.equal(await text().locator('script, iframe, style, svg, math, form, input, [onerror], [onclick], a[href^="javascript"], img[src^="http"]').count(), 0);
  await discard();
  await folder(page, '받은편지함');
  await row(page, `덫 ${mark}`).click();
  await page.locator('article.message').waitFor();
  await page.keyboard.press('r');
  await composer().getByRole('button', { name: '고치기' }).click();
  await text().locator('blockquote', { hasText: '인용' }).waitFor();
  assert.equal(await text().locator('script, iframe, svg, form, input, [onerror], img[src^="http"]').count(), 0);
  assert.deepEqual(asked, []);
  assert.equal(await page.evaluate(() => window.boom), undefined);
  await discard();
});

await step('on a phone an answer fills the screen', async () => {
  const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await signIn(phone);
  await row(phone, `회의 ${mark}`).click();
  await phone.locator('article.message').getByRole('button', { name: '답장', exact: true }).last().click();
  await composer(phone).waitFor();
  const box = await composer(phone).boundingBox();
  assert.deepEqual([box.x, box.y, box.width, box.height], [0, 0, 390, 844]);
  await accessible(phone);
  await shot('phone', phone);
  await discard(phone);
});

await done();

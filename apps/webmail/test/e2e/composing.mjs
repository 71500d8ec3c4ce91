// SPDX-License-Identifier: Apache-2.0
// Writing: what is quoted, files, warnings, two devices.
import assert from 'node:assert/strict';
import { accessible, address, done, folder, open, problems, row, show, signIn, step } from './begin.mjs';

const mark = Date.now().toString(36);
const page = await open();
const composer = (on = page) => on.locator('.composer');
const text = (on = page) => on.frameLocator('iframe[src=editor]').locator('#text');

await step('what is quoted stays folded, is seen in its cage, and is text when it is asked for', async () => {
  await signIn(page);
  await row(page, process.env.HTML_SUBJECT ?? 'pictures').first().click();
  await page.locator('article.message').first().waitFor();
  await page.keyboard.press('r');
  await text().waitFor();
  assert.equal(await text().locator('blockquote').count(), 0);
  await composer().getByRole('button', { name: /쓴 글$/ }).click();
  await composer().frameLocator('iframe[src=frame]').locator('#mail', { hasText: '표' }).waitFor();
  await accessible(page);
  await composer().getByRole('button', { name: '고치기' }).click();
  await text().locator('blockquote', { hasText: '표' }).waitFor();
  assert.equal(await composer().getByRole('button', { name: /쓴 글$/ }).count(), 0);
  await composer().getByRole('button', { name: '임시 메일 버리기' }).click();
});

await step('a mail goes on as a file', async () => {
  await page.locator('article.message').getByRole('button', { name: '더 보기' }).click();
  await page.getByRole('menuitem', { name: '첨부로 전달' }).click();
  await composer().getByText('pictures.eml').waitFor();
  await composer().getByRole('button', { name: '임시 메일 버리기' }).click();
});

await step('files come by the chooser and by dropping; one too big is told before', async () => {
  await page.keyboard.press('c');
  await text().waitFor();
  await composer().locator('input[type=file]').last().setInputFiles({ name: '보고서.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await composer().getByText('보고서.txt').waitFor();
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['y'], 'dropped.txt', { type: 'text/plain' }));
    return data;
  });
  await composer().dispatchEvent('drop', { dataTransfer: dropped });
  await composer().getByText('dropped.txt').waitFor();
  const huge = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    const file = new File(['z'], 'huge.iso');
    Object.defineProperty(file, 'size', { value: 5e9 });
    data.items.add(file);
    Object.defineProperty(data, 'files', { value: [file] });
    return data;
  });
  await page.evaluate(([element, data]) => {
    const event = new DragEvent('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: data });
    element.dispatchEvent(event);
  }, [await composer().elementHandle(), huge]);
  await composer().getByText(/파일은 .*까지입니다/).waitFor();
});

await step('a large file goes in slices: a line that breaks costs one of them, and it goes on by itself', async () => {
  const sent = [];
  await page.context().route('**/jmap/upload/**', (route) => {
    sent.push(route.request().postDataBuffer()?.length ?? 0);
    return sent.length === 2 ? route.abort() : route.continue();
  });
  await composer().locator('input[type=file]').last().setInputFiles({ name: '끊김.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(5 << 20, 'w') });
  await composer().getByRole('listitem').filter({ hasText: '끊김.bin' }).getByRole('button', { name: '다시', exact: true }).waitFor();
  await composer().getByRole('listitem').filter({ hasText: '끊김.bin' }).locator('.size', { hasText: '5.2 MB' }).waitFor();
  await page.context().unroute('**/jmap/upload/**');
  assert.equal(sent.length, 4);
  // The browser itself tells of the line that was broken here on purpose.
  assert.deepEqual(problems.splice(0), ['console: Failed to load resource: net::ERR_FAILED']);
});

await step('somebody from outside among colleagues, and a file that is only spoken of, are pointed out', async () => {
  const to = composer().getByRole('combobox', { name: '받는 사람' });
  await to.fill(`${address}, someone@far.test,`);
  await page.keyboard.press('Enter');
  await composer().getByText('조직 밖 사람도 받습니다').waitFor();
  await composer().getByRole('button', { name: '임시 메일 버리기' }).click();
  await page.keyboard.press('c');
  await composer().getByRole('combobox', { name: '받는 사람' }).fill(address);
  await page.keyboard.press('Enter');
  await composer().getByLabel('제목').fill(`둘 ${mark}`);
  await text().click();
  await page.keyboard.type('파일을 첨부합니다');
  await composer().getByText('첨부한다고 썼지만').waitFor();
});

await step('Hangul is composed letter by letter, and Enter within a syllable sends nothing', async () => {
  const input = await page.context().newCDPSession(page);
  await page.keyboard.press('End');
  await input.send('Input.imeSetComposition', { text: '하', selectionStart: 1, selectionEnd: 1 });
  await input.send('Input.imeSetComposition', { text: '한', selectionStart: 1, selectionEnd: 1 });
  await input.send('Input.insertText', { text: '한' });
  await page.keyboard.press('Enter');
  await input.send('Input.imeSetComposition', { text: '글', selectionStart: 1, selectionEnd: 1 });
  await composer().getByLabel('제목').focus();
  await text().filter({ hasText: '글' }).waitFor();
  assert.ok(await composer().isVisible());
  await composer().getByText('임시저장됨').waitFor();
});

await step('the same draft on two devices: which one stays is asked', async () => {
  const other = await open();
  await signIn(other);
  await folder(other, '임시보관함');
  await row(other, `둘 ${mark}`).click();
  await text(other).filter({ hasText: '한' }).waitFor();
  await text(other).click();
  await other.keyboard.type('다른 기기에서 ');
  await composer(other).getByText('임시저장됨').waitFor();
  show(page);
  await text().click();
  await page.keyboard.type('여기서 ');
  await composer().getByText('둘 다 남아 있습니다').waitFor();
  await accessible(page);
  await composer().getByRole('button', { name: '다른 기기 것 남기기' }).click();
  await text().filter({ hasText: '다른 기기에서' }).waitFor();
  await composer().getByRole('button', { name: '저장하고 닫기' }).click();
  await folder(page, '임시보관함');
  await row(page, `둘 ${mark}`).waitFor();
  assert.equal(await row(page, `둘 ${mark}`).count(), 1);
  await other.context().close();
});

await done();

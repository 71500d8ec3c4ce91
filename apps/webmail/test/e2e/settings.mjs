// SPDX-License-Identifier: Apache-2.0
// The settings in a real browser before a server: filters, away, addresses, reading and writing, keys.
// Run by SettingsTest with the server's address and the port on which it takes mail (SMTP).
import assert from 'node:assert/strict';
import path from 'node:path';
import { accessible, address, browser, counts, done, folder, open, pictures, row, rows, signIn, step, toast, url } from './begin.mjs';
import { deliver, jmap, scriptOf, setScript } from './server.mjs';

const page = await open();
const go = (hash) => page.goto(new URL(hash, url).href);
/** A section of the settings, wherever one was. */
const section = async (name) => {
  await go('#/settings');
  await page.getByRole('navigation', { name: '설정' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};
const saved = () => page.getByText('서버에서 다시 읽어 확인했습니다').waitFor();
const save = () => page.getByRole('button', { name: '저장', exact: true }).click();
const card = (name) => page.locator('.card').filter({ hasText: name });
const inbox = async () => {
  await go('#/');
  await page.getByRole('heading', { name: '받은편지함', exact: true }).waitFor();
};

const HAND = '# mine, as I like it\nif header :contains "X-Hand"  "written"\n{\n\tfileinto :create "Hand"; # tab above\n}\n';

await step('settings open by the gear and by a key, and close by Escape', async () => {
  await signIn(page);
  await page.getByRole('button', { name: '설정', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: '설정' }).waitFor();
  await page.keyboard.press('Escape');
  await rows(page).first().waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await page.getByRole('heading', { level: 1, name: '설정' }).waitFor();
  await page.getByRole('button', { name: '메일로 돌아가기' }).click();
  await rows(page).first().waitFor();
});

await step('a rule is built, saved, and read back', async () => {
  await section('필터');
  await page.getByRole('button', { name: '규칙', exact: true }).click();
  await page.getByLabel('규칙 이름').fill('세금계산서');
  await page.getByRole('button', { name: '조건', exact: true }).click();
  await page.getByLabel('어떻게').selectOption('domain');
  await page.getByLabel('낱말', { exact: true }).fill('tax.example');
  await page.getByRole('button', { name: '할 일', exact: true }).click();
  await page.getByLabel('폴더', { exact: true }).selectOption({ label: '보관함' });
  await page.getByRole('button', { name: '할 일', exact: true }).click();
  await page.getByLabel('할 일', { exact: true }).nth(1).selectOption('read');
  await page.getByRole('button', { name: '할 일', exact: true }).click();
  await page.getByLabel('할 일', { exact: true }).nth(2).selectOption('label');
  await page.getByLabel('라벨', { exact: true }).fill('경리');
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'filters-edit.png') });
  await save();
  await saved();
  assert.match(await scriptOf(page), /if allof \(\r\n {4}address :domain :is "from" "tax.example"\r\n\) \{\r\n {4}addflag "\\\\Seen";\r\n {4}addflag "l~[0-9a-v]+";\r\n {4}fileinto :mailboxid/);
  await page.screenshot({ path: path.join(pictures, 'filters.png') });
});

await step('mail is filed as the rule says', async () => {
  await deliver('bill@tax.example', address, '7월 전자세금계산서');
  await deliver('bob@far.test', address, 'not taxed');
  await inbox();
  await row(page, 'not taxed').first().waitFor();
  await counts(row(page, '전자세금계산서'), 0);
  await folder(page, '보관함');
  await row(page, '전자세금계산서').filter({ hasText: '경리' }).waitFor();
  assert.equal(await row(page, '전자세금계산서').evaluate((element) => element.classList.contains('unread')), false);
});

await step('what is written by hand survives the builder octet for octet, and works', async () => {
  const before = await scriptOf(page);
  await setScript(page, `require ["fileinto", "mailbox"];\n${before}${HAND}`);
  await section('필터');
  await card('손으로 쓴 부분').waitFor();
  await page.getByRole('button', { name: /^“손으로 쓴 부분.*순서/ }).focus();
  await page.keyboard.press('ArrowUp');
  await page.getByText('2개 가운데 1번째').waitFor();
  await card('세금계산서').getByRole('button', { name: '세금계산서', exact: true }).click();
  await page.getByLabel('규칙 이름').fill('Tax “7월”');
  await card('Tax').getByRole('checkbox', { name: '켬' }).uncheck();
  await save();
  await saved();
  await card('Tax').getByRole('checkbox', { name: '켬' }).check();
  await save();
  await saved();
  const after = await scriptOf(page);
  assert.ok(after.includes(HAND), after);
  assert.ok(after.indexOf(HAND) < after.indexOf('tax.example'));
  assert.ok(after.startsWith('require ["fileinto", "mailbox"];\n'));
  await deliver('bob@far.test', address, 'by hand', { headers: ['X-Hand: written'] });
  await inbox();
  await folder(page, 'Hand');
  await row(page, 'by hand').waitFor();
});

await step('each card says how many mails it has acted on, whatever became of its name and place', async () => {
  await section('필터');
  await card('Tax').getByText('지난 30일 1통').waitFor();
  await card('손으로 쓴 부분').getByText(/^지난 30일: \d+행 1통$/).waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'filters-used.png') });
  await inbox();
});

await step('a script that is wrong is not taken: the line is marked, the old one works', async () => {
  const before = await scriptOf(page);
  await section('필터');
  await page.getByRole('button', { name: '전체', exact: true }).first().click();
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('keeep;');
  await page.locator('main h1').click();
  await save();
  await page.getByText('저장하지 않았고 지금까지의 필터가 그대로 동작합니다').waitFor();
  await page.locator('.cm-bad').waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'filters-wrong.png') });
  assert.equal(await scriptOf(page), before);
  await deliver('bill@tax.example', address, '8월 전자세금계산서');
  await inbox();
  await folder(page, '보관함');
  await row(page, '8월').waitFor();
});

await step('what was not saved is still there, and another program at the same script is noticed', async () => {
  await section('필터');
  await page.locator('.cm-content').filter({ hasText: 'keeep' }).waitFor();
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  for (let back = 0; back <= 'keeep;'.length; back++) await page.keyboard.press('Backspace');
  await page.keyboard.type('# later');
  await page.locator('main h1').click();
  await setScript(page, '# theirs\r\nkeep;\r\n');
  await save();
  await page.getByRole('alert').filter({ hasText: '다른 프로그램이 필터를 바꾸었습니다' }).waitFor();
  assert.equal(await scriptOf(page), '# theirs\r\nkeep;\r\n');
  await page.getByRole('button', { name: '내 것으로 덮어쓰기' }).click();
  await saved();
  assert.match(await scriptOf(page), /tax\.example[^]*# later/);
});

await step('by keyboard alone: a rule, its order, its end', async () => {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '');
  const tabTo = async (name) => {
    for (let left = 80; left > 0; left--) {
      await page.keyboard.press('Tab');
      if ((await focused()).startsWith(name)) return;
    }
    assert.fail(`no way to ${name}`);
  };
  await section('필터');
  await page.locator('main h1').focus();
  await tabTo('규칙');
  await page.keyboard.press('Enter');
  await page.keyboard.type('keyboard');
  await tabTo('할 일');
  await page.keyboard.press('Space');
  await page.getByLabel('할 일', { exact: true }).waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await focused(), '할 일');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await tabTo('저장');
  await page.keyboard.press('Enter');
  await saved();
  assert.match(await scriptOf(page), /keyboard\r\nif true \{\r\n {4}keep;/);
  await page.getByRole('button', { name: '“keyboard” 지우기' }).focus();
  await page.keyboard.press('Enter');
  await tabTo('저장');
  await page.keyboard.press('Enter');
  await saved();
  assert.doesNotMatch(await scriptOf(page), /keyboard/);
});

await step('away: answers are on, and the mail says so', async () => {
  await section('부재중');
  await page.getByLabel('답장 보내기').check();
  await page.getByLabel('제목').fill('부재중입니다');
  await page.getByLabel('답장 글').fill('다음 주에 답하겠습니다.');
  await page.getByLabel(/에는 다른 글로/).check();
  await page.getByLabel('같은 조직에 보낼 글').fill('급하면 김하늘에게 물어보세요.');
  await page.getByLabel('다시 답할 때까지의 날수').fill('0');
  await page.getByText('1부터 90까지의 숫자를').waitFor();
  await page.getByLabel('다시 답할 때까지의 날수').fill('3');
  await page.getByLabel('메일을 보낼 사람의 주소').fill('someone@far.example');
  await page.locator('.answer').getByText('다음 주에 답하겠습니다.').waitFor();
  await page.getByLabel('메일을 보낼 사람의 주소').fill(`bob@${address.split('@')[1]}`);
  await page.locator('.answer').getByText('급하면 김하늘에게').waitFor();
  await page.getByText('아직 아무도 받지 않았습니다').waitFor();
  await accessible(page);
  await save();
  await saved();
  await page.screenshot({ path: path.join(pictures, 'away.png') });
  assert.ok((await scriptOf(page)).includes('tax.example'), 'the filters stay');
  await inbox();
  await page.getByRole('status').filter({ hasText: '부재중 답장이 켜져 있습니다' }).waitFor();
  await page.screenshot({ path: path.join(pictures, 'away-banner.png') });
  for (const [from, headers] of [['bob', []], ['bob', ['List-Id: <dev.lists.test>']], ['bob', []], ['carol', []]]) {
    await deliver(`${from}@${address.split('@')[1]}`, address, `to one who is away, ${from}`, { headers });
  }
  await row(page, 'away, carol').first().waitFor();
  await page.getByRole('status').filter({ hasText: '부재중 답장' }).getByRole('button', { name: '끄기' }).click();
  await toast(page, '부재중 답장을 껐습니다').waitFor();
});

await step('away: it says who got the answer, each once', async () => {
  await section('부재중');
  await page.getByText('답장을 받은 사람 2명').waitFor();
  for (const who of ['bob', 'carol']) await counts(page.getByText(`${who}@${address.split('@')[1]}`, { exact: true }), 1);
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'away-answered.png'), fullPage: true });
  await inbox();
});

await step('formatted text goes through the cage, and comes back', async () => {
  await section('부재중');
  await page.getByLabel('글 종류').selectOption('html');
  const cage = page.frameLocator('iframe[src=editor]').locator('#text');
  await cage.filter({ hasText: '다음 주' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+b');
  await page.keyboard.type(' 고맙습니다');
  await save();
  await saved();
  const [{ list }] = await jmap(page, ['VacationResponse/get', { ids: null }]);
  assert.match(list[0].htmlBody, /<b>.*고맙습니다/);
  assert.match(list[0].textBody, /고맙습니다/);
  assert.equal(list[0].isEnabled, false);
});

await step('a name and signatures are used in a mail and in its answer', async () => {
  await section('주소');
  await page.getByLabel('상대에게 보이는 이름').first().fill('앨리스');
  await page.getByLabel('서명', { exact: true }).fill('앨리스 드림\n파발팀');
  await page.getByLabel('답장과 전달에는 다른 서명을 씁니다').check();
  await page.getByLabel('답장 서명').fill('앨리스');
  await accessible(page);
  await save();
  await saved();
  await page.screenshot({ path: path.join(pictures, 'addresses.png') });
  await page.getByRole('textbox', { name: '주소', exact: true }).fill('nobody@elsewhere.example');
  await page.getByRole('button', { name: '더하기' }).click();
  await page.getByText('이 주소로는 보낼 수 없습니다').waitFor();
  if (process.env.ALIAS) {
    await page.getByRole('textbox', { name: '주소', exact: true }).fill(process.env.ALIAS);
    await page.getByRole('button', { name: '더하기' }).click();
    await page.getByRole('heading', { name: process.env.ALIAS }).waitFor();
  }
  await inbox();
  await page.getByRole('button', { name: '메일 쓰기' }).first().click();
  const composer = page.getByRole('dialog', { name: '메일 쓰기' });
  await composer.getByRole('combobox', { name: '받는 사람' }).fill(address);
  await page.keyboard.press('Enter');
  await composer.getByLabel('제목').fill('signed');
  await page.frameLocator('.composer iframe').locator('#text').filter({ hasText: '파발팀' }).waitFor();
  await composer.getByRole('button', { name: '보내기', exact: true }).click();
  await row(page, 'signed').first().waitFor({ timeout: 60_000 });
  await row(page, 'signed').first().click();
  await page.locator('article.message').filter({ hasText: '앨리스' }).first().waitFor();
  await page.keyboard.press('r');
  await page.frameLocator('.composer.inline iframe[src=editor]').locator('.signature', { hasText: /^앨리스$/ }).waitFor();
  await page.getByRole('button', { name: '임시 메일 버리기' }).click();
});

await step('+tags: who writes to one is seen, and it is refused', async () => {
  const tagged = address.replace('@', '+shop@');
  await deliver('welcome@shop.test', tagged, 'welcome');
  await deliver('offers@leak.test', tagged, 'leaked');
  if (process.env.ALIAS) await deliver('order@shop.test', process.env.ALIAS, 'ordered');
  await section('주소');
  const seen = page.getByRole('listitem', { name: tagged });
  await seen.getByText(/^2통/).waitFor();
  await seen.getByText(/처음 보낸 곳 shop\.test/).waitFor();
  await seen.getByText('이제 다른 곳도 이 주소를 압니다: leak.test').waitFor();
  if (process.env.ALIAS) await page.getByRole('listitem', { name: process.env.ALIAS }).getByText(/처음 보낸 곳 shop\.test/).waitFor();
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'addresses-tags.png'), fullPage: true });
  await seen.getByRole('button', { name: '거절하기' }).click();
  await seen.getByText('필터로 거절하는 중').waitFor();
  assert.match(await scriptOf(page), /^[^]*?# pabal:rule [0-9a-f]+ on alice\+shop@pabal\.test 거절\r\nif allof \(\r\n {4}envelope :is "to" "alice\+shop@pabal\.test"\r\n\) \{\r\n {4}reject "[ -~]+";\r\n {4}stop;/);
  await assert.rejects(deliver('offers@leak.test', tagged, 'leaked again'), /550/);
  await section('필터');
  await card('alice+shop').getByText('지난 30일 1통').waitFor();
  await inbox();
});

await step('who writes for the first time is told from others, also for mail that is here', async () => {
  const script = 'require "extlists";\r\nif not address :list "from" "urn:pabal:params:sieve:acquaintances" {\r\n  stop;\r\n}\r\n';
  await deliver('new@first.test', address, 'the first');
  await deliver('new@first.test', address, 'the second');
  const [{ list }] = await jmap(page, ['SieveScript/preview', { script, ruleAt: 2, limit: 2 }, 'p']);
  assert.deepEqual(list.map(({ subject, hit }) => [subject, hit]), [['the second', false], ['the first', true]]);
});

await step('reading and writing: chosen at once, kept after loading again', async () => {
  await section('읽기·쓰기');
  await page.getByLabel('줄 높이').selectOption('compact');
  await page.getByLabel('새 메일을 꾸밈 없이 시작').check();
  await page.getByLabel('보낸 뒤 되부를 수 있는 시간').selectOption('5');
  await accessible(page);
  await page.screenshot({ path: path.join(pictures, 'reading.png') });
  await inbox();
  await page.reload();
  await rows(page).first().waitFor();
  assert.ok((await rows(page).first().boundingBox()).height <= 37);
  await page.keyboard.press('c');
  assert.match(await page.getByRole('dialog', { name: '메일 쓰기' }).getByRole('textbox', { name: '본문' }).inputValue(), /앨리스 드림\n파발팀/);
  await page.getByRole('button', { name: '임시 메일 버리기' }).click();
});

await step('keys are changed, turned off, and as usual again', async () => {
  await section('단축키');
  await accessible(page);
  await page.getByRole('button', { name: '“메일 쓰기” 단축키 바꾸기' }).click();
  await page.keyboard.press('e');
  await page.getByText('e 키는 이미 “보관”에 쓰입니다').waitFor();
  await page.getByRole('button', { name: '“메일 쓰기” 단축키 바꾸기' }).click();
  await page.keyboard.press('y');
  await page.getByRole('group', { name: '메일 쓰기', exact: true }).locator('kbd', { hasText: 'y' }).waitFor();
  await page.screenshot({ path: path.join(pictures, 'keys.png') });
  await inbox();
  await page.getByRole('grid').focus();
  await page.keyboard.press('c');
  await page.keyboard.press('y');
  await counts(page.getByRole('dialog', { name: '메일 쓰기' }), 1);
  await page.getByRole('button', { name: '임시 메일 버리기' }).click();
  await section('단축키');
  await page.getByLabel('한 글자 단축키 쓰기').uncheck();
  await page.locator('main h1').focus();
  await page.keyboard.press('y');
  await counts(page.getByRole('dialog', { name: '메일 쓰기' }), 0);
  await page.getByLabel('한 글자 단축키 쓰기').check();
  await page.getByRole('button', { name: '모두 원래대로' }).click();
  await page.getByRole('group', { name: '메일 쓰기', exact: true }).locator('kbd', { hasText: 'c' }).waitFor();
});

/** Every section, as a person with this language, theme and screen sees it. */
async function everySection(options, name) {
  const other = await open(options);
  await other.context().addCookies(await page.context().cookies());
  await other.goto(new URL('#/settings', page.url()).href);
  const links = other.locator('.settings nav a');
  await links.first().waitFor();
  const ids = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  for (const id of ids) {
    await other.goto(new URL(id, page.url()).href);
    await other.locator('.settings main h1').waitFor();
    await other.waitForFunction(() => document.querySelector('.settings .skeleton') === null);
    await accessible(other);
    assert.ok(await other.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${id} is too wide`);
    await other.screenshot({ path: path.join(pictures, `settings-${id.split('/').at(-1)}-${name}.png`) });
  }
  await other.context().close();
}

await step('every section, dark and in English', () => everySection({ locale: 'en-US', colorScheme: 'dark' }, 'dark'));
await step('every section on a phone', () => everySection({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, 'phone'));
await step('every section, light', () => everySection({}, 'light'));

await browser.contexts()[0]?.close();
await done();

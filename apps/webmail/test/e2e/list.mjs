// SPDX-License-Identifier: Apache-2.0
// A long list: its ends, jumps into it, all that is found in it, mail that comes while it is looked at, fast acts
// and what takes them back, a conversation in its orders, and the keys in Hangul mode. WebmailScreensTest has put
// ROWS mails into the inbox; by hand, without ROWS, a few thousand come by IMAP.
import assert from 'node:assert/strict';
import { address, counts, done, folder, open, password, row, rows, signIn, step, toast } from './begin.mjs';
import { append, imap } from './fill.mjs';
import { deliver, jmap } from './server.mjs';

const { ROWS } = process.env;
const COUNT = Number(ROWS ?? 3_000);
const SENDERS = 40;
const number = new Intl.NumberFormat('ko');
const page = await open();
const grid = page.getByRole('grid');
const at = (position) => page.locator(`[role=row][aria-rowindex="${position}"]`);
const total = async () => Number(await grid.getAttribute('aria-rowcount'));
/** Nothing of what is seen is still to come. */
const filled = () => page.waitForFunction(() => document.querySelector('[role=grid] .blank') === null && document.querySelector('[role=grid] [role=row]') !== null);
/** What was done is confirmed. */
const settled = async () => {
  for (let left = 200; left > 0; left--) {
    if ((await queued()) === 0) return;
    await page.waitForTimeout(25);
  }
  throw new Error('acts are still waiting');
};
const queued = () => page.evaluate((name) => new Promise((told) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    const asking = opening.result.transaction('outbox').objectStore('outbox').count();
    asking.onsuccess = () => { opening.result.close(); told(asking.result); };
  };
}), `pabal-${address}`);

/** As FilledInbox has them. */
function* mails() {
  for (let number = 0; number < COUNT; number++) {
    const head = [`From: Sender ${number % SENDERS} <s${number % SENDERS}@far.test>`, `To: <${address}>`, `Subject: number ${number}`, `Message-ID: <n${number}@far.test>`];
    yield { octets: [...head, '', `text ${number}`, ''].join('\r\n'), flags: number % 5 === 0 ? '' : '\\Seen', at: new Date(Date.UTC(2024, 0, 1) + number * 600_000) };
  }
}

function part(number, from, to, { seen = true } = {}) {
  const head = [`From: <${from}>`, `To: <${to}>`, `Subject: ${number > 1 ? 'Re: ' : ''}plan`, `Message-ID: <plan${number}@far.test>`, ...(number > 1 ? [`References: <plan1@far.test>`] : [])];
  return { octets: [...head, '', `part ${number}`, ''].join('\r\n'), flags: seen ? '\\Seen' : '', at: new Date(Date.UTC(2026, 5, number)) };
}

await step(`${number.format(COUNT)} mails lie in the inbox, and a conversation of which a part was sent`, async () => {
  const session = await imap(address, password);
  if (ROWS === undefined) await append(session, 'INBOX', mails());
  await append(session, 'INBOX', [part(1, 'bob@far.test', address)]);
  await append(session, 'Sent', [part(2, address, 'bob@far.test')]);
  await append(session, 'INBOX', [part(3, 'bob@far.test', address)]);
  session.end();
  await signIn(page);
  assert.equal(await total(), COUNT + 1);
  await page.getByText(`안 읽음 ${COUNT / 5}개`).or(page.getByText(`안 읽음 ${number.format(COUNT / 5)}개`)).first().waitFor();
});

await step('its end, its middle and its top are reached at once', async () => {
  await grid.focus();
  await page.keyboard.press('End');
  await row(page, 'number 0').last().waitFor();
  assert.equal(await at(COUNT + 1).locator('.subject').innerText(), 'number 0');
  await grid.evaluate((view) => (view.scrollTop = view.scrollHeight / 2));
  await at(COUNT / 2).waitFor();
  await filled();
  // The newest is row 2, behind the conversation.
  assert.equal(await at(COUNT / 2).locator('.subject').innerText(), `number ${COUNT + 1 - COUNT / 2}`);
  const announced = await rows(page).evaluateAll((all) => all.map((each) => Number(each.getAttribute('aria-rowindex'))).sort((a, b) => a - b));
  assert.deepEqual(announced, announced.map((_, index) => announced[0] + index));
  assert.equal(await total(), COUNT + 1);
  await page.keyboard.press('Home');
  await row(page, 'plan').waitFor();
  assert.ok(await rows(page).count() <= 16 + Math.ceil(900 / 76), 'too many rows stand in the document');
});

await step('wherever one jumps, no more is in memory than was asked for', async () => {
  const jumps = 40;
  const asked = [];
  const heard = (request) => /\/jmap\/api$/.test(request.url()) && asked.push(...request.postDataJSON().methodCalls.filter(([name]) => name === 'Email/query').map(([, { limit }]) => limit));
  page.on('request', heard);
  for (let jump = 1; jump <= jumps; jump++) {
    const index = Math.floor((jump * COUNT) / (jumps + 1));
    await grid.evaluate((view, top) => (view.scrollTop = top), index * 76);
    await at(index).waitFor();
    await filled();
    assert.equal(await at(index).locator('.subject').innerText(), `number ${COUNT + 1 - index}`);
  }
  page.off('request', heard);
  assert.ok(asked.every((limit) => limit <= 64), `${asked}`);
  // Two pages at most for each jump, and the copies that are made meanwhile for a time without a line.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  assert.ok(usedSize <= 60e6, `${usedSize} octets are in use`);
  await devtools.detach();
  assert.ok(asked.length <= 2 * jumps + 2_000 / 64 + 2, `${asked.length} pages for ${jumps} jumps`);
  assert.ok(await rows(page).count() <= 16 + Math.ceil(900 / 76), 'too many rows stand in the document');
  await grid.focus();
  await page.keyboard.press('Home');
  await row(page, 'plan').waitFor();
});

await step('all that a search finds in it is marked as read at once, and taken back', async () => {
  const found = COUNT / SENDERS;
  const unread = async () => (await jmap(page, ['Mailbox/get', { ids: null }]))[0].list.find((mailbox) => mailbox.role === 'inbox').unreadEmails;
  const before = await unread();
  await page.getByRole('search').getByRole('combobox').fill('from:s5@far.test');
  await page.getByRole('search').getByRole('combobox').press('Enter');
  await page.waitForFunction((wanted) => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) === wanted, found);
  await grid.focus();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('button', { name: `${number.format(found)}개 모두` }).click();
  await page.keyboard.press('Shift+I');
  const job = page.getByRole('status', { name: '한꺼번에 하는 일' });
  await job.getByRole('button', { name: '되돌리기' }).waitFor({ timeout: 60_000 });
  assert.equal(await unread(), before - found);
  await job.getByRole('button', { name: '되돌리기' }).click();
  await job.getByText('되돌렸습니다').waitFor({ timeout: 60_000 });
  assert.equal(await unread(), before);
  await job.getByRole('button', { name: '닫기' }).click();
  await folder(page, '받은편지함');
  await row(page, 'plan').waitFor();
});

await step('a thousand rows cost sixteen requests at most', async () => {
  const asked = [];
  const heard = (request) => /\/jmap\/api$/.test(request.url()) && asked.push(...request.postDataJSON().methodCalls.filter(([name]) => name === 'Email/query').map(([, { position }]) => position));
  page.on('request', heard);
  for (let top = 0; top <= 1_000 * 76; top += 9 * 76) await grid.evaluate((view, to) => new Promise((drawn) => { view.scrollTop = to; requestAnimationFrame(drawn); }), top);
  await filled();
  page.off('request', heard);
  // Copies for a time without a line are fetched meanwhile: none of them, and no page, twice.
  assert.equal(new Set(asked).size, asked.length, `${asked}`);
  assert.ok(asked.filter((position) => position < 1_000).length <= 16, `${asked}`);
});

await step('keys walk from row to row, and what they are on is in sight', async () => {
  await grid.focus();
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.querySelector('[role=grid]').scrollTop === 0);
  for (let down = 0; down < 15; down++) await page.keyboard.press('j');
  const current = page.locator('[role=row].current');
  await current.waitFor();
  const place = Number(await current.getAttribute('aria-rowindex'));
  assert.equal(await grid.getAttribute('aria-activedescendant'), await current.getAttribute('id'));
  await page.waitForFunction(() => {
    const [inside, around] = ['[role=row].current', '[role=grid]'].map((each) => document.querySelector(each).getBoundingClientRect());
    return inside.top >= around.top && inside.bottom <= around.bottom + 1;
  });
  await page.keyboard.press('k');
  assert.equal(Number(await page.locator('[role=row].current').getAttribute('aria-rowindex')), place - 1);
});

await step('a mail that comes does not move what is looked at', async () => {
  await grid.evaluate((view) => (view.scrollTop = 40 * 76 + 30));
  await at(50).waitFor();
  await filled();
  const placeOf = (subject) => page.evaluate((words) => {
    const view = document.querySelector('[role=grid]').getBoundingClientRect();
    const found = [...document.querySelectorAll('[role=row]')].find((each) => each.querySelector('.subject')?.textContent === words);
    return found && Math.round(found.getBoundingClientRect().y - view.y);
  }, subject);
  const seen = await page.evaluate(() => {
    const view = document.querySelector('[role=grid]').getBoundingClientRect();
    return [...document.querySelectorAll('[role=row]')].find((each) => each.getBoundingClientRect().y > view.y + 100).querySelector('.subject').textContent;
  });
  const before = await placeOf(seen);
  const count = await total();
  await deliver('carol@far.test', address, 'just now');
  await page.waitForFunction((more) => Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) === more, count + 1);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert.ok(Math.abs((await placeOf(seen)) - before) <= 1, `${seen} moved from ${before} to ${await placeOf(seen)}`);
  await page.keyboard.press('Home');
  await row(page, 'just now').waitFor();
});

await step('ten are archived as fast as the key is pressed, and none comes back', async () => {
  const count = await total();
  await row(page, 'just now').hover();
  await grid.focus();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.evaluate(() => {
    window.back_ = [];
    const gone = new Set();
    let before = new Set();
    const look = () => {
      const now = new Set([...document.querySelectorAll('[role=row] .subject')].map((each) => each.textContent));
      for (const subject of before) if (!now.has(subject)) gone.add(subject);
      for (const subject of now) if (gone.has(subject)) window.back_.push(subject);
      before = now;
    };
    look();
    new MutationObserver(look).observe(document.querySelector('[role=grid]'), { subtree: true, childList: true, characterData: true });
  });
  for (let times = 0; times < 10; times++) await page.keyboard.press('e');
  await page.waitForFunction((left) => Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) === left, count - 10);
  await settled();
  await page.waitForFunction((left) => Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) === left, count - 10);
  assert.deepEqual(await page.evaluate(() => window.back_), []);
  const [{ list }] = await jmap(page, ['Mailbox/get', { ids: null }]);
  const archive = list.find((mailbox) => mailbox.role === 'archive');
  assert.ok(archive.totalThreads === 10, `${archive.totalThreads} conversations are in the archive`);
});

await step('each act is taken back', async () => {
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('j');
  const current = page.locator('[role=row].current');
  const state = async () => ({ count: await total(), subject: await current.locator('.subject').innerText(), starred: await current.locator('.starred').count(), unread: (await current.getAttribute('class')).includes('unread') });
  const before = await state();
  for (const [name, keys] of Object.entries({ archive: ['e'], trash: ['#'], spam: ['!'], star: ['s'], read: [before.unread ? 'Shift+I' : 'Shift+U'] })) {
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForFunction((was) => {
      const one = document.querySelector('[role=row].current');
      return Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) !== was.count || one.querySelectorAll('.starred').length !== was.starred || one.classList.contains('unread') !== was.unread;
    }, before);
    await page.keyboard.press('z');
    await toast(page, '되돌렸습니다').last().waitFor();
    await row(page, before.subject).first().waitFor();
    await page.waitForFunction((was) => {
      const one = [...document.querySelectorAll('[role=row]')].find((each) => each.querySelector('.subject')?.textContent === was.subject);
      return one && Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) === was.count && one.querySelectorAll('.starred').length === was.starred && one.classList.contains('unread') === was.unread;
    }, before, { timeout: 5_000 }).catch(() => assert.fail(`${name} was not taken back`));
    await settled();
    // The cursor goes on with the list; each act begins on the same mail.
    await page.keyboard.press('Home');
    for (let up = 0; up < 3; up++) await page.keyboard.press('k');
    while ((await current.locator('.subject').innerText()) !== before.subject) await page.keyboard.press('j');
  }
});

await step('a conversation has what was sent in it, and is one row or several', async () => {
  await page.getByRole('search').getByRole('combobox').fill('subject:plan in:all');
  await page.getByRole('search').getByRole('combobox').press('Enter');
  await counts(row(page, 'plan'), 1);
  await row(page, 'plan').click();
  const parts = page.locator('.reader .card > :is(article, .folded)');
  await counts(parts, 3);
  await page.locator('.folded').filter({ hasText: 'part 2' }).waitFor();
  await page.locator('article.message').filter({ hasText: 'part 3' }).waitFor();
  const order = () => parts.evaluateAll((all) => all.map((each) => /part \d/.exec(each.innerText)?.[0]));
  /** The one that the keys have come to is open and has the focus; what they opened on their way is folded. */
  const reached = (words, open) => page.waitForFunction(([text, count]) => document.activeElement?.matches('article.message') && document.activeElement.innerText.includes(text) && document.querySelectorAll('article.message').length === count, [words, open]);
  assert.deepEqual(await order(), ['part 1', 'part 2', 'part 3']);
  await page.keyboard.press('p');
  await reached('part 2', 2);
  await page.keyboard.press('p');
  await reached('part 1', 2);
  await page.keyboard.press('n');
  await reached('part 2', 2);
  await page.keyboard.press('n');
  await reached('part 3', 1);
  await page.getByRole('button', { name: '새 메일을 위로' }).click();
  await page.getByRole('button', { name: '오래된 메일을 위로' }).waitFor();
  assert.deepEqual(await order(), ['part 3', 'part 2', 'part 1']);
  await page.keyboard.press('n');
  await reached('part 2', 2);
  await page.reload();
  await counts(parts, 3);
  assert.deepEqual(await order(), ['part 3', 'part 2', 'part 1']);
  await page.getByRole('button', { name: '오래된 메일을 위로' }).click();
  await page.getByRole('button', { name: '새 메일을 위로' }).waitFor();
  assert.deepEqual(await order(), ['part 1', 'part 2', 'part 3']);
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('대화에서 다음 메일').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '닫기' }).click();
  await page.keyboard.press('u');
  await page.getByRole('button', { name: '목록 모양' }).click();
  await page.getByRole('menuitemradio', { name: '대화로 묶기' }).click();
  await counts(row(page, 'plan'), 3);
  await row(page, 'plan').last().click();
  await counts(parts, 1);
  await page.keyboard.press('u');
  await page.getByRole('button', { name: '목록 모양' }).click();
  await page.getByRole('menuitemradio', { name: '대화로 묶기' }).click();
  await counts(row(page, 'plan'), 1);
});

await step('in Hangul mode the keys are the same', async () => {
  await folder(page, '받은편지함');
  const devtools = await page.context().newCDPSession(page);
  /** As keyboards in Hangul mode send it: the letter, or `Process` while an input method holds it. */
  const press = async (code, key) => {
    for (const type of ['rawKeyDown', 'keyUp']) await devtools.send('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode: key === 'Process' ? 229 : code.charCodeAt(3) });
  };
  await grid.focus();
  await press('KeyJ', 'ㅓ');
  await press('KeyJ', 'Process');
  const current = page.locator('[role=row].current');
  const subject = (await current.locator('.subject').innerText()).replace(/^Re: /, '');
  await press('KeyO', 'ㅐ');
  await page.getByRole('heading', { level: 2, name: subject }).waitFor();
  const place = Number(await page.locator('[role=row].open').getAttribute('aria-rowindex'));
  await press('KeyJ', 'ㅓ');
  await page.waitForFunction((next) => Number(document.querySelector('[role=row].open')?.getAttribute('aria-rowindex')) === next, place + 1);
  await press('KeyK', 'ㅏ');
  await page.waitForFunction((next) => Number(document.querySelector('[role=row].open')?.getAttribute('aria-rowindex')) === next, place);
  await press('KeyU', 'ㅕ');
  await page.locator('.reader').waitFor({ state: 'detached' });
});

await done();

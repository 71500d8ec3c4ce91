// SPDX-License-Identifier: Apache-2.0
// Every screen of the mail in both languages and themes, large and small, by mouse, finger and zoom: what axe
// finds, words that are missing, what does not fit. The settings have a run of their own (settings.mjs).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { accessible, address, counts, done, open, password, row, rows, show, step, toast, url } from './begin.mjs';
import { append, imap } from './fill.mjs';
import { jmap } from './server.mjs';

const words = Object.fromEntries(['ko', 'en'].map((language) => [language, JSON.parse(readFileSync(`src/messages/${language}.json`, 'utf8'))]));
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const [name, domain] = address.split('@');

async function enter(page, who, say) {
  await page.goto(url);
  await page.getByLabel(say['signin.address']).fill(who);
  await page.getByLabel(say['signin.password'], { exact: true }).fill(password);
  await page.getByRole('button', { name: say['signin.in'], exact: true }).click();
  await rows(page).first().waitFor();
}

/** Nothing stands outside the screen to its right. */
async function fits(page) {
  const outside = await page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const seen = [...document.querySelectorAll('button, a, input, h1, h2, p, [role=row]')].filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('[popover]:not(:popover-open), .hidden-text'));
    const cut = (each) => { for (let box = each.parentElement; box; box = box.parentElement) if (/auto|scroll|hidden/.test(getComputedStyle(box).overflowX)) return box.getBoundingClientRect().right <= wide + 1; return false; };
    return seen.filter((each) => each.getBoundingClientRect().right > wide + 1 && each.getBoundingClientRect().left < wide && !cut(each)).map((each) => each.outerHTML.slice(0, 200)).concat(document.documentElement.scrollWidth > wide + 1 ? ['the page is wider than the screen'] : []);
  });
  assert.deepEqual(outside, []);
}

await step('mails lie there, with names as long as they get', async () => {
  const session = await imap(address, password);
  const mail = (number, subject) => ({
    octets: `From: =?utf-8?B?${Buffer.from(number % 2 ? '김하늘' : 'Anna-Lena Schmidt-Hohenberg').toString('base64')}?= <a${number}@far-away.and.very-long.test>\r\nTo: <${address}>\r\nSubject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=\r\nMessage-ID: <${number}@screens.test>\r\n\r\n${'words of a mail '.repeat(30)}\r\n`,
    at: new Date(Date.UTC(2026, 0, 1, number)), flags: number % 3 ? '' : '\\Seen',
  });
  await session.command('CREATE "Newsletters of the whole department and of all others beside it"').catch(() => undefined);
  await append(session, 'INBOX', Array.from({ length: 24 }, (_, number) => mail(number, number === 5 ? 'Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel '.repeat(3) : `screen ${number}`)));
  session.end();
});

await step('each form of the address signs in, and an unknown one is told the same as a wrong password', async () => {
  for (const who of [address.toUpperCase(), `${domain.toUpperCase()}\\${name}`]) {
    const other = await open();
    await enter(other, who, words.ko);
    await other.context().close();
  }
  const stranger = await open();
  await stranger.goto(url);
  await stranger.getByLabel('주소').fill('somebody');
  await stranger.getByText(`somebody@${domain}`).waitFor();
  const said = [];
  for (const who of [address, `nobody@${domain}`]) {
    await stranger.getByLabel('주소').fill(who);
    await stranger.getByLabel('비밀번호', { exact: true }).fill('not the password');
    await stranger.getByRole('button', { name: '로그인', exact: true }).click();
    const told = stranger.getByText(`${who}`).filter({ hasText: '로그인하지 못했습니다' });
    await told.waitFor();
    said.push((await told.innerText()).replace(who, ''));
  }
  assert.equal(said[0].replace(/^\S+/, ''), said[1].replace(/^\S+/, ''));
  await stranger.context().close();
});

for (const [language, theme, screen] of [['ko', 'light', {}], ['en', 'dark', { viewport: { width: 900, height: 1000 } }], ['ko', 'dark', PHONE]]) {
  const say = words[language];
  const small = screen.isMobile === true;
  /** What axe finds is of the theme and the language: a phone has them too, and is looked at where it differs. */
  const fine = async (page, differs = false) => {
    if (!small || differs) await accessible(page);
    await fits(page);
  };
  await step(`every screen in ${language}, ${theme}, ${screen.viewport?.width ?? 1440} wide`, async () => {
    const page = await open({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: theme, ...screen });
    await enter(page, address, say);
    await fine(page, true);
    const closed = async (dialog) => {
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    };
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('toolbar', { name: say['list.selection'] }).waitFor();
    await fine(page);
    await page.keyboard.press('Escape');
    for (const [key, title] of [['?', 'key.title'], ['v', 'move'], ['l', 'label']]) {
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog', { name: say[title] });
      await dialog.waitFor();
      await fine(page);
      await closed(dialog);
    }
    for (const button of [page.getByRole('button', { name: say['look'] }), page.getByRole('button', { name: say['account'].replace('{address}', address) })]) {
      await button.click();
      await page.getByRole('menu').filter({ visible: true }).waitFor();
      await fine(page);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('search').getByRole('combobox').click();
    await page.getByRole('group', { name: say['search.operators'] }).waitFor();
    await fine(page);
    await page.keyboard.type('screen 1');
    await page.getByRole('heading', { name: say['search.results'] }).waitFor();
    await rows(page).first().waitFor();
    await fine(page);
    await page.getByRole('search').getByRole('combobox').fill('nothing-has-this');
    await page.getByText(say['empty.search'].slice(0, 12)).waitFor();
    await fine(page);
    await page.keyboard.press('Escape');
    await row(page, 'Donaudampf').click();
    await page.locator('article.message').waitFor();
    await page.locator('article.message .to').click();
    await fine(page, true);
    await page.locator('article.message .tools').getByRole('button', { name: say['more'] }).click();
    await fine(page);
    await page.keyboard.press('Escape');
    if (small) {
      const bar = await page.getByRole('toolbar', { name: say['read.tools'] }).boundingBox();
      assert.ok(Math.abs(bar.y + bar.height - 844) <= 1, 'the tools are not at the lower edge');
    }
    await page.keyboard.press('c');
    const composer = page.getByRole('dialog', { name: say['compose'] });
    await composer.waitFor();
    await page.frameLocator('iframe[src=editor]').locator('#text').waitFor();
    await fine(page, true);
    await composer.getByRole('button', { name: say['compose.discard'] }).click();
    await composer.waitFor({ state: 'detached' });
    if (small) await page.getByRole('button', { name: say['back'], exact: true }).click();
    if (small) await page.getByRole('button', { name: say['folders'], exact: true }).filter({ visible: true }).click();
    await page.getByRole('button', { name: say['folder.new'], exact: true }).click();
    const dialog = page.getByRole('dialog', { name: say['folder.new'], exact: true });
    await dialog.waitFor();
    await fine(page);
    await closed(dialog);
    await page.context().close();
  });
}

await step('fingers: right archives, left asks until when, a long press chooses; back is back', async () => {
  const phone = await open(PHONE);
  await enter(phone, address, words.ko);
  const devtools = await phone.context().newCDPSession(phone);
  const touch = (type, x, y) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  const middle = async (subject) => {
    const box = await row(phone, subject).boundingBox();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  async function swipe(subject, far) {
    const { x, y } = await middle(subject);
    await touch('touchStart', x, y);
    for (let part = 1; part <= 6; part++) await touch('touchMove', x + (far * part) / 6, y);
    await touch('touchEnd');
  }
  await swipe('screen 22', -130);
  const later = phone.getByRole('dialog').getByText('메일 1통 나중에 다시 보기');
  await later.waitFor();
  await phone.keyboard.press('Escape');
  await counts(later, 0);
  await swipe('screen 22', 130);
  await toast(phone, '보관함으로 옮겼습니다').waitFor();
  await counts(row(phone, 'screen 22'), 0);
  const { x, y } = await middle('screen 20');
  await touch('touchStart', x, y);
  await phone.getByRole('toolbar', { name: '고른 메일' }).waitFor();
  await touch('touchEnd');
  assert.equal(await row(phone, 'screen 20').getAttribute('aria-selected'), 'true');
  await phone.getByRole('button', { name: words.ko['list.deselect'] }).click();
  await row(phone, 'screen 20').click();
  await phone.locator('article.message').waitFor();
  await phone.goBack();
  await phone.locator('article.message').waitFor({ state: 'detached' });
  assert.ok(await row(phone, 'screen 20').isVisible());
  await phone.context().close();
});

await step('at 320 pixels, and at twice the size, nothing is out of reach', async () => {
  for (const viewport of [{ width: 320, height: 640 }, { width: 720, height: 450 }]) {
    const page = await open({ viewport, ...(viewport.width === 720 && { deviceScaleFactor: 2 }), reducedMotion: 'reduce' });
    await enter(page, address, words.ko);
    await fits(page);
    await row(page, 'screen 20').click();
    await page.locator('article.message').waitFor();
    await fits(page);
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((each) => ['transitionDuration', 'animationDuration'].some((property) => getComputedStyle(each)[property].split(', ').some((time) => parseFloat(time) > 0.01))).map((each) => each.outerHTML.slice(0, 100)));
    assert.deepEqual(moving, []);
    await page.context().close();
  }
});

await step('a session that ends lets the screen stand, and nothing else is said', async () => {
  const page = await open();
  show(page);
  await enter(page, address, words.ko);
  await row(page, 'screen 20').click();
  await page.locator('article.message').waitFor();
  await page.evaluate(() => fetch('auth/logout', { method: 'POST', headers: { 'X-Pabal': '1', 'Content-Type': 'application/json' }, body: '{}' }));
  await page.keyboard.press('j');
  const dialog = page.getByRole('dialog', { name: words.ko['signin.ended'] });
  await dialog.waitFor();
  await accessible(page);
  await dialog.getByLabel('비밀번호', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('article.message').waitFor();
  const [{ list }] = await jmap(page, ['Mailbox/get', { ids: null }]);
  assert.ok(list.length > 0);
});

await done();

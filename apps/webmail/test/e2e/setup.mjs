// SPDX-License-Identifier: Apache-2.0
// The first run in a real browser: by the code to the end, with what goes wrong on the way. Against a new
// server, with the code that it printed:
//   URL=https://127.0.0.1:8443/ CODE=ABCD-EFGH-JKLM ADDRESS=me@example.org PASSWORD=… node test/e2e/setup.mjs
// HOST_NAME is the name it is given, CERTIFICATE and KEY are files, RELAY is host:port of one that takes mail.
// With DOUBLE=1 before the double (`npm run double`, CODE=ABCD-EFGH-JKLM): every state, in both languages and themes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { accessible, address, done, open, password, pictures, problems, show, step, url } from './begin.mjs';

const { CODE, DOUBLE, CERTIFICATE, KEY, RELAY } = process.env;
const domain = address.split('@')[1];
const { HOST_NAME = `mail.${domain}` } = process.env;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** A restart of the server is waited for. */
const RESTART_MILLIS = 60_000;
const setupUrl = new URL('setup', url).href;
const words = Object.fromEntries(['ko', 'en'].map((language) => [language, Object.assign({}, ...['', 'settings/', 'setup/'].map((part) => JSON.parse(readFileSync(`src/messages/${part}${language}.json`, 'utf8'))))]));

/** The browser complains of each answer that says no: those that are asked for here are none of the page's. */
function heard(pattern) {
  for (let index = problems.length - 1; index >= 0; index--) if (pattern.test(problems[index])) problems.splice(index, 1);
}

/** Nothing stands outside the screen to its right. */
async function fits(page) {
  const over = await page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    return [...document.querySelectorAll('button, a, input, h1, h2, p, pre, li')].filter((each) => each.checkVisibility() && !each.closest('.hidden-text') && each.getBoundingClientRect().right > wide + 1).map((each) => each.outerHTML.slice(0, 160));
  });
  assert.deepEqual(over, []);
}

/** One way through the whole of it. */
class Walk {
  constructor(page, language, name) {
    this.page = page;
    this.say = words[language];
    this.name = name;
  }

  heading(place) {
    return this.page.getByRole('heading', { level: 1, name: this.say[`setup.title.${place}`] });
  }

  async arrived(place) {
    await this.heading(place).waitFor();
    assert.match(this.page.url(), new RegExp(`#/${place}$`));
  }

  button(key, args = {}) {
    const name = Object.entries(args).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), this.say[key]);
    return this.page.getByRole('button', { name, exact: true });
  }

  next(place) {
    return this.button('setup.next', { name: this.say[`setup.step.${place}`] });
  }

  async fine(picture) {
    await accessible(this.page);
    await fits(this.page);
    await this.page.screenshot({ path: path.join(pictures, `setup-${this.name}-${picture}.png`), fullPage: true });
    const whole = await this.page.evaluate(() => document.querySelector('.whole')?.scrollHeight ?? 0);
    const { width, height } = this.page.viewportSize();
    if (whole <= height) return;
    await this.page.setViewportSize({ width, height: whole });
    await this.page.screenshot({ path: path.join(pictures, `setup-${this.name}-${picture}.png`) });
    await this.page.setViewportSize({ width, height });
  }

  async code() {
    const { page, say } = this;
    await page.goto(setupUrl);
    const field = page.getByLabel(say['setup.code'], { exact: true });
    await field.fill('XXXX XXXX XXXX');
    await this.button('setup.begin').click();
    await page.getByText(say['setup.bad.wrongCode']).waitFor();
    heard(/40[13] \(/);
    await this.fine('code');
    await field.fill(CODE.toLowerCase().replaceAll('-', ' '));
    await page.keyboard.press('Enter');
    await this.arrived('administrator');
  }

  async administrator() {
    const { page, say } = this;
    const secret = page.getByLabel(say['signin.password'], { exact: true });
    const again = page.getByLabel(say['security.password.again']);
    await page.getByLabel(say['signin.address'], { exact: true }).fill('somebody');
    await secret.fill(password);
    await again.fill('another');
    await page.getByText(say['security.password.differs']).waitFor();
    assert.ok(await this.button('setup.administrator.make').isDisabled());
    await again.fill(password);
    await this.button('setup.administrator.make').click();
    await page.getByRole('alert').filter({ hasText: say['setup.bad.badAddress'] }).waitFor();
    heard(/4(?:00|22) \(/);
    await this.fine('administrator');
    await page.getByLabel(say['signin.address'], { exact: true }).fill(address);
    await this.button('setup.administrator.make').click();
    await page.getByText(say['setup.administrator.done']).waitFor();
    await this.fine('administrator-made');
    await this.next('hostname').click();
    await this.arrived('hostname');
  }

  async hostname() {
    const { page, say } = this;
    const field = page.getByRole('textbox', { name: say['setup.hostname.name'] });
    await field.waitFor();
    await field.fill('bare');
    await this.button('setup.hostname.keep').click();
    await page.getByRole('alert').waitFor();
    heard(/4(?:00|22) \(/);
    await field.fill(HOST_NAME);
    await this.button('setup.hostname.keep').click();
    if (DOUBLE) await page.getByRole('dialog', { name: say['setup.restarting'] }).waitFor();
    if (DOUBLE) await page.screenshot({ path: path.join(pictures, `setup-${this.name}-restarting.png`) });
    await page.getByText(say['setup.hostname.done'].split(/[{[]/)[0] || HOST_NAME).first().waitFor({ timeout: RESTART_MILLIS });
    await this.next('doors').waitFor();
    heard(/ERR_|50[234] \(/);
    await this.fine('hostname');
    await this.next('doors').click();
    await this.arrived('doors');
  }

  async doors() {
    const { page, say } = this;
    if (DOUBLE) await page.getByText(say['setup.doors.checking']).waitFor();
    await page.getByText(say['setup.doors.family'].replace('{family}', '4')).waitFor({ timeout: RESTART_MILLIS });
    await this.fine('doors');
    if (DOUBLE || RELAY) await this.relay();
    else await this.button('setup.later').click();
    await this.arrived('domain');
  }

  async relay() {
    const { page, say } = this;
    const [host, port] = (RELAY ?? 'smtp.relay.example:587').split(':');
    const asked = page.getByRole('radio', { name: say['setup.doors.asked'] });
    if (await asked.isVisible()) {
      await asked.check();
      await this.button(`setup.copy.${this.say === words.ko ? 'ko' : 'en'}`).waitFor();
      await this.fine('doors-asked');
      await page.getByRole('radio', { name: say['setup.doors.relay'] }).check();
    } else await page.getByText(say['setup.relay.instead']).click();
    await page.getByLabel(say['setup.relay.host'], { exact: true }).fill(host);
    if (RELAY) await page.getByLabel(say['setup.relay.security'], { exact: true }).selectOption('none');
    await page.getByLabel(say['setup.relay.port'], { exact: true }).fill(port);
    if (!RELAY) await page.getByLabel(say['setup.relay.user'], { exact: true }).fill('apikey');
    if (!RELAY) await page.getByLabel(say['setup.relay.password'], { exact: true }).fill('secret');
    await this.button('setup.relay.check').click();
    await page.getByRole('list', { name: say['setup.relay.steps'] }).waitFor();
    await this.fine('relay');
    await this.button('setup.relay.keep').click();
    await this.next('domain').waitFor({ timeout: RESTART_MILLIS });
    await this.next('domain').click();
    await this.arrived('domain');
    heard(/ERR_|50[234] \(/);
  }

  async domain() {
    const { page, say } = this;
    await page.getByText('_dmarc', { exact: false }).first().waitFor();
    await this.fine('domain');
    const download = page.waitForEvent('download');
    await this.button('setup.zone.download').click();
    assert.equal((await download).suggestedFilename(), `${domain}.zone`);
    await this.button('setup.later').click();
    await this.arrived('certificate');
  }

  async certificate() {
    const { page, say } = this;
    const block = (label) => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`;
    await page.getByText(say['setup.certificate.selfmade'], { exact: false }).waitFor();
    await this.button('setup.certificate.use').click();
    await page.getByText(say['setup.certificate.nocertificate']).waitFor();
    await page.locator('input[type=file]').setInputFiles({ name: 'locked.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(block('ENCRYPTED PRIVATE KEY')) });
    await page.getByText(say['setup.certificate.locked']).waitFor();
    await this.fine('certificate');
    if (DOUBLE) await page.locator('input[type=file]').setInputFiles({ name: 'all.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(block('CERTIFICATE') + block('PRIVATE KEY')) });
    else if (CERTIFICATE) await page.locator('input[type=file]').setInputFiles([CERTIFICATE, KEY]);
    else return this.button('setup.later').click();
    await this.button('setup.certificate.use').click();
    await page.getByText(say['setup.certificate.proven']).waitFor();
    await this.fine('certificate-own');
    // One that nobody else vouches for still waits for a better one.
    return this.next('mailbox').or(this.button('setup.later')).click();
  }

  async mailbox() {
    const { page, say } = this;
    await this.arrived('mailbox');
    await page.getByLabel(say['signin.address'], { exact: true }).fill('haneul');
    await page.getByText(`haneul@${domain}`).waitFor();
    await page.getByLabel(say['setup.mailbox.name'], { exact: true }).fill('김하늘');
    await page.getByLabel(say['signin.password'], { exact: true }).fill(`${password} of haneul`);
    await page.getByLabel(say['security.password.again']).fill(`${password} of haneul`);
    await this.fine('mailbox');
    await this.button('setup.mailbox.make').click();
    await this.next('proof').waitFor({ timeout: RESTART_MILLIS });
    await this.next('proof').click();
    await this.arrived('proof');
  }

  async proof() {
    const { page, say } = this;
    await this.button('setup.proof.begin').click();
    await page.getByRole('list', { name: say['setup.proof.steps'] }).waitFor();
    if (DOUBLE) await this.fine('proof-running');
    await page.getByRole('heading', { level: 2, name: say['setup.score'] }).waitFor({ timeout: RESTART_MILLIS });
    await this.fine('proof');
    await this.next('end').click();
    await this.arrived('end');
    await this.fine('end');
  }

  async finish() {
    const { page, say } = this;
    await this.button('setup.finish.do').click();
    await page.getByRole('heading', { name: say['setup.finished'] }).waitFor();
    await this.fine('finished');
    await page.goto(setupUrl);
    await page.getByRole('heading', { name: say['setup.closed'] }).waitFor();
    heard(/404 \(/);
    await this.fine('closed');
    assert.equal(await page.getByRole('link', { name: say['setup.tosignin'] }).getAttribute('href'), './');
  }
}

const anew = (knobs) => fetch(new URL('double/setup', url), { method: 'POST', body: JSON.stringify(knobs) });
if (DOUBLE) await anew({});
const page = await open();
const walk = new Walk(page, 'ko', 'ko');

await step('only who has the code may begin', () => walk.code());
await step('the administrator is made, once', () => walk.administrator());
await step('somebody else finds nothing', async () => {
  const other = await open();
  await other.goto(setupUrl);
  await other.getByRole('heading', { name: words.ko['setup.closed'] }).waitFor();
  heard(/404 \(/);
  await other.context().close();
  show(page);
});
await step('the server gets its name, and starts anew while the page waits', () => walk.hostname());
await step('it is left half-way, and resumed', async () => {
  await page.goto(url);
  await page.goto(setupUrl);
  // Where nothing stops mail, the doors are done with the first look at them.
  await page.waitForURL(/#\/(?:doors|domain)$/);
  await page.goto(`${setupUrl}#/hostname`);
  await walk.arrived('hostname');
  await walk.next('doors').click();
  await walk.arrived('doors');
});
await step('where the way out is blocked, a relay is tried before it is kept', () => walk.doors());
await step('records are shown and read back', () => walk.domain());
await step('a certificate is proven before it is used', () => walk.certificate());
await step('the first mailbox is made', () => walk.mailbox());
await step('mail is proven, with a score', () => walk.proof());
await step('the end is the end', () => walk.finish());
await page.context().close();

if (DOUBLE) {
  for (const [language, theme, screen] of [['en', 'dark', PHONE], ['ko', 'dark', {}], ['en', 'light', { viewport: { width: 1000, height: 800 } }], ['ko', 'light', PHONE]]) {
    await step(`the same in ${language}, ${theme}, ${screen.viewport?.width ?? 1440} wide`, async () => {
      await anew({});
      const other = await open({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: theme, ...screen });
      const again = new Walk(other, language, `${language}-${theme}-${screen.viewport?.width ?? 1440}`);
      for (const place of ['code', 'administrator', 'hostname', 'doors', 'domain', 'certificate', 'mailbox', 'proof', 'finish']) await again[place]();
      await other.context().close();
    });
  }
  await step('five wrong codes close the door for a minute', async () => {
    await anew({});
    const other = await open();
    await other.goto(setupUrl);
    for (let count = 0; count < 6; count++) {
      const [answer] = await Promise.all([other.waitForResponse(/begin$/), other.getByLabel(words.ko['setup.code'], { exact: true }).fill('X').then(() => other.keyboard.press('Enter'))]);
      assert.equal(answer.status(), count < 5 ? 401 : 429);
    }
    const waiting = other.getByRole('button', { name: /초 뒤에 다시/ });
    await waiting.waitFor();
    assert.ok(await waiting.isDisabled());
    heard(/4(?:01|29) \(/);
    await new Walk(other, 'ko', 'throttled').fine('code');
    await other.context().close();
  });
  await step('what a file sets is changed there, and what a relay says is quoted', async () => {
    await anew({ fixed: ['hostname', 'spam'], relayRefuses: true, out: 'refused', away: 0 });
    const other = await open();
    const again = new Walk(other, 'ko', 'odd');
    await again.code();
    await again.administrator();
    await other.getByText('/etc/pabal/pabal.toml:12').waitFor();
    await again.fine('hostname');
    assert.equal(await other.getByLabel(words.ko['setup.hostname.name']).last().isEditable(), false);
    await again.button('setup.hostname.leave').click();
    heard(/409 \(/);
    await again.next('doors').click();
    await other.getByText(words.ko['setup.doors.relay']).waitFor();
    await other.getByLabel(words.ko['setup.relay.host'], { exact: true }).fill('smtp.relay.example');
    await again.button('setup.relay.check').click();
    await other.getByText('550 from address not verified').waitFor();
    await other.getByText(words.ko['setup.hint.sender']).waitFor();
    assert.equal(await again.button('setup.relay.keep').count(), 0);
    await again.button('setup.relay.keepwaiting').waitFor();
    await again.fine('doors');
    await other.context().clearCookies({ name: 'double' });
    await again.button('setup.checkagain').click();
    await other.getByText(words.ko['setup.signin']).waitFor();
    heard(/40[134] \(/);
    await again.fine('signin');
    await other.getByLabel(words.ko['signin.address'], { exact: true }).fill(address);
    await other.getByLabel(words.ko['signin.password'], { exact: true }).fill(password);
    await again.button('signin.in').click();
    await again.arrived('doors');
    heard(/40[134] \(/);
    await other.context().close();
  });
}

await done();

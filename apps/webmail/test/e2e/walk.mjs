// SPDX-License-Identifier: Apache-2.0
// One way through the first run, step by step. What the server itself does is behind `world`; before the
// double there is none, and what it would do is the double's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { accessible, address, password, pictures, problems, url } from './begin.mjs';

const domain = address.split('@')[1];
export const HOST_NAME = `mail.${domain}`;
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** A restart of the server is waited for, and what does not answer. */
const PATIENCE_MILLIS = 60_000;
const WRONG_CODES = 5;
export const setupUrl = new URL('setup', url).href;
export const words = Object.fromEntries(['ko', 'en'].map((language) => [language, Object.assign({}, ...['', 'settings/', 'setup/'].map((part) => JSON.parse(readFileSync(`src/messages/${part}${language}.json`, 'utf8'))))]));

/** The browser complains of each answer that says no: those that are asked for here are none of the page's. */
export function heard(pattern) {
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

/** An authenticator in the device: CTAP 2, verifies its user. */
export async function authenticator(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable', { enableUI: false });
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

/** One way through the whole of it. */
export class Walk {
  /** @param world relay, zones, certificates; none before the double */
  constructor(page, language, name, world) {
    this.page = page;
    this.say = words[language];
    this.name = name;
    this.world = world;
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

  /** The screen as it is, and where the walk is made once only, as an English phone in the dark shows it. */
  async fine(picture) {
    await this.look(picture);
    if (!this.world) return;
    const { page } = this;
    const desk = page.viewportSize();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(PHONE.viewport);
    await page.getByRole('button', { name: 'English' }).first().click();
    await page.locator('html[lang=en][data-theme=dark]').waitFor();
    await this.look(`${picture}-en-dark-390`);
    await page.getByRole('button', { name: '한국어' }).first().click();
    await page.locator('html[lang=ko]').waitFor();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(desk);
  }

  async look(picture) {
    const { page } = this;
    await accessible(page);
    await fits(page);
    const { width, height } = page.viewportSize();
    const whole = await page.evaluate(() => document.querySelector('.whole')?.scrollHeight ?? 0);
    if (whole > height) await page.setViewportSize({ width, height: whole });
    await page.screenshot({ path: path.join(pictures, `setup-${this.name}-${picture}.png`) });
    if (whole > height) await page.setViewportSize({ width, height });
  }

  async code(code) {
    const { page, say } = this;
    await page.goto(setupUrl);
    const field = page.getByLabel(say['setup.code'], { exact: true });
    await field.fill('XXXX XXXX XXXX');
    await this.button('setup.begin').click();
    await page.getByText(say['setup.bad.wrongCode']).waitFor();
    heard(/40[13] \(/);
    await this.fine('code');
    await field.fill(code.toLowerCase().replaceAll('-', ' '));
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
    await this.fine('hostname');
    await field.fill(HOST_NAME);
    await this.button('setup.hostname.keep').click();
    if (!this.world) {
      await page.getByRole('dialog', { name: say['setup.restarting'] }).waitFor();
      await page.screenshot({ path: path.join(pictures, `setup-${this.name}-restarting.png`) });
    }
    await page.getByText(say['setup.hostname.done'].split(/[{[]/)[0] || HOST_NAME).first().waitFor({ timeout: PATIENCE_MILLIS });
    await this.next('doors').waitFor();
    heard(/ERR_|50[234] \(/);
    await this.fine('hostname-kept');
  }

  /** Under the name that is settled now. */
  async passkey() {
    const { page, say } = this;
    await this.button('security.passkey.make').click();
    const codes = page.locator('.codes pre');
    await codes.waitFor();
    assert.equal((await codes.innerText()).trim().split('\n').length, 10);
    await this.fine('passkey');
    await this.button('security.codes.kept').click();
    await page.getByText(say['setup.passkey.made']).waitFor();
  }

  async toDoors() {
    await this.next('doors').click();
    await this.arrived('doors');
  }

  async doors() {
    const { page, say } = this;
    await page.getByText(say['setup.doors.checking']).waitFor();
    await page.getByText(say['setup.doors.family'].replace('{family}', '4')).waitFor({ timeout: PATIENCE_MILLIS });
    if (this.world) {
      await page.getByText(say['setup.doors.out.timeout'].replace('{count}', '2')).waitFor();
      await page.getByText(say['setup.doors.out.nov6']).waitFor();
      await page.getByText(say['setup.doors.tried']).first().click();
    }
    await this.fine('doors');
    await page.getByRole('radio', { name: say['setup.doors.asked'] }).check();
    await this.button(`setup.copy.${this.say === words.ko ? 'ko' : 'en'}`).waitFor();
    await this.fine('doors-asked');
    await page.getByRole('radio', { name: say['setup.doors.relay'] }).check();
    const relay = this.world?.relay ?? { host: 'smtp.relay.example', port: '587' };
    await page.getByLabel(say['setup.relay.host'], { exact: true }).fill(relay.host);
    if (this.world) await this.refused(relay);
    else {
      await page.getByLabel(say['setup.relay.user'], { exact: true }).fill('apikey');
      await page.getByLabel(say['setup.relay.password'], { exact: true }).fill('secret');
    }
    await this.button('setup.relay.check').click();
    await this.button('setup.relay.keep').waitFor();
    await this.fine('relay');
    await this.button('setup.relay.keep').click();
    await this.next('domain').waitFor({ timeout: PATIENCE_MILLIS });
    heard(/ERR_|50[234] \(/);
    await this.next('domain').click();
    await this.arrived('domain');
  }

  /** A relay that does not take the sender is quoted, and nothing is said to be good. */
  async refused(relay) {
    const { page, say } = this;
    await page.getByLabel(say['setup.relay.security'], { exact: true }).selectOption('none');
    await page.getByLabel(say['setup.relay.port'], { exact: true }).fill(relay.port);
    await this.button('setup.relay.check').click();
    await page.getByText(relay.refuses).waitFor();
    await page.getByText(say['setup.hint.sender']).waitFor();
    await this.button('setup.relay.keepwaiting').waitFor();
    assert.equal(await this.button('setup.relay.keep').count(), 0);
    await this.fine('relay-refuses');
    relay.refuses = undefined;
  }

  async domain() {
    const { page, say } = this;
    await page.getByText('_dmarc', { exact: false }).first().waitFor();
    await this.fine('domain');
    const download = page.waitForEvent('download');
    await this.button('setup.zone.download').click();
    const file = await download;
    assert.equal(file.suggestedFilename(), `${domain}.zone`);
    if (!this.world) return this.button('setup.later').click();
    const state = (type) => page.locator('li').filter({ has: page.getByText(type, { exact: true }) }).locator('.state').first();
    assert.equal(await state('A').innerText(), say['setup.records.right']);
    assert.equal(await state('PTR').innerText(), say['setup.records.missing']);
    assert.equal(await state('MX').innerText(), say['setup.records.missing']);
    this.world.publish(readFileSync(await file.path(), 'utf8'));
    // Nobody asks for it: the page does.
    await this.next('certificate').waitFor({ timeout: PATIENCE_MILLIS });
    assert.equal(await page.locator('.state.right').count(), await page.locator('.state').count());
    await this.fine('domain-right');
    await this.next('certificate').click();
  }

  async certificate() {
    const { page, say } = this;
    const block = (label) => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`;
    const pem = (name, ...labels) => ({ name, mimeType: 'application/x-pem-file', buffer: Buffer.from(labels.map(block).join('')) });
    const files = page.locator('input[type=file]');
    await this.arrived('certificate');
    await page.getByText(say['setup.certificate.selfmade'], { exact: false }).waitFor();
    await this.button('setup.certificate.use').click();
    await page.getByText(say['setup.certificate.nocertificate']).waitFor();
    await files.setInputFiles(pem('locked.pem', 'ENCRYPTED PRIVATE KEY'));
    await page.getByText(say['setup.certificate.locked']).waitFor();
    await this.fine('certificate');
    if (this.world) {
      await files.setInputFiles([this.world.certificate, this.world.otherKey]);
      await this.button('setup.certificate.use').click();
      await page.getByText(say['setup.bad.unusable']).waitFor();
      heard(/422 \(/);
      await this.fine('certificate-wrong');
      await files.setInputFiles([this.world.certificate, this.world.key]);
    } else await files.setInputFiles(pem('all.pem', 'CERTIFICATE', 'PRIVATE KEY'));
    await this.button('setup.certificate.use').click();
    await page.getByText(say['setup.certificate.proven']).waitFor();
    await this.fine('certificate-own');
    await this.next('mailbox').click();
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
    await page.getByText(say['setup.mailbox.made']).waitFor({ timeout: PATIENCE_MILLIS });
    await this.fine('mailbox-made');
    await this.next('proof').click();
    await this.arrived('proof');
  }

  async proof() {
    const { page, say } = this;
    if (this.world) await page.getByLabel(say['setup.proof.outside'], { exact: true }).fill(this.world.outside);
    await this.button('setup.proof.begin').click();
    await page.getByRole('list', { name: say['setup.proof.steps'] }).waitFor();
    if (!this.world) await this.fine('proof-running');
    await page.getByRole('heading', { level: 2, name: say['setup.score'] }).waitFor({ timeout: PATIENCE_MILLIS });
    await this.fine('proof');
    if (this.world) await this.answered();
    await this.next('end').click();
    await this.arrived('end');
    await this.fine('end');
  }

  /** Outside the mail was taken, and what comes back is noticed. */
  async answered() {
    const { page, say, world } = this;
    const check = (name) => page.getByRole('list', { name: say['setup.proof.steps'] }).getByRole('listitem').filter({ hasText: say[`setup.check.${name}`] });
    for (const name of ['send', 'arrive', 'outside']) await check(name).and(page.locator('.ok')).waitFor();
    await check('answer').and(page.locator('.waiting')).waitFor();
    await page.getByText(say['setup.score.is'].replace('{score, number}', '10').replace('{most, number}', '10')).waitFor();
    await world.answer();
    await check('answer').and(page.locator('.ok')).waitFor({ timeout: PATIENCE_MILLIS });
  }

  async finish() {
    const { page, say } = this;
    await this.button('setup.finish.do').click();
    await page.getByRole('heading', { name: say['setup.finished'] }).waitFor();
    await this.fine('finished');
    await page.goto(setupUrl);
    await this.closed();
    await this.fine('closed');
    assert.equal(await page.getByRole('link', { name: say['setup.tosignin'] }).getAttribute('href'), './');
  }

  async closed() {
    await this.page.getByRole('heading', { name: this.say['setup.closed'] }).waitFor();
    heard(/404 \(/);
  }
}

/** Until nobody is listened to any more.
 *
 *  @param page where the code is asked for */
export async function wrongCodes(page) {
  await page.goto(setupUrl);
  const field = page.getByLabel(words.ko['setup.code'], { exact: true });
  for (let count = 0; count <= WRONG_CODES; count++) {
    await field.fill(`X${count}`);
    const [answer] = await Promise.all([page.waitForResponse(/begin$/), page.keyboard.press('Enter')]);
    assert.equal(answer.status(), count < WRONG_CODES ? 401 : 429);
  }
  const waiting = page.getByRole('button', { name: /초 뒤에 다시/ });
  await waiting.waitFor();
  assert.ok(await waiting.isDisabled());
  heard(/4(?:01|29) \(/);
  await new Walk(page, 'ko', 'throttled').fine('code');
}

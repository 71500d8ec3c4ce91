// SPDX-License-Identifier: Apache-2.0
// The first run in a real browser: by the code to the end, with what goes wrong on the way. SetupTest runs it
// against a new server that it starts again when it is killed, in a network of its own (world.mjs).
import assert from 'node:assert/strict';
import { address, done, open, password, row, show, step, url } from './begin.mjs';
import { authenticator, heard, HOST_NAME, setupUrl, Walk, words, wrongCodes } from './walk.mjs';
import { deliver } from './server.mjs';
import { inFolder, issuer, killAndStart, openRelay, publish, start } from './world.mjs';

const domain = address.split('@')[1];
const relay = await openRelay();
const world = {
  relay,
  outside: 'friend@far.test',
  certificate: inFolder('given.pem'),
  key: inFolder('given.key'),
  otherKey: inFolder('ca.key'),
  /** A reply, as a stranger's server hands it over. */
  answer: async () => {
    const [id] = relay.mails[0].match(/^message-id:\s*<[^>]*>/im)[0].match(/<.*>/);
    await deliver(world.outside, address, 'Re: it came', { headers: [`In-Reply-To: ${id}`, `References: ${id}`] });
  },
  publish: (records) => publish({ [domain]: records, '2.0.192.in-addr.arpa': `10 PTR ${HOST_NAME}.` }),
};
const page = await open();
const walk = new Walk(page, 'ko', 'ko', world);
await authenticator(page);

await step('five wrong codes close the door for a minute', () => wrongCodes(page));
await step('a new start has a new code, and only who has it may begin', async () => {
  const { code } = start();
  await killAndStart(page);
  assert.notEqual(start().code, code);
  await walk.code(start().code);
});
await step('the administrator is made, once', () => walk.administrator());
await step('somebody else finds nothing', async () => {
  const other = await open();
  await other.goto(setupUrl);
  await new Walk(other, 'ko', 'other').closed();
  await other.context().close();
  show(page);
});
await step('the server gets its name, and starts anew while the page waits', () => walk.hostname());
await step('a passkey is made under the name', () => walk.passkey());
await step('it is left at the third step; after a kill and a start the administrator signs in and goes on', async () => {
  await walk.toDoors();
  await page.context().clearCookies();
  await killAndStart(page);
  await page.goto(`${setupUrl}/`);
  await walk.closed();
  assert.equal(page.url(), setupUrl);
  await page.getByRole('link', { name: words.ko['setup.tosignin'] }).click();
  await page.getByRole('button', { name: words.ko['signin.passkey'] }).click();
  await page.getByRole('link', { name: /^받은편지함/ }).waitFor();
  await page.goto(setupUrl);
  await walk.arrived('doors');
  heard(/ERR_|40[14] \(/);
});
await step('where the way out is blocked, a relay is tried before it is kept', () => walk.doors());
await step('records are shown, entered, and seen without a word', () => walk.domain());
await step('a certificate is proven before it is used', async () => {
  await walk.certificate();
  assert.equal(await issuer(HOST_NAME, 443), 'Authority');
});
await step('the first mailbox is made', () => walk.mailbox());
await step('mail is proven, with a score', () => walk.proof());
await step('the end is the end', () => walk.finish());
await step('the new person signs in', async () => {
  const other = await open();
  await other.goto(url);
  await other.getByLabel(words.ko['signin.address'], { exact: true }).fill(`haneul@${domain}`);
  await other.getByLabel(words.ko['signin.password'], { exact: true }).fill(`${password} of haneul`);
  await other.getByRole('button', { name: words.ko['signin.in'], exact: true }).click();
  await other.getByRole('link', { name: /^받은편지함/ }).waitFor();
  await other.context().close();
  show(page);
});
await step('the mail of the proof is there', async () => {
  await page.goto(url);
  await row(page, '메일 서버 증명').waitFor();
  await row(page, 'Re: it came').waitFor();
});
relay.close();
await done();

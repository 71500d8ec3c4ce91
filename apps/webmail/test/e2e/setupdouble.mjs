// SPDX-License-Identifier: Apache-2.0
// The first run before the double (`npm run double`), which has every state of it on demand, in both
// languages and themes:
//   URL=http://127.0.0.1:5180/ ADDRESS=me@code.kr PASSWORD=x node test/e2e/setupdouble.mjs
import assert from 'node:assert/strict';
import { address, done, open, password, step, url } from './begin.mjs';
import { heard, PHONE, setupUrl, Walk, words, wrongCodes } from './walk.mjs';

const CODE = 'ABCD-EFGH-JKLM';
const anew = (knobs = {}) => fetch(new URL('double/setup', url), { method: 'POST', body: JSON.stringify(knobs) });

for (const [language, theme, screen] of [['ko', 'light', {}], ['en', 'dark', PHONE], ['ko', 'dark', {}], ['en', 'light', { viewport: { width: 1000, height: 800 } }], ['ko', 'light', PHONE]]) {
  await step(`all of it in ${language}, ${theme}, ${screen.viewport?.width ?? 1440} wide`, async () => {
    await anew();
    const other = await open({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: theme, ...screen });
    const again = new Walk(other, language, `${language}-${theme}-${screen.viewport?.width ?? 1440}`);
    await again.code(CODE);
    for (const part of ['administrator', 'hostname', 'toDoors', 'doors', 'domain', 'certificate', 'mailbox', 'proof', 'finish']) await again[part]();
    await other.context().close();
  });
}
await step('five wrong codes close the door for a minute', async () => {
  await anew();
  const other = await open();
  await wrongCodes(other);
  await other.context().close();
});
await step('what a file sets is changed there, and what a relay says is quoted', async () => {
  await anew({ fixed: ['hostname', 'spam'], relayRefuses: true, out: 'refused', away: 0 });
  const other = await open();
  const again = new Walk(other, 'ko', 'odd');
  await again.code(CODE);
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
await done();

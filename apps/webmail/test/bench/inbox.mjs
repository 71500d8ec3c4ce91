// SPDX-License-Identifier: Apache-2.0
// How long it takes until the inbox is there, and what scrolling it costs. Run by
// testing/benchmarks/run jmap-http --pages, or by hand before any server:
//   URL=https://mail.example.org/ ADDRESS=alice@example.org PASSWORD=x node test/bench/inbox.mjs
// Each figure is the median of five; the worst stands behind it. The first table is by the clock; the second
// is what a busy machine does not change much: what the main thread computes, and who waits for whom.
import { chromium } from 'playwright-core';
import { keyOf, marks } from './marks.mjs';

const { URL: url, ADDRESS: address, PASSWORD: password, CHROMIUM = '/usr/bin/chromium', TIMES = '5' } = process.env;
const PATIENCE = 120_000;
/** Ten megabits with forty milliseconds there and back, as a train has it. */
const LINE = { offline: false, latency: 40, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8 };
const SCROLLED_MILLIS = 4_000;

// The certificate is the server's own: it is trusted by its key, since with an error that is only overlooked
// a browser keeps nothing and installs nothing.
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', `--ignore-certificate-errors-spki-list=${await keyOf(url)}`] });
const options = { viewport: { width: 1440, height: 900 }, locale: 'ko-KR' };

async function signedIn() {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('주소').fill(address);
  await page.getByLabel('비밀번호', { exact: true }).fill(password);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await page.locator('[role=grid] [role=row]').first().waitFor({ timeout: PATIENCE });
  const state = await context.storageState();
  await context.close();
  return state;
}

/** What the main thread has been doing, in milliseconds: by the clock, and of these the CPU's. */
async function meter(page) {
  const ask = async (timeDomain) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain });
    return async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  const [clock, cpu] = [await ask('timeTicks'), await ask('threadTicks')];
  return async () => ({ clock: await clock(), cpu: await cpu() });
}

async function slowed(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

/** From the click on the link to the first row that is painted. */
async function arrival(page, measure) {
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.pabalShown !== undefined, undefined, { timeout: PATIENCE });
  const { cpu } = await measure();
  return { ...(await page.evaluate(() => window.pabalShown)), cpu };
}

/** The next visit finds what this one has left: the worker with the pages, and the rows. */
async function settled(page) {
  await page.evaluate(async (name) => {
    await navigator.serviceWorker?.ready;
    const keys = () => new Promise((told) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {
        const asking = opening.result.transaction('lists').objectStore('lists').getAllKeys();
        asking.onsuccess = () => {
          opening.result.close();
          told(asking.result);
        };
      };
    });
    while ((await keys()).length === 0) await new Promise((later) => setTimeout(later, 250));
    await new Promise((done) => requestIdleCallback(done));
  }, `pabal-${address}`);
}

/** What the main thread works for each frame while the wheel turns. */
async function scrolling(page, measure) {
  const grid = await page.getByRole('grid').boundingBox();
  await page.mouse.move(grid.x + grid.width / 2, grid.y + grid.height / 2);
  await page.evaluate((millis) => {
    window.frames_ = 0;
    const until = performance.now() + millis;
    const count = () => { window.frames_++; if (performance.now() < until) requestAnimationFrame(count); };
    requestAnimationFrame(count);
  }, SCROLLED_MILLIS);
  const before = await measure();
  const begun = performance.now();
  while (performance.now() - begun < SCROLLED_MILLIS) await page.mouse.wheel(0, 240);
  const after = await measure();
  const frames = await page.evaluate(() => window.frames_);
  return { clock: (after.clock - before.clock) / frames, cpu: (after.cpu - before.cpu) / frames };
}

async function visit(state, slow) {
  const context = await browser.newContext({ ...options, storageState: state });
  await context.addInitScript(marks);
  const page = await context.newPage();
  if (slow) await slowed(page);
  const measure = await meter(page);
  const cold = await arrival(page, measure);
  await settled(page);
  await page.goto('about:blank');
  const warm = await arrival(page, measure);
  await settled(page);
  const frame = await scrolling(page, measure);
  await context.close();
  return { cold, warm, frame };
}

const state = await signedIn();
const clock = ['| browser | inbox cold | inbox warm | main thread for each frame of scrolling |', '|---|---|---|---|'];
const rest = ['| browser | CPU of the main thread: cold | warm | each frame | requests before the first row: cold | warm | one after the other: cold | warm |', '|---|---|---|---|---|---|---|---|'];
for (const [name, slow] of [['as it is', false], ['CPU ÷ 4, 10 Mbit/s, 40 ms', true]]) {
  const visits = [];
  for (let time = 0; time < Number(TIMES); time++) visits.push(await visit(state, slow));
  const figure = (of, unit, digits) => {
    const sorted = visits.map(of).sort((a, b) => a - b);
    return `${sorted[Math.floor(sorted.length / 2)].toFixed(digits)} (${sorted.at(-1).toFixed(digits)})${unit}`;
  };
  clock.push(`| ${[name, figure(({ cold }) => cold.millis, ' ms', 0), figure(({ warm }) => warm.millis, ' ms', 0), figure(({ frame }) => frame.clock, ' ms', 1)].join(' | ')} |`);
  rest.push(`| ${[
    name, figure(({ cold }) => cold.cpu, ' ms', 0), figure(({ warm }) => warm.cpu, ' ms', 0), figure(({ frame }) => frame.cpu, ' ms', 1),
    figure(({ cold }) => cold.requests, '', 0), figure(({ warm }) => warm.requests, '', 0), figure(({ cold }) => cold.trips, '', 0), figure(({ warm }) => warm.trips, '', 0),
  ].join(' | ')} |`);
}
console.log(`${clock.join('\n')}\n\n${rest.join('\n')}`);
await browser.close();

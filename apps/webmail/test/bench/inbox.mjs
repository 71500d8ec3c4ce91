// SPDX-License-Identifier: Apache-2.0
// How long it takes until the inbox is there, and what scrolling it costs. Run by
// testing/benchmarks/run jmap-http --pages, or by hand before any server:
//   URL=https://mail.example.org/ ADDRESS=alice@example.org PASSWORD=x node test/bench/inbox.mjs
// Each figure is the median of five; the worst stands behind it.
import { chromium } from 'playwright-core';

const { URL: url, ADDRESS: address, PASSWORD: password, CHROMIUM = '/usr/bin/chromium', TIMES = '5' } = process.env;
const PATIENCE = 120_000;
/** Ten megabits with forty milliseconds there and back, as a train has it. */
const LINE = { offline: false, latency: 40, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8 };
const SCROLLED_MILLIS = 4_000;

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
const options = { ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale: 'ko-KR' };

async function signedIn() {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('주소').fill(address);
  await page.getByLabel('비밀번호', { exact: true }).fill(password);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await firstRow(page);
  const state = await context.storageState();
  await context.close();
  return state;
}

const firstRow = (page) => page.locator('[role=grid] [role=row]').first().waitFor({ timeout: PATIENCE });

async function slowed(page, slow) {
  const session = await page.context().newCDPSession(page);
  if (slow) {
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', LINE);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  }
  return session;
}

/** From the click on the link to the first row that is painted. */
async function arrival(page) {
  const begun = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await firstRow(page);
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  return performance.now() - begun;
}

/** What the main thread works for each frame while the wheel turns. */
async function scrolling(page, session) {
  await session.send('Performance.enable');
  const metric = async (name) => (await session.send('Performance.getMetrics')).metrics.find((each) => each.name === name).value;
  const grid = await page.getByRole('grid').boundingBox();
  await page.mouse.move(grid.x + grid.width / 2, grid.y + grid.height / 2);
  await page.evaluate((millis) => {
    window.frames_ = 0;
    const until = performance.now() + millis;
    const count = () => { window.frames_++; if (performance.now() < until) requestAnimationFrame(count); };
    requestAnimationFrame(count);
  }, SCROLLED_MILLIS);
  const before = await metric('TaskDuration');
  const begun = performance.now();
  while (performance.now() - begun < SCROLLED_MILLIS) await page.mouse.wheel(0, 240);
  const worked = (await metric('TaskDuration')) - before;
  return (worked * 1000) / (await page.evaluate(() => window.frames_));
}

async function visit(state, slow) {
  const context = await browser.newContext({ ...options, storageState: state });
  const page = await context.newPage();
  const session = await slowed(page, slow);
  const cold = await arrival(page);
  await page.goto('about:blank');
  const warm = await arrival(page);
  const frame = await scrolling(page, session);
  await context.close();
  return { cold, warm, frame };
}

const state = await signedIn();
console.log('| browser | inbox cold | inbox warm | main thread for each frame of scrolling |\n|---|---|---|---|');
for (const [name, slow] of [['as it is', false], ['CPU ÷ 4, 10 Mbit/s, 40 ms', true]]) {
  const visits = [];
  for (let time = 0; time < Number(TIMES); time++) visits.push(await visit(state, slow));
  const figure = (key, unit, digits) => {
    const sorted = visits.map((each) => each[key]).sort((a, b) => a - b);
    return `${sorted[Math.floor(sorted.length / 2)].toFixed(digits)} (${sorted.at(-1).toFixed(digits)}) ${unit}`;
  };
  console.log(`| ${name} | ${figure('cold', 'ms', 0)} | ${figure('warm', 'ms', 0)} | ${figure('frame', 'ms', 1)} |`);
}
await browser.close();

// SPDX-License-Identifier: Apache-2.0
// When work may be done that nobody waits for.

const QUIET_MILLIS = 1_000;
let touched = 0;

if (typeof addEventListener === 'function') {
  for (const kind of ['wheel', 'keydown', 'pointerdown', 'touchmove', 'scroll']) addEventListener(kind, () => (touched = performance.now()), { capture: true, passive: true });
}

const after = (millis: number) => new Promise<void>((done) => setTimeout(done, millis));

/** What was put into the page is on the screen. A page that is hidden has none. */
export async function painted(): Promise<void> {
  if (document.visibilityState === 'visible') await Promise.race([new Promise((done) => requestAnimationFrame(done)), after(QUIET_MILLIS)]);
  await after(0);
}

/** The browser has nothing else to do. Safari does not say so. */
export function idle(): Promise<void> {
  if (!('requestIdleCallback' in window)) return after(QUIET_MILLIS);
  return new Promise((done) => window.requestIdleCallback(() => done(), { timeout: 30_000 }));
}

/** And nobody has touched anything for a moment. */
export async function quiet(): Promise<void> {
  for (let rest = QUIET_MILLIS; rest > 0; rest = touched + QUIET_MILLIS - performance.now()) await after(rest);
  await idle();
}

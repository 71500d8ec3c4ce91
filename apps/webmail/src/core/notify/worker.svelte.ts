// SPDX-License-Identifier: Apache-2.0
// The service worker as the pages see it: registered, renewed when the person says so, listened to.
import type { FromWorker, ToWorker } from './messages';

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

const SCRIPT = 'sw.js';

let known: string | undefined;

/** Only this script, of this server, ever becomes a worker. The policy is made once. */
const address = (): string => (known ??= trusted());

function trusted(): string {
  const whole = (url: string) => {
    if (url !== SCRIPT) throw new TypeError(`no script of a worker: ${url}`);
    return new URL(url, document.baseURI).href;
  };
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  // What the policy makes is a TrustedScriptURL; the types of the DOM know only strings.
  return policies ? (policies.createPolicy('pabal-sw', { createScriptURL: whole }).createScriptURL(SCRIPT) as string) : whole(SCRIPT);
}

class WorkerOfPages {
  /** A new version lies ready; the person decides when. */
  updated = $state(false);
  private registration: ServiceWorkerRegistration | undefined;
  private asked = false;
  private starting = false;

  /** @param heard each message of the worker */
  async start(heard: (message: FromWorker) => void): Promise<void> {
    if (!('serviceWorker' in navigator) || this.registration || this.starting) return;
    this.starting = true;
    const controlled = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => heard(data));
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      // The first worker of a browser takes pages that it was made for; later ones are newer than these.
      if (this.asked) location.reload();
      else if (controlled) this.updated = true;
    });
    try {
      const registration = await navigator.serviceWorker.register(address(), { updateViaCache: 'none' });
      this.registration = registration;
      if (registration.waiting && controlled) this.updated = true;
      registration.addEventListener('updatefound', () => this.follow(registration.installing));
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
      });
    } catch {
      // Browsers that keep nothing have no workers: the pages do without.
    } finally {
      this.starting = false;
    }
  }

  private follow(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) this.updated = true;
    });
  }

  /** The new version, now. */
  renew(): void {
    const waiting = this.registration?.waiting;
    if (!waiting) return location.reload();
    this.asked = true;
    waiting.postMessage({ type: 'take-over' } satisfies ToWorker);
  }
}

export const worker = new WorkerOfPages();

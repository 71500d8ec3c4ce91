// SPDX-License-Identifier: Apache-2.0
// Hears of changes: by an event stream (RFC 8620 §7.3), else by asking each minute. One tab listens
// and tells the others.
import { fill } from './session';

export type Live = 'connecting' | 'live' | 'asking' | 'offline';

export interface StateChange {
  changed: Record<string, Record<string, string>>;
}

const ASK_EVERY_MILLIS = 60_000;
/** The stream says something so often, so that a dead line is noticed. */
const PING_SECONDS = 30;
/** After so many failures in a row the stream is taken for not offered. */
const MOST_FAILURES = 3;
const CHANNEL = 'pabal-push';

/** @param changed new states by account and type, or nothing when it is only time to ask */
export type Heard = (changed: StateChange['changed'] | undefined) => void;

export class Push {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private release: (() => void) | undefined;
  private failures = 0;
  private lastHeard = 0;
  private readonly channel: BroadcastChannel;

  constructor(
    private readonly template: string,
    private readonly accountId: string,
    private readonly heard: Heard,
    private readonly live: (state: Live) => void,
  ) {
    this.channel = new BroadcastChannel(`${CHANNEL}-${accountId}`);
  }

  start(): void {
    this.channel.onmessage = ({ data }: MessageEvent<{ live?: Live; changed?: StateChange['changed'] }>) => {
      if (data.live) this.live(data.live);
      if (data.changed) this.heard(data.changed);
    };
    document.addEventListener('visibilitychange', this.wake);
    window.addEventListener('online', this.wake);
    window.addEventListener('offline', this.lost);
    if (!('locks' in navigator)) return this.lead();
    void navigator.locks.request(`${CHANNEL}-${this.accountId}`, () => {
      this.lead();
      return new Promise<void>((done) => (this.release = done));
    });
  }

  stop(): void {
    this.source?.close();
    clearInterval(this.timer);
    this.channel.close();
    this.release?.();
    document.removeEventListener('visibilitychange', this.wake);
    window.removeEventListener('online', this.wake);
    window.removeEventListener('offline', this.lost);
  }

  /** Listens anew, if it is this tab that listens and it does not. */
  again(): void {
    if (this.source && this.source.readyState !== EventSource.OPEN) this.listen();
  }

  private readonly wake = () => {
    if (document.visibilityState === 'visible') this.heard(undefined);
    if (navigator.onLine) this.again();
  };

  private readonly lost = () => this.tell('offline');

  private tell(state: Live): void {
    this.live(state);
    this.channel.postMessage({ live: state });
  }

  private lead(): void {
    this.listen();
    this.timer = setInterval(() => {
      const silent = Date.now() - this.lastHeard > 3 * PING_SECONDS * 1000;
      if (this.source?.readyState !== EventSource.OPEN || silent) this.heard(undefined);
      if (this.source?.readyState === EventSource.OPEN && silent) this.listen();
    }, ASK_EVERY_MILLIS);
  }

  private listen(): void {
    this.source?.close();
    this.tell('connecting');
    const source = new EventSource(fill(this.template, { types: '*', closeafter: 'no', ping: String(PING_SECONDS) }));
    this.source = source;
    source.onopen = () => {
      this.failures = 0;
      this.lastHeard = Date.now();
      this.tell('live');
      this.heard(undefined);
    };
    source.addEventListener('ping', () => (this.lastHeard = Date.now()));
    source.addEventListener('state', (event: MessageEvent<string>) => {
      this.lastHeard = Date.now();
      const { changed } = JSON.parse(event.data) as StateChange;
      this.heard(changed);
      this.channel.postMessage({ changed });
    });
    source.onerror = () => {
      this.tell(navigator.onLine ? 'asking' : 'offline');
      // The browser itself comes again, unless the answer was no event stream at all.
      if (++this.failures >= MOST_FAILURES) source.close();
    };
  }
}

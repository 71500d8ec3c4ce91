// SPDX-License-Identifier: Apache-2.0
// Calls made in the same tick go as one request (RFC 8620 §3). Reading is retried with back-off;
// changing is not: whoever changes decides what an unheard answer means.
import { httpError, JmapError, methodError } from './errors';
import { CORE, MAIL, QUOTA, SUBMISSION } from './types';

export type Arguments = Record<string, unknown>;

export interface ResultOf {
  resultOf: string;
  name: string;
  path: string;
}

/** One method call that has been asked for and will be answered. */
export class Call<T> {
  readonly result: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (reason: JmapError) => void;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly args: Arguments,
  ) {
    this.result = new Promise<T>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever uses only a reference to it does not await it.
    this.result.catch(() => undefined);
  }

  /** A part of its result as an argument of a later call of the same tick (RFC 8620 §3.7). */
  ref(path: string): ResultOf {
    return { resultOf: this.id, name: this.name, path };
  }

  get refersTo(): string[] {
    return Object.entries(this.args)
      .filter(([name]) => name.startsWith('#'))
      .map(([, value]) => (value as ResultOf).resultOf);
  }

  get changes(): boolean {
    return /\/(?:set|copy|import|upload|apply|undo|run|test|restore|destroy)$/.test(this.name);
  }
}

interface Answer {
  methodResponses: [string, Record<string, unknown>, string][];
  sessionState: string;
}

export interface Outside {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  wait: (millis: number) => Promise<void>;
  random: () => number;
}

export const browser: Outside = {
  fetch: (url, init) => fetch(url, init),
  wait: (millis) => new Promise((done) => setTimeout(done, millis)),
  random: () => Math.random(),
};

const FIRST_BACKOFF_MILLIS = 500;
const MOST_BACKOFF_MILLIS = 30_000;
const MOST_TRIES = 6;
/** Without an answer for so long the line is thought dead. */
const PATIENCE_MILLIS = 60_000;

export class Transport {
  private queue: Call<unknown>[] = [];
  private serial = 0;
  /** Told of each failure and of each success after it. */
  onHealth: (trouble: JmapError | undefined) => void = () => undefined;
  onSessionState: (state: string) => void = () => undefined;
  /** Requests sent: tests count them. */
  requests = 0;

  constructor(
    private readonly apiUrl: string,
    private readonly mostCalls: number,
    private readonly outside: Outside = browser,
    private readonly using: string[] = [CORE, MAIL, SUBMISSION, QUOTA],
  ) {}

  /** Asks for a method in the request of this tick. */
  call<T>(name: string, args: Arguments): Call<T> {
    const call = new Call<T>(`c${this.serial++}`, name, args);
    this.queue.push(call as Call<unknown>);
    if (this.queue.length === 1) queueMicrotask(() => this.flush());
    return call;
  }

  private flush(): void {
    const calls = this.queue;
    this.queue = [];
    for (const group of this.groups(calls)) void this.perform(group);
  }

  /** As many calls in one request as the server takes; references stay within one request, what changes
   *  keeps its order, and goes apart from what reads and so can be retried. */
  private groups(calls: Call<unknown>[]): Call<unknown>[][] {
    const families: Call<unknown>[][] = [];
    for (const call of calls) {
      const family = families.find((members) => members.some((member) => call.refersTo.includes(member.id)));
      if (family) family.push(call);
      else families.push([call]);
    }
    const groups: Call<unknown>[][] = [];
    for (const family of families) {
      const changes = family.some((call) => call.changes);
      const open = groups.find((group) => group.some((call) => call.changes) === changes && group.length + family.length <= this.mostCalls);
      if (open) open.push(...family);
      else groups.push([...family]);
    }
    return groups;
  }

  private async perform(calls: Call<unknown>[]): Promise<void> {
    const retried = !calls.some((call) => call.changes);
    for (let attempt = 1; ; attempt++) {
      try {
        this.settle(calls, await this.post(calls));
        this.onHealth(undefined);
        return;
      } catch (failure) {
        const trouble = failure instanceof JmapError ? failure : new JmapError('broken', 'unreadable', String(failure));
        this.onHealth(trouble);
        if (!retried || !trouble.passes || attempt === MOST_TRIES) {
          for (const call of calls) call.reject(trouble);
          return;
        }
        await this.outside.wait(Math.max(trouble.retryAfterMillis, this.backoff(attempt)));
      }
    }
  }

  private backoff(attempt: number): number {
    const full = Math.min(MOST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS * 2 ** (attempt - 1));
    return full / 2 + (full / 2) * this.outside.random();
  }

  private async post(calls: Call<unknown>[]): Promise<Answer> {
    this.requests++;
    const body = JSON.stringify({ using: this.using, methodCalls: calls.map((call) => [call.name, call.args, call.id]) });
    let response: Response;
    try {
      response = await this.outside.fetch(this.apiUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-Pabal': '1' },
        body,
        credentials: 'same-origin',
        signal: AbortSignal.timeout(PATIENCE_MILLIS),
      });
    } catch (failure) {
      throw new JmapError('offline', 'network', failure instanceof Error ? failure.message : '');
    }
    const words = await response.text();
    if (!response.ok) throw httpError(response.status, words, response.headers.get('Retry-After'));
    return JSON.parse(words) as Answer;
  }

  private settle(calls: Call<unknown>[], answer: Answer): void {
    const answers = new Map<string, [string, Record<string, unknown>]>();
    // The first answer of an id is its own; more follow when a method calls another (onSuccess…).
    for (const [name, argument, id] of answer.methodResponses) {
      if (!answers.has(id)) answers.set(id, [name, argument]);
    }
    for (const call of calls) {
      const found = answers.get(call.id);
      if (found === undefined) call.reject(new JmapError('broken', 'unanswered', call.name));
      else if (found[0] === 'error') call.reject(methodError(found[1]));
      else call.resolve(found[1]);
    }
    this.onSessionState(answer.sessionState);
  }
}

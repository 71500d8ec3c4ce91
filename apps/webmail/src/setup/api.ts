// SPDX-License-Identifier: Apache-2.0
// What the server offers while it is set up, below `setup/api/` (docs/operations/first-run.md).
import { HEADERS } from '../core/jmap/session';

export const STEPS = ['administrator', 'hostname', 'doors', 'domain', 'certificate', 'mailbox', 'proof'] as const;
export type StepId = (typeof STEPS)[number];
export type StepState = 'open' | 'done' | 'later';

export interface Wait {
  id: string;
  step: StepId;
}

export interface State {
  open: boolean;
  needs: 'code' | 'signIn' | null;
  /** Nothing for strangers. */
  language: string | null;
  version: string | null;
  hostname: string | null;
  /** The fewest characters of a password. */
  least?: number;
  /** When this server has started: another one after a restart. */
  started?: string;
  steps: { id: StepId; state: StepState }[];
  waits: Wait[];
}

export interface HostName {
  now: string;
  found: { name: string; from: 'ptr' | 'system' | 'certificate'; address: string | null; agrees: boolean }[];
  addresses: { address: string; family: 4 | 6; public: boolean }[];
  /** trusted: whom it says that you are is believed; else by: its own address, which is taken for yours. */
  proxied: { by: string | null; trusted: boolean; forwardedFor: string } | null;
  /** What says it instead of these pages, such as `pabal.toml:7`: it is changed there. */
  fixed: string | null;
}

export type Reached = 'open' | 'timeout' | 'refused' | 'noRoute';

export interface Outbound {
  family: 4 | 6;
  tried: { host: string; state: Reached; millis: number }[];
  state: string;
}

export type Security = 'starttls' | 'implicit' | 'none';

export interface Relay {
  host: string;
  port: number;
  security: Security;
  user: string;
  password: string;
  from: string;
}

export interface Doors {
  inbound: { service: string; port: number; state: 'listening' | 'off' }[];
  outbound: Outbound[];
  /** What a hosting firm may be sent. */
  request: { ko: string; en: string };
  /** The host that mail leaves through. */
  relay: string | null;
  relayFixed?: string | null;
}

export interface CheckStep {
  name: string;
  state: 'ok' | 'bad' | 'skipped' | 'warn' | 'running' | 'waiting';
  millis?: number;
  said?: string;
  hint?: string;
}

export interface DnsRecord {
  type: string;
  name: string;
  value: string;
  why: string;
  state: 'right' | 'missing' | 'wrong' | 'unknown';
  found: string[];
}

export interface Domain {
  domain: string;
  records: DnsRecord[];
  zone: string;
  /** When the zone's own servers were asked. */
  checkedAt?: string;
}

export interface Certificate {
  fixed: string | null;
  names: string[];
  issuer: string | null;
  notAfter: string | null;
  selfMade: boolean;
  covers: { name: string; covered: boolean }[];
}

export interface FirstMailbox {
  domain: string;
  spam: { enabled: boolean; fixed: string | null };
}

export interface Proof {
  steps: CheckStep[];
  score: number;
  lost: { points: number; why: string; hint?: string }[];
  /** Could not be looked at, and costs nothing. */
  unknown: { why: string; hint?: string }[];
  done: boolean;
}

/** closed: there is nothing to set up, or nothing for this browser; signedOut: the administrator signs in
 *  again; throttled: nobody is listened to for a while; offline: nothing was heard. */
export type Trouble = 'closed' | 'signedOut' | 'throttled' | 'offline' | 'refused' | 'broken';

export class SetupError extends Error {
  override readonly name = 'SetupError';

  constructor(
    readonly trouble: Trouble,
    readonly status = 0,
    /** For the words (`setup.bad.*`). */
    readonly code = '',
    /** The server's own. */
    readonly detail = '',
    readonly seconds = 0,
  ) {
    super(`${trouble}: ${code} ${detail}`);
  }
}

interface Said {
  code?: string;
  detail?: string;
  retryAfter?: number;
}

function errorOf(path: string, status: number, said: Said, retryAfter: string | null): SetupError {
  // Elsewhere it says of a password what it says here of the code.
  const code = path === 'begin' && said.code === 'refused' ? 'wrongCode' : (said.code ?? '');
  const error = (trouble: Trouble, seconds = 0) => new SetupError(trouble, status, code, said.detail ?? '', seconds);
  if (status === 429) return error('throttled', Math.max(1, Math.ceil(said.retryAfter ?? (Number(retryAfter) || 60))));
  // A wrong code and a wrong session are told apart by what was asked.
  if (status === 401 && path !== 'begin') return error('signedOut');
  if (status === 404 && !path.startsWith('proof/')) return error('closed');
  if (status >= 500 && code === '') return error(status === 502 || status === 503 || status === 504 ? 'offline' : 'broken');
  return error('refused');
}

export class Api {
  constructor(private readonly fetch: (url: string, init: RequestInit) => Promise<Response>) {}

  get<T>(path: string): Promise<T> {
    return this.ask<T>(path, { method: 'GET', headers: HEADERS });
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.ask<T>(path, { method: 'POST', headers: { ...HEADERS, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }

  /** @throws SetupError for all that is no success */
  private async ask<T>(path: string, init: RequestInit): Promise<T> {
    let response: Response;
    let text: string;
    try {
      response = await this.fetch(`setup/api/${path}`, { ...init, credentials: 'same-origin' });
      text = await response.text();
    } catch {
      throw new SetupError('offline');
    }
    const said = json(text);
    if (!response.ok) throw errorOf(path, response.status, (said ?? {}) as Said, response.headers.get('Retry-After'));
    if (said === undefined && text !== '') throw new SetupError('broken', response.status);
    return (said ?? {}) as T;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Signing in and out; the contract stands in the README.
import { HEADERS } from '../core/jmap/session';
import type { PasskeyAnswer } from './passkey';

export type Proof = 'passkey' | 'totp' | 'recovery';

export type Outcome =
  | { kind: 'in'; account: string; codes: string[] }
  | { kind: 'next'; proof: Proof | 'enrol'; proofs: Proof[] }
  | { kind: 'refused'; code: string; detail: string }
  | { kind: 'throttled'; seconds: number }
  | { kind: 'offline' }
  /** @param host of ours that has the account and does not answer */
  | { kind: 'broken'; status: number; host?: string };

interface Said {
  account?: string;
  codes?: string[];
  next?: Proof | 'enrol';
  proofs?: Proof[];
  code?: string;
  detail?: string;
  retryAfter?: number;
  host?: string;
  publicKey?: PasskeyAnswer;
  secret?: string;
  url?: string;
}

type Heard = { status: number; said: Said; response: Response } | undefined;

async function ask(path: string, body: unknown): Promise<Heard> {
  try {
    const response = await fetch(path, {
      method: 'POST', headers: { ...HEADERS, 'Content-Type': 'application/json' }, body: JSON.stringify(body), credentials: 'same-origin',
    });
    const said = response.status === 204 ? {} : ((await response.json().catch(() => ({}))) as Said);
    return { status: response.status, said, response };
  } catch {
    return undefined;
  }
}

async function post(path: string, body: unknown): Promise<Outcome> {
  const heard = await ask(path, body);
  if (heard === undefined) return { kind: 'offline' };
  const { status, said, response } = heard;
  if (status === 204) return { kind: 'in', account: '', codes: [] };
  if (response.ok && said.next) return { kind: 'next', proof: said.next, proofs: said.proofs ?? [] };
  if (response.ok && said.account !== undefined) return { kind: 'in', account: said.account, codes: said.codes ?? [] };
  if (status === 401 || status === 403 || status === 422) return { kind: 'refused', code: said.code ?? '', detail: said.detail ?? '' };
  if (status === 429) return { kind: 'throttled', seconds: said.retryAfter ?? Number(response.headers.get('Retry-After') ?? 60) };
  return said.host === undefined ? { kind: 'broken', status } : { kind: 'broken', status, host: said.host };
}

/** What completes a name without a domain; nothing where the whole address is needed, or nothing was heard. */
export async function completingDomain(): Promise<string | undefined> {
  try {
    const response = await fetch('auth/domain', { headers: HEADERS, credentials: 'same-origin' });
    return response.ok ? (((await response.json()) as { domain: string | null }).domain ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

/** The address that a name is tried as, from its form alone; nothing where only the server can tell.
 *
 *  @param domain what completes a name without one */
export function triedAs(name: string, domain: string | undefined): string | undefined {
  const plain = name.trim().normalize('NFC');
  const [, before, user] = /^([^\\@]+)\\([^\\@]+)$/.exec(plain) ?? [];
  if (before !== undefined && user !== undefined) return before.includes('.') ? `${user}@${before}`.toLowerCase() : undefined;
  if (plain === '' || plain.includes('\\')) return undefined;
  if (plain.includes('@')) return plain;
  return domain === undefined ? undefined : `${plain}@${domain}`;
}

export function signIn(address: string, password: string, shared: boolean): Promise<Outcome> {
  return post('auth/login', { address, password, shared });
}

/** Six digits are the authenticator's; anything else is one of the recovery codes. */
function proofOf(code: string): { code: string } | { recovery: string } {
  const plain = code.replace(/\s/g, '');
  return /^\d{6}$/.test(plain) ? { code: plain } : { recovery: plain };
}

export function proveCode(code: string): Promise<Outcome> {
  const proof = proofOf(code);
  return 'code' in proof ? post('auth/totp', proof) : post('auth/recovery', { code: proof.recovery });
}

/** What the browser is to ask for; nothing when no passkey can be shown here. */
export async function passkeyOptions(purpose: 'sign-in' | 'step' | 'confirm'): Promise<PasskeyAnswer | undefined> {
  const heard = await ask('auth/passkey/options', { for: purpose });
  return heard?.response.ok ? heard.said.publicKey : undefined;
}

export function provePasskey(purpose: 'sign-in' | 'step', credential: PasskeyAnswer, shared: boolean): Promise<Outcome> {
  return post('auth/passkey', { for: purpose, credential, shared });
}

/** What a second factor is made from, right behind the password. */
export async function enrolOptions(type: 'passkey' | 'totp'): Promise<{ publicKey?: PasskeyAnswer; secret?: string; url?: string } | undefined> {
  const heard = await ask('auth/enrol', { type });
  return heard?.response.ok ? heard.said : undefined;
}

export function enrol(body: { type: 'passkey'; name: string; credential: PasskeyAnswer } | { type: 'totp'; code: string }): Promise<Outcome> {
  return post('auth/enrol', body);
}

/** Shows anew who sits here. */
export function confirm(proof: { credential: PasskeyAnswer } | { password: string; code?: string }): Promise<Outcome> {
  if ('credential' in proof) return post('auth/confirm', proof);
  const { password, code } = proof;
  return post('auth/confirm', code === undefined || code.trim() === '' ? { password } : { password, ...proofOf(code) });
}

export async function signOut(): Promise<void> {
  await post('auth/logout', {});
}

/** The account that the cookie speaks for. */
export async function whoIsIn(): Promise<string | 'nobody' | 'offline'> {
  try {
    const response = await fetch('auth/session', { headers: HEADERS, credentials: 'same-origin' });
    if (!response.ok) return 'nobody';
    return ((await response.json()) as { account: string }).account;
  } catch {
    return 'offline';
  }
}

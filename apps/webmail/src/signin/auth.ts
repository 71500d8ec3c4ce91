// SPDX-License-Identifier: Apache-2.0
// Signing in and out; the contract stands in the README.
import { HEADERS } from '../core/jmap/session';

export type Outcome =
  | { kind: 'in'; account: string }
  | { kind: 'next'; proof: 'totp' | 'passkey' }
  | { kind: 'refused' }
  | { kind: 'throttled'; seconds: number }
  | { kind: 'offline' }
  | { kind: 'broken'; status: number };

async function post(path: string, body: unknown): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST', headers: { ...HEADERS, 'Content-Type': 'application/json' }, body: JSON.stringify(body), credentials: 'same-origin',
    });
  } catch {
    return { kind: 'offline' };
  }
  if (response.status === 204) return { kind: 'in', account: '' };
  const said = (await response.json().catch(() => ({}))) as { account?: string; next?: 'totp' | 'passkey'; retryAfter?: number };
  if (response.ok && said.next) return { kind: 'next', proof: said.next };
  if (response.ok && said.account !== undefined) return { kind: 'in', account: said.account };
  if (response.status === 401 || response.status === 403) return { kind: 'refused' };
  if (response.status === 429) return { kind: 'throttled', seconds: said.retryAfter ?? Number(response.headers.get('Retry-After') ?? 60) };
  return { kind: 'broken', status: response.status };
}

export function signIn(address: string, password: string, shared: boolean): Promise<Outcome> {
  return post('auth/login', { address, password, shared });
}

/** Six digits are the authenticator's; anything else is one of the recovery codes. */
export function proveCode(code: string): Promise<Outcome> {
  const plain = code.replace(/\s/g, '');
  return post(/^\d{6}$/.test(plain) ? 'auth/totp' : 'auth/recovery', { code: plain });
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

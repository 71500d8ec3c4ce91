// SPDX-License-Identifier: Apache-2.0
// Where mail of other servers is looked for.
import { expect, it } from 'vitest';
import { JmapError } from '../../src/core/jmap/errors';
import type { Account } from '../../src/core/store/account.svelte';
import { saidOf, ServerImports, serverOf } from '../../src/settings/transfer/server.svelte';

const BOB = 'bob@old.example';

function answering(answer: () => Promise<unknown>): ServerImports {
  const call = () => ({ result: answer() });
  return new ServerImports({ id: 'a1', transport: { call } } as unknown as Account);
}

it('takes what a domain says of its own server', () => {
  const said = saidOf(BOB, { server: { host: 'imap.old.example', port: 993, security: 'tls' }, isOffered: true, mustBeConfirmed: false });
  expect(said).toEqual({ address: BOB, place: 'imap.old.example', security: 'tls', mustBeConfirmed: false });
  const other = saidOf(BOB, { server: { host: 'imap.old.example', port: 1143, security: 'starttls' }, isOffered: true, mustBeConfirmed: false });
  expect(serverOf(other!.place, other!.security, BOB, 'x')).toMatchObject({ host: 'imap.old.example', port: 1143, security: 'starttls' });
});

it('asks the person about a host outside the domain, unless it is the one that is known', () => {
  const server = { host: 'imap.provider.example', port: 993, security: 'tls' as const };
  expect(saidOf(BOB, { server, isOffered: true, mustBeConfirmed: true })?.mustBeConfirmed).toBe(true);
  expect(saidOf('bob@hanmail.net', { server: { ...server, host: 'imap.daum.net' }, isOffered: true, mustBeConfirmed: true })?.mustBeConfirmed).toBe(false);
});

it('guesses where nothing is said, or nobody can tell', async () => {
  expect(await answering(async () => ({ server: null, isOffered: null, mustBeConfirmed: false })).find(BOB)).toBeUndefined();
  expect(await answering(async () => { throw new JmapError('refused', 'dns', 'no response'); }).find(BOB)).toBeUndefined();
});

// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { JmapError } from '../../src/core/jmap/errors';
import { fill, ownPath } from '../../src/core/jmap/session';
import { Transport } from '../../src/core/jmap/transport';
import type { GetResponse, QueryResponse, Row, SetResponse } from '../../src/core/jmap/types';
import { JmapDouble } from '../double/jmap';
import { TestWorld } from '../double/outside';

const accountId = 'a1';
let server: JmapDouble;
let world: TestWorld;
let transport: Transport;

beforeEach(() => {
  server = new JmapDouble();
  const inbox = server.addMailbox('INBOX', 'inbox');
  for (let count = 0; count < 3; count++) server.deliver(inbox);
  world = new TestWorld(server);
  transport = new Transport('/jmap/api', 4, world);
});

const offline = () => new TypeError('network');
const busy = () => new Response('', { status: 503, headers: { 'Retry-After': '7' } });

describe('calls of one tick', () => {
  it('go as one request, and refer to each other', async () => {
    const query = transport.call<QueryResponse>('Email/query', { accountId, filter: null });
    const get = transport.call<GetResponse<Row>>('Email/get', { accountId, '#ids': query.ref('/ids') });
    expect((await get.result).list).toHaveLength(3);
    expect(server.log).toEqual([['Email/query', 'Email/get']]);
  });

  it('are split at the server’s limit without tearing references', async () => {
    const gets = [];
    for (let count = 0; count < 3; count++) {
      const query = transport.call<QueryResponse>('Email/query', { accountId, filter: null });
      gets.push(transport.call<GetResponse<Row>>('Email/get', { accountId, '#ids': query.ref('/ids') }).result);
    }
    for (const got of await Promise.all(gets)) expect(got.list).toHaveLength(3);
    expect(server.log.map((methods) => methods.length)).toEqual([4, 2]);
  });

  it('that change go apart from those that read, in their order', async () => {
    const set = transport.call<SetResponse>('Email/set', { accountId, update: {} });
    const get = transport.call<GetResponse<Row>>('Mailbox/get', { accountId, ids: null });
    const submit = transport.call<SetResponse>('EmailSubmission/set', { accountId, create: {} });
    await Promise.all([set.result, get.result, submit.result]);
    expect(server.log).toContainEqual(['Email/set', 'EmailSubmission/set']);
    expect(server.log).toContainEqual(['Mailbox/get']);
  });
});

describe('failures', () => {
  it('of one method leave the others alone', async () => {
    const bad = transport.call('Nonsense/get', { accountId });
    const good = transport.call<GetResponse<Row>>('Mailbox/get', { accountId, ids: null });
    await expect(bad.result).rejects.toMatchObject({ trouble: 'refused', type: 'unknownMethod' });
    expect((await good.result).list).toHaveLength(1);
  });

  it('of the line are tried again with growing pauses when nothing is changed', async () => {
    let times = 3;
    server.fail = () => (times-- > 0 ? offline() : undefined);
    const health: (string | undefined)[] = [];
    transport.onHealth = (trouble) => health.push(trouble?.trouble);
    await transport.call('Mailbox/get', { accountId, ids: null }).result;
    expect(world.waits).toEqual([500, 1000, 2000]);
    expect(health).toEqual(['offline', 'offline', 'offline', undefined]);
  });

  it('of the line are told when something was to be changed', async () => {
    server.fail = offline;
    await expect(transport.call('Email/set', { accountId, update: {} }).result).rejects.toMatchObject({ trouble: 'offline' });
    expect(world.waits).toEqual([]);
  });

  it('wait as long as the server asks', async () => {
    let times = 1;
    server.fail = () => (times-- > 0 ? busy() : undefined);
    await transport.call('Mailbox/get', { accountId, ids: null }).result;
    expect(world.waits).toEqual([7000]);
  });

  it('end after some tries', async () => {
    server.fail = offline;
    await expect(transport.call('Mailbox/get', { accountId, ids: null }).result).rejects.toBeInstanceOf(JmapError);
    expect(world.waits).toHaveLength(5);
  });

  it('of the session are not tried again', async () => {
    server.fail = () => new Response('', { status: 401 });
    await expect(transport.call('Mailbox/get', { accountId, ids: null }).result).rejects.toMatchObject({ trouble: 'signed-out' });
    expect(transport.requests).toBe(1);
  });

  it('quote what the server said', async () => {
    server.fail = () => new Response(JSON.stringify({ type: 'urn:ietf:params:jmap:error:limit', detail: 'maxSizeRequest' }), { status: 400 });
    await expect(transport.call('Mailbox/get', { accountId, ids: null }).result).rejects.toMatchObject({ trouble: 'refused', quoted: 'maxSizeRequest' });
  });
});

describe('addresses of the session', () => {
  it('keep only their way from the root', () => {
    expect(ownPath('https://mail.example.org/pabal/jmap/api')).toBe('/pabal/jmap/api');
    expect(ownPath('/jmap/api')).toBe('/jmap/api');
    expect(ownPath('https://mail.example.org:8443/jmap/api', '/office/mail/')).toBe('/office/mail/jmap/api');
    expect(ownPath('https://mail.example.org/office/jmap/api', '/office/')).toBe('/office/jmap/api');
    expect(ownPath('https://mail.example.org/jmap/api', '/office/index.html')).toBe('/office/jmap/api');
  });

  it('are filled in, with everything escaped', () => {
    expect(fill('https://h/d/{accountId}/{blobId}/{name}?type={type}', { accountId: 'a', blobId: 'b', name: '가/나?.pdf', type: 'text/plain' }))
      .toBe('/d/a/b/%EA%B0%80%2F%EB%82%98%3F.pdf?type=text%2Fplain');
  });
});

// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Api, type Outbound, type Reached, type SetupError } from '../../src/setup/api';
import { codeOf } from '../../src/setup/code';
import { leaves, wayOf } from '../../src/setup/outbound';
import { pemsOf } from '../../src/setup/pem';
import { regularly } from '../../src/setup/regularly';
import { Doing, Setup } from '../../src/setup/setup.svelte';
import { SetupDouble } from '../double/setup';

let server: SetupDouble;
let waits: number;
let jar: { code: boolean; in: boolean };

async function fetched(url: string, init: RequestInit): Promise<Response> {
  const answer = server.answer(String(init.method), url.replace('setup/api/', ''), JSON.parse(String(init.body ?? '{}')), jar);
  if (answer === undefined) throw new TypeError('nobody is heard');
  if (answer.gives) jar[answer.gives] = true;
  return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), { status: answer.status });
}

const open = () => new Setup(new Api(fetched), async () => void waits++);

async function withAdministrator(): Promise<Setup> {
  const setup = open();
  await setup.load();
  await setup.begin(SetupDouble.CODE);
  await setup.api.post('administrator', { language: 'ko', address: 'me@code.kr', password: 'a long password' });
  await setup.changed();
  return setup;
}

async function refused(work: Promise<unknown>): Promise<SetupError> {
  return work.then(() => expect.unreachable(), (failure) => failure as SetupError);
}

beforeEach(() => {
  server = new SetupDouble();
  waits = 0;
  jar = { code: false, in: false };
});

describe('the door of the first run', () => {
  it('asks for the code, and says when it is wrong and when nobody is listened to', async () => {
    const setup = open();
    await setup.load();
    expect(setup.stage).toBe('code');
    for (let count = 0; count < 5; count++) expect(await refused(setup.begin('XXXX-XXXX-XXXX'))).toMatchObject({ trouble: 'refused', code: 'wrongCode' });
    expect(await refused(setup.begin(SetupDouble.CODE))).toMatchObject({ trouble: 'throttled', seconds: 60 });
    await setup.begin(SetupDouble.CODE);
    expect(setup.stage).toBe('steps');
    expect(setup.place).toBe('administrator');
  });

  it('takes the code as it is typed', () => {
    for (const typed of ['ABCD-EFGH-JKLM', 'abcd efgh jklm', ' abcdefghjklm ', 'ＡＢＣＤ-EFGH—JKLM']) expect(codeOf(typed)).toBe('ABCD-EFGH-JKLM');
    expect(codeOf('')).toBe('');
  });

  it('is closed to everybody else once there is an administrator', async () => {
    await withAdministrator();
    const mine = jar;
    jar = { code: false, in: false };
    const stranger = open();
    await stranger.load();
    expect(stranger.stage).toBe('closed');
    jar = { ...mine, in: false };
    const again = open();
    await again.load();
    expect(again.stage).toBe('signIn');
  });

  it('asks for the code anew when it has taken too long', async () => {
    const setup = open();
    await setup.load();
    await setup.begin(SetupDouble.CODE);
    jar.code = false;
    expect(await refused(setup.api.post('administrator', {}))).toMatchObject({ trouble: 'refused', code: 'codeNeeded' });
    setup.beginAgain();
    await vi.waitFor(() => expect(setup.stage).toBe('code'));
  });

  it('tells a server that is not heard', async () => {
    const setup = new Setup(new Api(async () => Promise.reject(new TypeError('no line'))), async () => undefined);
    await setup.load();
    expect(setup.stage).toBe('unheard');
    const broken = new Api(async () => new Response('<html>', { status: 200 }));
    expect(await refused(broken.get('state'))).toMatchObject({ trouble: 'broken' });
  });
});

describe('the steps', () => {
  it('stand in the way of the rest only where they must', async () => {
    const setup = open();
    await setup.load();
    await setup.begin(SetupDouble.CODE);
    expect(['administrator', 'hostname', 'doors', 'end'].map((place) => setup.may(place as never))).toEqual([true, false, false, false]);
    jar = { code: true, in: true };
    const later = await withAdministrator();
    expect(['hostname', 'doors', 'end'].map((place) => later.may(place as never))).toEqual([true, false, false]);
    await later.changed(await later.api.post('hostname', { hostname: 'mail.code.kr' }));
    expect(['doors', 'proof', 'end'].map((place) => later.may(place as never))).toEqual([true, true, true]);
  });

  it('are resumed at the first that is open, or where the address says', async () => {
    const setup = await withAdministrator();
    await setup.changed(await setup.api.post('hostname', { hostname: 'mail.code.kr' }));
    setup.go('doors');
    await setup.leave('doors');
    expect(setup.stateOf('doors')).toBe('later');
    expect(setup.place).toBe('domain');
    const again = open();
    await again.load();
    expect(again.place).toBe('domain');
    await again.load('certificate');
    expect(again.place).toBe('certificate');
    await again.load('nonsense');
    expect(again.place).toBe('domain');
  });

  it('wait for a server that starts anew', async () => {
    const setup = await withAdministrator();
    const seen: boolean[] = [];
    const changing = setup.changed(await setup.api.post('hostname', { hostname: 'mail.code.kr' }));
    seen.push(setup.restarting);
    await changing;
    expect([...seen, setup.restarting]).toEqual([true, false]);
    expect(waits).toBe(3);
    expect(setup.state?.hostname).toBe('mail.code.kr');
  });

  it('wait no longer than they must for one that does not say when it has started', async () => {
    const setup = await withAdministrator();
    server.knobs.tellsStart = false;
    await setup.refresh();
    await setup.changed(await setup.api.post('hostname', { hostname: 'mail.code.kr' }));
    expect(waits).toBe(3);
    server.knobs.away = 0;
    await setup.changed(await setup.api.post('hostname', { hostname: 'mx.code.kr' }));
    expect(waits).toBe(6);
    expect(setup.state?.hostname).toBe('mx.code.kr');
  });

  it('end when they are finished, for good', async () => {
    const setup = await withAdministrator();
    expect(await refused(setup.finish())).toMatchObject({ code: 'owed' });
    await setup.changed(await setup.api.post('hostname', { hostname: 'mail.code.kr' }));
    await setup.finish();
    expect(setup.stage).toBe('finished');
    const again = open();
    await again.load();
    expect(again.stage).toBe('closed');
  });

  it('keep what went wrong in its place, and leave when the door has closed', async () => {
    const setup = await withAdministrator();
    const doing = new Doing(setup);
    expect(await doing.run(async () => void (await setup.api.post('hostname', { hostname: 'bare' })))).toBe(false);
    expect(doing.problem).toMatchObject({ code: 'badName' });
    expect(setup.stage).toBe('steps');
    await doing.run(async () => void (await setup.api.get('nowhere')));
    expect(doing.problem).toMatchObject({ trouble: 'closed' });
    expect(setup.stage).toBe('steps');
    jar = { code: false, in: false };
    await doing.run(async () => void (await setup.api.get('hostname')));
    expect(doing.problem).toBeUndefined();
    expect(setup.stage).toBe('closed');
  });
});

describe('the way out', () => {
  const outbound = (family: 4 | 6, ...states: Reached[]): Outbound => ({ family, state: '', tried: states.map((state, index) => ({ host: `${index}`, state, millis: 1 })) });

  it('is told by how it fails', () => {
    expect(wayOf(outbound(4, 'timeout', 'timeout'))).toBe('timeout');
    expect(wayOf(outbound(4, 'open', 'timeout'))).toBe('mixed');
    expect(wayOf(outbound(4, 'refused', 'timeout'))).toBe('timeout');
    expect(wayOf(outbound(4, 'refused', 'noRoute'))).toBe('refused');
    expect(wayOf(outbound(6))).toBe('noRoute');
  });

  it('is needed by IPv4', () => {
    expect(leaves([outbound(4, 'open'), outbound(6, 'noRoute')])).toBe(true);
    expect(leaves([outbound(4, 'timeout'), outbound(6, 'open')])).toBe(false);
  });
});

describe('a file with a certificate', () => {
  const block = (label: string) => `-----BEGIN ${label}-----\nMIIB\n-----END ${label}-----\n`;

  it('may hold the key as well, and words around', () => {
    const all = pemsOf(`subject=x\n${block('PRIVATE KEY')}\n${block('CERTIFICATE')}issuer\n${block('CERTIFICATE')}`);
    expect(all).toEqual({ certificate: block('CERTIFICATE').repeat(2), key: block('PRIVATE KEY'), locked: false });
  });

  it('is nothing when there is neither, and says when the key is locked', () => {
    expect(pemsOf('hello')).toEqual({ certificate: '', key: '', locked: false });
    expect(pemsOf(block('ENCRYPTED PRIVATE KEY')).locked).toBe(true);
  });
});

describe('what is asked again and again', () => {
  it('rests while nobody looks', async () => {
    vi.useFakeTimers();
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('document', page);
    let asked = 0;
    const end = regularly(async () => (asked++, true), 10_000);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(asked).toBe(3);
    page.visibilityState = 'hidden';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(3);
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toBe(4);
    end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(4);
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
});

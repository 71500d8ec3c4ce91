// SPDX-License-Identifier: Apache-2.0
// Mail of another server (Import of docs/operations/jmap.md): the server brings it, this page begins it and
// tells how far it is.
import { JmapError } from '../../core/jmap/errors';
import type { GetResponse, Id, SetError, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';

export const IMPORT = 'urn:pabal:params:jmap:import';

export interface Server {
  host: string;
  port?: number;
  security: 'tls' | 'starttls';
  user: string;
  password: string;
}

export type Hint = 'no-such-name' | 'dns' | 'inside' | 'unreachable' | 'timeout' | 'later' | 'tls' | 'certificate' | 'no-tls' | 'login' | 'no-mechanism' | 'refused' | 'no-imap';
export type Trouble = 'overQuota' | 'noSuchHost' | 'dns' | 'inside' | 'unreachable' | 'timeout' | 'unavailable' | 'tls' | 'certificate' | 'noTls' | 'login' | 'noMechanism' | 'refused' | 'protocol';

export interface Step {
  name: 'name' | 'connect' | 'tls' | 'login' | 'folders';
  state: 'ok' | 'bad' | 'skipped';
  said: string;
  hint: Hint;
}

export interface Found {
  name: string;
  byLabels: boolean;
  mailboxName: string | null;
  messages: number | null;
}

export interface Job {
  id: Id;
  server: { host: string; user: string };
  state: 'waiting' | 'working' | 'done' | 'stopped' | 'failed';
  trouble: { type: Trouble; said: string } | null;
  folders: { name: string; mailboxName: string | null; total: number; done: number; isOver: boolean }[];
  brought: number;
  there: number;
  left: { folder: string; uid: number; type: 'deleted' | 'tooLarge' | 'noMessage' | 'name' | 'refused' }[];
  leftCount: number;
}

const HOSTS: Record<string, string> = {
  'gmail.com': 'imap.gmail.com', 'naver.com': 'imap.naver.com', 'daum.net': 'imap.daum.net', 'hanmail.net': 'imap.daum.net', 'kakao.com': 'imap.kakao.com', 'nate.com': 'imap.nate.com',
  'icloud.com': 'imap.mail.me.com', 'me.com': 'imap.mail.me.com', 'yahoo.com': 'imap.mail.yahoo.com', 'outlook.com': 'outlook.office365.com', 'hotmail.com': 'outlook.office365.com',
};

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).trim().toLowerCase();

/** Where mail of an address lies, mostly. */
export function hostOf(address: string): string {
  const domain = domainOf(address);
  return !address.includes('@') || domain === '' ? '' : (HOSTS[domain] ?? `imap.${domain}`);
}

/** What a domain says of its own server (Import/find). */
export interface Said {
  address: string;
  /** As it is entered: with the port where it is not the usual one. */
  place: string;
  security: Server['security'];
  /** Nothing vouches for it but the domain's own word: who connects to it must have been asked. RFC 6186 §6 */
  mustBeConfirmed: boolean;
}

interface FindResponse {
  server: { host: string; port: number; security: Server['security'] } | null;
  isOffered: boolean | null;
  mustBeConfirmed: boolean;
}

export function saidOf(address: string, { server, mustBeConfirmed }: FindResponse): Said | undefined {
  if (server === null) return undefined;
  const { host, port, security } = server;
  const place = port === (security === 'tls' ? 993 : 143) ? host : `${host}:${port}`;
  return { address, place, security, mustBeConfirmed: mustBeConfirmed && host !== hostOf(address) };
}

/** @param place a name, perhaps with a port behind it */
export function serverOf(place: string, security: Server['security'], user: string, password: string): Server {
  const [, host = '', port] = /^(.*?)(?::(\d{1,5}))?$/.exec(place.trim()) ?? [];
  return { host, ...(port && { port: Number(port) }), security, user: user.trim(), password };
}

export const isOver = (job: Job): boolean => job.state === 'done' || job.state === 'stopped' || job.state === 'failed';

export class ServerImports {
  /** The newest. */
  job = $state.raw<Job | undefined>(undefined);
  steps = $state.raw<Step[]>([]);
  found = $state.raw<Found[] | undefined>(undefined);

  constructor(private readonly account: Account) {}

  async load(): Promise<void> {
    const { list } = await this.account.transport.call<GetResponse<Job>>('Import/get', { accountId: this.account.id, ids: null }).result;
    const number = ({ id }: Job) => Number(id.slice(1));
    this.job = [...list].sort((one, other) => number(other) - number(one))[0];
  }

  /** Where the mail of an address lies, as its domain says; undefined where it says nothing, or nobody can tell now. */
  async find(address: string): Promise<Said | undefined> {
    try {
      return saidOf(address, await this.account.transport.call<FindResponse>('Import/find', { accountId: this.account.id, address }).result);
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      return undefined;
    }
  }

  /** Step by step; when all is well, what there is to be brought. */
  async check(server: Server): Promise<void> {
    const accountId = this.account.id;
    this.steps = [];
    this.found = undefined;
    const { steps } = await this.account.transport.call<{ steps: Step[] }>('Check/run', { accountId, kind: 'fetch', settings: server }).result;
    this.steps = steps;
    if (steps.some(({ state }) => state !== 'ok')) return;
    this.found = (await this.account.transport.call<{ folders: Found[] }>('Import/look', { accountId, server }).result).folders;
  }

  async begin(server: Server, skip: string[]): Promise<void> {
    const answer = await this.set({ create: { a: { server, skip } } });
    refuse(answer.notCreated?.['a']);
    this.steps = [];
    this.found = undefined;
    await this.load();
  }

  /** @param state stopped ends it, waiting has it try again at once */
  async turn(job: Job, state: 'stopped' | 'waiting'): Promise<void> {
    const answer = await this.set({ update: { [job.id]: { state } } });
    refuse(answer.notUpdated?.[job.id]);
    await this.load();
  }

  private set(change: Record<string, unknown>): Promise<SetResponse> {
    return this.account.transport.call<SetResponse>('Import/set', { accountId: this.account.id, ...change }).result;
  }
}

function refuse(error: SetError | undefined): void {
  if (error) throw new JmapError('refused', error.type, error.description ?? '');
}

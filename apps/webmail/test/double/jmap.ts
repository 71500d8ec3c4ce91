// SPDX-License-Identifier: Apache-2.0
// A JMAP server of one account, in memory: enough of RFC 8620 and RFC 8621 for the pages, with exact
// states, changes and queryChanges, and failures on demand.
import type { ChangesResponse, Filter, Id, Mailbox, Row } from '../../src/core/jmap/types';

import { Bin } from './bin';
import { Uploads } from './uploads';

type Json = Record<string, unknown>;
interface Stored extends Row {
  [property: string]: unknown;
}

interface Change {
  state: number;
  type: 'Email' | 'Mailbox';
  id: Id;
  kind: 'created' | 'updated' | 'destroyed';
}

class MethodError extends Error {
  constructor(readonly type: string) {
    super(type);
  }
}

export class JmapDouble {
  readonly accountId = 'a1';
  readonly mailboxes = new Map<Id, Mailbox>();
  readonly emails = new Map<Id, Stored>();
  /** Each request's methods: tests count and read them. */
  readonly log: string[][] = [];
  readonly submissions: Json[] = [];
  readonly bin = new Bin(this);
  readonly preferences = new Map<string, unknown>();
  readonly uploads = new Uploads();
  private readonly changes: Change[] = [];
  /** What each query had answered at each state. */
  private readonly answers = new Map<string, Id[]>();
  private state = 1;
  private serial = 0;
  /** Consulted before each request; what it gives is answered instead. */
  fail: (() => Response | Error | undefined) | undefined;
  forgetsQueries = false;
  maxObjectsInGet = 500;

  addMailbox(name: string, role: Mailbox['role'], parentId: Id | null = null): Mailbox {
    const mailbox: Mailbox = {
      id: `m${++this.serial}`, name, role, parentId, sortOrder: 0, totalEmails: 0, unreadEmails: 0, totalThreads: 0, unreadThreads: 0, isSubscribed: true, myRights: {},
    };
    this.mailboxes.set(mailbox.id, mailbox);
    this.changed('Mailbox', mailbox.id, 'created');
    return mailbox;
  }

  deliver(mailbox: Mailbox, email: Partial<Stored> = {}): Stored {
    const id = `e${++this.serial}`;
    const at = new Date(Date.UTC(2026, 10, 17, 0, 0, this.serial)).toISOString().replace(/\.\d+/, '');
    const stored: Stored = {
      id, threadId: `t-${id}`, mailboxIds: { [mailbox.id]: true }, keywords: {}, hasAttachment: false, from: [{ name: `Sender ${id}`, email: `${id}@example.org` }],
      to: [{ name: null, email: 'me@example.org' }], subject: `Subject ${id}`, receivedAt: at, preview: `Preview ${id}`, size: 1000,
      blobId: `b-${id}`, messageId: [`${id}@example.org`], inReplyTo: null, references: null, sentAt: at, cc: null, bcc: null, replyTo: null,
      textBody: [{ partId: '1', blobId: `p-${id}`, size: 10, name: null, type: 'text/plain', charset: 'utf-8', disposition: null, cid: null }],
      htmlBody: [{ partId: '1', blobId: `p-${id}`, size: 10, name: null, type: 'text/plain', charset: 'utf-8', disposition: null, cid: null }],
      attachments: [], bodyValues: { 1: { value: `Text of ${id}`, isTruncated: false, isEncodingProblem: false } },
      ...email,
    };
    this.emails.set(id, stored);
    this.changed('Email', id, 'created');
    return stored;
  }

  remove(id: Id): void {
    this.emails.delete(id);
    this.changed('Email', id, 'destroyed');
  }

  private changed(type: Change['type'], id: Id, kind: Change['kind']): void {
    this.changes.push({ state: ++this.state, type, id, kind });
    this.count();
  }

  private count(): void {
    for (const mailbox of this.mailboxes.values()) {
      const inside = [...this.emails.values()].filter((email) => email.mailboxIds[mailbox.id]);
      const unread = inside.filter((email) => !email.keywords['$seen']).length;
      if (mailbox.totalEmails === inside.length && mailbox.unreadEmails === unread) continue;
      Object.assign(mailbox, { totalEmails: inside.length, unreadEmails: unread, totalThreads: inside.length, unreadThreads: unread });
      this.changes.push({ state: ++this.state, type: 'Mailbox', id: mailbox.id, kind: 'updated' });
    }
  }

  session(): Json {
    const restore = 'urn:pabal:params:jmap:restore';
    const capabilities = { ...(this.bin.rows.length > 0 && { [restore]: {} }), 'urn:ietf:params:jmap:core': { maxCallsInRequest: 16, maxObjectsInGet: this.maxObjectsInGet, maxSizeUpload: 50_000_000 }, 'urn:ietf:params:jmap:mail': {}, 'urn:pabal:params:jmap:preferences': {} };
    return {
      username: 'me@example.org', apiUrl: '/jmap/api', downloadUrl: '/jmap/download/{accountId}/{blobId}/{name}?type={type}', uploadUrl: '/jmap/upload/{accountId}',
      eventSourceUrl: '/jmap/eventsource?types={types}&closeafter={closeafter}&ping={ping}', state: 's', capabilities,
      accounts: { [this.accountId]: { name: 'me@example.org', isPersonal: true, isReadOnly: false, accountCapabilities: { [restore]: { keptSeconds: 1_209_600 }, 'urn:ietf:params:jmap:mail': {}, 'urn:ietf:params:jmap:submission': { maxDelayedSend: 3600 } } } },
      primaryAccounts: { 'urn:ietf:params:jmap:mail': this.accountId },
    };
  }

  /** In place of the browser's fetch. */
  readonly fetch = async (_: string, init: RequestInit): Promise<Response> => {
    const failure = this.fail?.();
    if (failure instanceof Error) throw failure;
    if (failure) return failure;
    return new Response(JSON.stringify(this.handle(JSON.parse(String(init.body)) as { methodCalls: [string, Json, string][] })), { status: 200 });
  };

  handle(request: { methodCalls: [string, Json, string][] }): Json {
    this.log.push(request.methodCalls.map(([name]) => name));
    const responses: [string, Json, string][] = [];
    const created = new Map<string, Id>();
    for (const [name, args, id] of request.methodCalls) {
      try {
        responses.push([name, this.call(name, this.resolved(args, responses), created), id]);
      } catch (failure) {
        if (!(failure instanceof MethodError)) throw failure;
        responses.push(['error', { type: failure.type }, id]);
      }
    }
    return { methodResponses: responses, sessionState: 's' };
  }

  private resolved(args: Json, responses: [string, Json, string][]): Json {
    const found: Json = {};
    for (const [name, value] of Object.entries(args)) {
      if (!name.startsWith('#')) {
        found[name] = value;
        continue;
      }
      const { resultOf, path } = value as { resultOf: string; path: string };
      const response = responses.find(([method, , id]) => id === resultOf && method !== 'error');
      if (!response) throw new MethodError('invalidResultReference');
      found[name.slice(1)] = pointer(response[1], path.split('/').slice(1));
    }
    return found;
  }

  private call(name: string, args: Json, created: Map<string, Id>): Json {
    switch (name) {
      case 'Core/echo': return args;
      case 'Mailbox/query': return { ids: [...this.mailboxes.values()].filter((mailbox) => mailbox.role === (args['filter'] as { role: string }).role).map(({ id }) => id) };
      case 'Mailbox/get': return this.get([...this.mailboxes.values()] as unknown as Stored[], args);
      case 'Email/get': return this.get([...this.emails.values()], args);
      case 'Thread/get': return this.get(this.threads(), args);
      case 'Identity/get': return this.get([{ id: 'i1', name: 'Me', email: 'me@example.org', replyTo: null, bcc: null, textSignature: '', htmlSignature: '' }] as unknown as Stored[], args);
      case 'Quota/get': return this.get([{ id: 'q1', resourceType: 'octets', used: 3_200_000_000, hardLimit: 20_000_000_000, name: 'mail' }] as unknown as Stored[], args);
      case 'Preference/get': return { ...this.get([...this.preferences].map(([id, value]) => ({ id, value })) as unknown as Stored[], args), state: this.preferenceState };
      case 'Preference/set': return this.setPreferences(args);
      case 'Mailbox/changes': return this.changesSince('Mailbox', args) as unknown as Json;
      case 'Email/changes': return this.changesSince('Email', args) as unknown as Json;
      case 'Email/query': return this.query(args);
      case 'Email/queryChanges': return this.queryChanges(args);
      case 'Email/set': return this.setEmails(args, created);
      case 'Mailbox/set': return this.setMailboxes(args);
      case 'Blob/upload': return this.uploads.upload(args);
      case 'Email/import': return { ...this.uploads.import(args, this), newState: String(this.state) };
      case 'EmailSubmission/query': return { ids: this.submissions.filter((submission) => submission['undoStatus'] === (args['filter'] as Json)['undoStatus']).map((submission) => submission['id']) };
      case 'EmailSubmission/get': return this.get(this.submissions as unknown as Stored[], args);
      case 'EmailSubmission/set': return this.submit(args, created);
      default: {
        const answer = this.bin.call(name, args);
        if (answer === undefined) throw new MethodError('unknownMethod');
        return answer;
      }
    }
  }

  private threads(): Stored[] {
    const found = new Map<Id, Id[]>();
    for (const email of this.emails.values()) found.set(email.threadId, [...(found.get(email.threadId) ?? []), email.id]);
    return [...found].map(([id, emailIds]) => ({ id, emailIds })) as unknown as Stored[];
  }

  private get(all: Stored[], args: Json): Json {
    const ids = args['ids'] as Id[] | null;
    if (ids && new Set(ids).size > this.maxObjectsInGet) throw new MethodError('requestTooLarge');
    const properties = args['properties'] as string[] | undefined;
    const wanted = ids === null ? undefined : new Set(ids);
    const list = all.filter((item) => wanted === undefined || wanted.has(item.id)).map((item) =>
      structuredClone(properties ? Object.fromEntries(['id', ...properties].map((name) => [name, item[name]])) : item));
    return { accountId: this.accountId, state: String(this.state), list, notFound: ids?.filter((id) => !all.some((item) => item.id === id)) ?? [] };
  }

  private changesSince(type: Change['type'], args: Json): ChangesResponse {
    const since = Number(args['sinceState']);
    const sets = { created: new Set<Id>(), updated: new Set<Id>(), destroyed: new Set<Id>() };
    for (const change of this.changes) {
      if (change.type !== type || change.state <= since) continue;
      if (change.kind === 'destroyed') {
        const fresh = sets.created.delete(change.id);
        sets.updated.delete(change.id);
        if (!fresh) sets.destroyed.add(change.id);
      } else if (change.kind === 'created' || !sets.created.has(change.id)) sets[change.kind].add(change.id);
    }
    return {
      oldState: String(since), newState: String(this.state), hasMoreChanges: false,
      created: [...sets.created], updated: [...sets.updated], destroyed: [...sets.destroyed],
    };
  }

  private find(filter: Filter | null, collapse: boolean, oldestFirst: boolean): Id[] {
    const found = [...this.emails.values()].filter((email) => matchesFilter(email, filter));
    found.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1) * (oldestFirst ? -1 : 1));
    const seen = new Set<Id>();
    return found.filter((email) => !collapse || (!seen.has(email.threadId) && seen.add(email.threadId))).map((email) => email.id);
  }

  private query(args: Json): Json {
    const key = JSON.stringify([args['filter'], args['collapseThreads'], args['sort']]);
    const sort = args['sort'] as { isAscending: boolean }[] | undefined;
    const ids = this.find(args['filter'] as Filter, args['collapseThreads'] === true, sort?.[0]?.isAscending === true);
    this.answers.set(`${key}@${this.state}`, ids);
    const anchor = args['anchor'] as Id | undefined;
    const position = anchor === undefined ? Number(args['position'] ?? 0) : ids.indexOf(anchor) + Number(args['anchorOffset'] ?? 0);
    return {
      accountId: this.accountId, queryState: String(this.state), canCalculateChanges: !this.forgetsQueries, position,
      ids: ids.slice(position, position + Number(args['limit'] ?? 1000)), total: ids.length,
    };
  }

  private queryChanges(args: Json): Json {
    const key = JSON.stringify([args['filter'], args['collapseThreads'], args['sort']]);
    const since = String(args['sinceQueryState']);
    const old = this.answers.get(`${key}@${since}`);
    if (this.forgetsQueries || old === undefined) throw new MethodError('cannotCalculateChanges');
    const sort = args['sort'] as { isAscending: boolean }[] | undefined;
    const now = this.find(args['filter'] as Filter, args['collapseThreads'] === true, sort?.[0]?.isAscending === true);
    this.answers.set(`${key}@${this.state}`, now);
    return {
      accountId: this.accountId, oldQueryState: since, newQueryState: String(this.state), total: now.length,
      removed: old.filter((id) => !now.includes(id)),
      added: now.flatMap((id, index) => (old.includes(id) ? [] : [{ id, index }])),
    };
  }

  private setEmails(args: Json, created: Map<string, Id>): Json {
    const done = { created: {} as Json, updated: {} as Json, destroyed: [] as Id[], notCreated: {} as Json, notUpdated: {} as Json, notDestroyed: {} as Json };
    for (const [key, value] of Object.entries((args['create'] ?? {}) as Record<string, Json>)) {
      const target = this.mailboxes.get(Object.keys(value['mailboxIds'] as Json)[0] ?? '');
      if (!target) throw new MethodError('invalidArguments');
      const { bodyValues, ...rest } = value;
      const email = this.deliver(target, { ...rest, bodyValues: Object.fromEntries(Object.entries(bodyValues as Record<string, { value: string }>).map(([id, part]) => [id, { isTruncated: false, isEncodingProblem: false, ...part }])) } as Partial<Stored>);
      created.set(key, email.id);
      done.created[key] = { id: email.id };
    }
    for (const [id, patch] of Object.entries((args['update'] ?? {}) as Record<Id, Json>)) {
      const email = this.emails.get(id);
      if (!email) {
        done.notUpdated[id] = { type: 'notFound' };
        continue;
      }
      applyPatch(email, patch);
      this.changed('Email', id, 'updated');
      done.updated[id] = null;
    }
    for (const id of (args['destroy'] ?? []) as Id[]) {
      if (!this.emails.has(id)) done.notDestroyed[id] = { type: 'notFound' };
      else {
        this.remove(id);
        done.destroyed.push(id);
      }
    }
    return { accountId: this.accountId, oldState: null, newState: String(this.state), ...done };
  }

  get preferenceState(): string {
    return JSON.stringify([...this.preferences]);
  }

  private setPreferences(args: Json): Json {
    const updated: Json = {};
    for (const [name, { value }] of Object.entries(args['update'] as Record<string, { value: unknown }>)) {
      if (value === null) this.preferences.delete(name);
      else this.preferences.set(name, value);
      updated[name] = null;
    }
    return { accountId: this.accountId, oldState: null, newState: this.preferenceState, updated, notUpdated: null };
  }

  private setMailboxes(args: Json): Json {
    const created: Json = {};
    for (const [key, value] of Object.entries((args['create'] ?? {}) as Record<string, Partial<Mailbox>>)) {
      created[key] = { id: this.addMailbox(value.name ?? '', value.role ?? null, value.parentId ?? null).id };
    }
    return { accountId: this.accountId, oldState: null, newState: String(this.state), created, updated: {}, destroyed: [], notCreated: null, notUpdated: null, notDestroyed: null };
  }

  private submit(args: Json, created: Map<string, Id>): Json {
    const done: Json = {};
    for (const [key, value] of Object.entries((args['create'] ?? {}) as Record<string, Json>)) {
      const reference = String(value['emailId']);
      const emailId = reference.startsWith('#') ? created.get(reference.slice(1)) : reference;
      const id = `s${this.submissions.length + 1}`;
      const asked = ((value['envelope'] as Json | undefined)?.['mailFrom'] as Json | undefined)?.['parameters'] as Json | null | undefined;
      this.submissions.push({ ...value, id, emailId, undoStatus: asked ? 'pending' : 'final', sendAt: asked?.['HOLDUNTIL'] ?? new Date().toISOString() });
      done[key] = { id };
      this.afterwards(args, `#${key}`, emailId);
    }
    const updated: Json = {};
    const notUpdated: Json = {};
    for (const [id, patch] of Object.entries((args['update'] ?? {}) as Record<Id, Json>)) {
      const submission = this.submissions[Number(id.slice(1)) - 1];
      if (submission?.['undoStatus'] !== 'pending') {
        notUpdated[id] = { type: 'cannotUnsend' };
        continue;
      }
      Object.assign(submission, patch);
      updated[id] = null;
      this.afterwards(args, id, submission['emailId'] as Id);
    }
    return { accountId: this.accountId, oldState: null, newState: String(this.state), created: done, updated, destroyed: [], notCreated: null, notUpdated, notDestroyed: null };
  }

  /** RFC 8621 §7.5: what is done with the Email of a submission that succeeded. */
  private afterwards(args: Json, key: string, emailId: Id | undefined): void {
    const update = (args['onSuccessUpdateEmail'] as Record<string, Json> | undefined)?.[key];
    const email = this.emails.get(emailId ?? '');
    if (!update || !email) return;
    applyPatch(email, update);
    this.changed('Email', email.id, 'updated');
  }
}

function pointer(value: unknown, path: string[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (head === '*') return (value as unknown[]).flatMap((item) => pointer(item, rest) as unknown[]);
  return pointer((value as Json)[head], rest);
}

function applyPatch(email: Stored, patch: Json): void {
  for (const [path, value] of Object.entries(patch)) {
    const [property, name] = path.split('/') as [string, string | undefined];
    if (name === undefined) email[property] = value;
    else if (value === null) delete (email[property] as Json)[name];
    else (email[property] as Json)[name] = value;
  }
}

function matchesFilter(email: Stored, filter: Filter | null): boolean {
  if (filter === null) return true;
  if ('operator' in filter) {
    const results = filter.conditions.map((condition) => matchesFilter(email, condition));
    return filter.operator === 'AND' ? results.every(Boolean) : filter.operator === 'OR' ? results.some(Boolean) : !results.some(Boolean);
  }
  const has = (text: string | null | undefined, part: string) => text?.toLowerCase().includes(part.toLowerCase()) === true;
  return (filter.inMailbox === undefined || email.mailboxIds[filter.inMailbox] === true)
    && !Object.keys(email.mailboxIds).every((id) => filter.inMailboxOtherThan?.includes(id))
    && (filter.hasKeyword === undefined || email.keywords[filter.hasKeyword] === true)
    && (filter.notKeyword === undefined || email.keywords[filter.notKeyword] !== true)
    && (filter.header === undefined || (email['messageId'] as string[] | null)?.includes(filter.header[1] ?? '') === true)
    && (filter.hasAttachment === undefined || email.hasAttachment === filter.hasAttachment)
    && (filter.subject === undefined || has(email.subject, filter.subject))
    && (filter.from === undefined || has(email.from?.map((address) => `${address.name} ${address.email}`).join(), filter.from))
    && (filter.text === undefined || has(`${email.subject} ${email.preview} ${email.from?.[0]?.name}`, filter.text));
}

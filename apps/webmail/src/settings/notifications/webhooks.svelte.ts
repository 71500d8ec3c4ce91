// SPDX-License-Identifier: Apache-2.0
// How a person is told of new mail: webhooks, and what browsers and phones show.
import { JmapError } from '../../core/jmap/errors';
import type { GetResponse, Id, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { allDone } from '../saving.svelte';

export const WEBHOOK = 'urn:pabal:params:jmap:webhook';

export interface Rules {
  wanted: { kind: 'all' | 'known' | 'mailboxes' | 'keywords'; mailboxIds?: Id[]; keywords?: string[] };
  quiet: { from: string; until: string; timeZone: string } | null;
  show: 'full' | 'sender' | 'none';
}

export type Format = 'json' | 'values' | 'ntfy' | 'template';

export interface Answer {
  at: string;
  /** 0 where nothing was answered. */
  status: number;
  said: string;
}

export interface Webhook extends Rules {
  id: Id;
  name: string;
  url: string;
  format: Format;
  template: string | null;
  hasSecret: boolean;
  enabled: boolean;
  lastAnswer: Answer | null;
  waiting: number;
  latency: { p95Millis: number | null; count: number };
}

export interface Trial extends Answer {
  millis: number;
}

/** What a person fills in. */
export interface Draft extends Rules {
  id: Id | undefined;
  name: string;
  url: string;
  format: Format;
  template: string;
  /** Empty: the one that is there stays. */
  secret: string;
  hasSecret: boolean;
  forgetSecret: boolean;
}

/** What a template may look like at first. */
const TEMPLATE = '{"text": "{{name}}: {{subject}}"}';

export function emptyDraft(): Draft {
  return {
    id: undefined, name: '', url: 'https://', format: 'json', template: TEMPLATE, secret: '', hasSecret: false, forgetSecret: false,
    wanted: { kind: 'all' }, quiet: null, show: 'full',
  };
}

export function draftOf(webhook: Webhook): Draft {
  const { id, name, url, format, template, hasSecret, wanted, quiet, show } = webhook;
  return { id, name, url, format, template: template ?? TEMPLATE, secret: '', hasSecret, forgetSecret: false, wanted, quiet, show };
}

/** As the server takes it. */
export function propertiesOf(draft: Draft): Record<string, unknown> {
  const { name, url, format, template, secret, forgetSecret, wanted, quiet, show } = draft;
  return {
    name: name.trim(), url: url.trim(), format, template: format === 'template' ? template : null, wanted, quiet, show,
    ...(secret !== '' ? { secret } : forgetSecret ? { secret: null } : {}),
  };
}

/** Which words tell what an answer means. */
export function meaning(answer: Answer): 'good' | 'silent' | 'key' | 'address' | 'often' | 'there' | 'refused' {
  const { status } = answer;
  if (status >= 200 && status < 300) return 'good';
  if (status === 0) return 'silent';
  if (status === 401 || status === 403) return 'key';
  if (status === 404 || status === 405 || status === 410 || (status >= 300 && status < 400)) return 'address';
  if (status === 429) return 'often';
  return status >= 500 ? 'there' : 'refused';
}

export class Webhooks {
  all = $state.raw<Webhook[]>([]);
  rules = $state.raw<Rules | undefined>(undefined);
  ready = $state(false);
  trouble = $state.raw<JmapError | undefined>(undefined);

  constructor(private readonly account: Account) {}

  /** Also to see how it goes by now. */
  async load(): Promise<void> {
    const { transport, id: accountId } = this.account;
    try {
      const hooks = transport.call<GetResponse<Webhook>>('Webhook/get', { accountId, ids: null });
      const rules = transport.call<GetResponse<Rules & { id: Id }>>('NotificationSetting/get', { accountId, ids: null });
      this.all = (await hooks.result).list;
      this.rules = (await rules.result).list[0];
      this.trouble = undefined;
      this.ready = true;
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      if (!this.ready) this.trouble = failure;
    }
  }

  private async set(args: Record<string, unknown>): Promise<SetResponse<Webhook>> {
    const { transport, id: accountId } = this.account;
    const set = allDone(await transport.call<SetResponse<Webhook>>('Webhook/set', { accountId, ...args }).result);
    await this.load();
    return set;
  }

  /** @returns its id */
  async save(draft: Draft): Promise<Id> {
    const properties = propertiesOf(draft);
    if (draft.id !== undefined) {
      await this.set({ update: { [draft.id]: properties } });
      return draft.id;
    }
    const set = await this.set({ create: { made: properties } });
    return set.created?.['made']?.id ?? '';
  }

  async switch(id: Id, enabled: boolean): Promise<void> {
    await this.set({ update: { [id]: { enabled } } });
  }

  async remove(id: Id): Promise<void> {
    await this.set({ destroy: [id] });
  }

  async test(id: Id): Promise<Trial> {
    const { transport, id: accountId } = this.account;
    const trial = await transport.call<Trial>('Webhook/test', { accountId, webhookId: id }).result;
    await this.load();
    return trial;
  }

  async keep(rules: Rules): Promise<void> {
    const { transport, id: accountId } = this.account;
    const { wanted, quiet, show } = rules;
    allDone(await transport.call<SetResponse>('NotificationSetting/set', { accountId, update: { singleton: { wanted, quiet, show } } }).result);
    await this.load();
  }
}

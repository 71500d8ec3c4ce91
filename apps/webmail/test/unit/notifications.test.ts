// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/store/account.svelte';
import { draftOf, emptyDraft, meaning, propertiesOf, type Webhook, Webhooks } from '../../src/settings/notifications/webhooks.svelte';
import { labelsOf } from '../../src/settings/notifications/labels';

const HOOK: Webhook = {
  id: 'W1', name: 'phone', url: 'https://maker.example/trigger', format: 'values', template: null, hasSecret: true, enabled: true,
  wanted: { kind: 'all' }, quiet: null, show: 'full', lastAnswer: null, waiting: 0, latency: { p95Millis: null, count: 0 },
};

describe('a webhook that is filled in', () => {
  it('keeps the secret that is not typed again', () => {
    expect(propertiesOf(draftOf(HOOK))).not.toHaveProperty('secret');
    expect(propertiesOf({ ...draftOf(HOOK), secret: 'new' })).toHaveProperty('secret', 'new');
    expect(propertiesOf({ ...draftOf(HOOK), forgetSecret: true })).toHaveProperty('secret', null);
  });

  it('has a template only as one', () => {
    expect(propertiesOf(emptyDraft())['template']).toBeNull();
    expect(propertiesOf({ ...emptyDraft(), format: 'template' })['template']).toContain('{{subject}}');
  });
});

describe('the last answer', () => {
  it.each([
    [200, 'good'], [204, 'good'], [0, 'silent'], [401, 'key'], [403, 'key'], [404, 'address'], [302, 'address'], [429, 'often'], [503, 'there'], [400, 'refused'],
  ] as const)('%i means %s', (status, words) => expect(meaning({ at: '2026-01-01T00:00:00Z', status, said: '' })).toBe(words));
});

describe('the list', () => {
  it('is read again after each change, and a trial tells how long it took', async () => {
    const asked: [string, Record<string, unknown>][] = [];
    const call = (name: string, args: Record<string, unknown>) => {
      asked.push([name, args]);
      const results: Record<string, unknown> = {
        'Webhook/get': { list: [HOOK] }, 'NotificationSetting/get': { list: [{ id: 'singleton', wanted: { kind: 'known' }, quiet: null, show: 'none' }] },
        'Webhook/set': { created: { made: { id: 'W2' } } }, 'Webhook/test': { at: '2026-01-01T00:00:00Z', status: 200, said: '', millis: 42 }, 'NotificationSetting/set': {},
      };
      return { result: Promise.resolve(results[name]) };
    };
    const webhooks = new Webhooks({ id: 'a1', transport: { call } } as unknown as Account);
    await webhooks.load();
    expect(webhooks.rules?.show).toBe('none');
    expect(await webhooks.save(emptyDraft())).toBe('W2');
    expect((await webhooks.test('W1')).millis).toBe(42);
    await webhooks.keep({ wanted: { kind: 'all' }, quiet: null, show: 'full' });
    expect(asked.filter(([name]) => name === 'Webhook/get')).toHaveLength(4);
    expect(asked.at(-3)).toEqual(['NotificationSetting/set', { accountId: 'a1', update: { singleton: { wanted: { kind: 'all' }, quiet: null, show: 'full' } } }]);
  });
});

it('offers the labels that there are, and those that were chosen and no mail wears now', () => {
  const all = [{ keyword: 'Work', name: 'Work', colour: 'red' as const }];
  const find = (keyword: string) => ({ keyword, name: keyword, colour: 'blue' as const });
  const rules = { wanted: { kind: 'keywords' as const, keywords: ['work', 'gone'] }, quiet: null, show: 'full' as const };
  expect(labelsOf({ all, find }, rules).map((each) => each.name)).toEqual(['Work', 'gone']);
  expect(labelsOf({ all, find: () => undefined }, { ...rules, wanted: { kind: 'keywords', keywords: ['$flagged'] } }).map((each) => each.keyword)).toEqual(['Work', '$flagged']);
});

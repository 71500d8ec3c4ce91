// SPDX-License-Identifier: Apache-2.0
// Whose mail the account lets in or keeps out, whatever the spam filter says.
import { JmapError } from '../jmap/errors';
import type { Transport } from '../jmap/transport';
import type { GetResponse, Id, SetResponse } from '../jmap/types';

export const SENDERS = 'urn:pabal:params:jmap:senders';
export type Judgement = 'allowed' | 'blocked';

interface Asking {
  readonly id: Id;
  readonly transport: Transport;
}

/** By `user@host`, `@host`, `.host` or a network. */
export async function judgements({ transport, id: accountId }: Asking): Promise<Record<string, Judgement>> {
  const { list } = await transport.call<GetResponse<{ senders: Record<string, Judgement> }>>('SenderSetting/get', { accountId, ids: null }).result;
  return list[0]?.senders ?? {};
}

/** The way the server writes it: in lower case, the domain in ASCII. */
export function written(sender: string): string {
  const lower = sender.trim().normalize('NFC').toLowerCase();
  const [, before, domain] = /^(.*@|\.)([^@/]+)$/.exec(lower) ?? [];
  if (before === undefined || domain === undefined) return lower;
  try {
    return before + new URL(`http://${domain}`).hostname;
  } catch {
    return lower;
  }
}

/** @param judgement null: judged like everybody else
 *  @returns what it was before
 *  @throws JmapError what the server refused, quoted */
export async function judge(asking: Asking, sender: string, judgement: Judgement | null): Promise<Judgement | null> {
  const name = written(sender);
  const before = (await judgements(asking))[name] ?? null;
  const path = `senders/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const set = await asking.transport.call<SetResponse>('SenderSetting/set', { accountId: asking.id, update: { singleton: { [path]: judgement } } }).result;
  const refused = set.notUpdated?.['singleton'];
  if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
  return before;
}

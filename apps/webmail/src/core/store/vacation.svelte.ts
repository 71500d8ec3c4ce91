// SPDX-License-Identifier: Apache-2.0
// The answer while one is away (RFC 8621 §8).
import { JmapError } from '../jmap/errors';
import type { Transport } from '../jmap/transport';
import type { GetResponse, Id, SetResponse } from '../jmap/types';

export const VACATION = 'urn:ietf:params:jmap:vacationresponse';

export interface VacationResponse {
  id: Id;
  isEnabled: boolean;
  fromDate: string | null;
  toDate: string | null;
  subject: string | null;
  textBody: string | null;
  htmlBody: string | null;
}

export class Vacation {
  response = $state.raw<VacationResponse | undefined>(undefined);

  constructor(
    private readonly transport: Transport,
    private readonly accountId: Id,
  ) {}

  async load(): Promise<VacationResponse> {
    const got = await this.transport.call<GetResponse<VacationResponse>>('VacationResponse/get', { accountId: this.accountId, ids: ['singleton'] }).result;
    const response = got.list[0];
    if (response === undefined) throw new JmapError('broken', 'notFound');
    this.response = response;
    return response;
  }

  /** @returns what the server has now */
  async save(change: Partial<VacationResponse>): Promise<VacationResponse> {
    const set = await this.transport.call<SetResponse>('VacationResponse/set', { accountId: this.accountId, update: { singleton: change } }).result;
    const refused = set.notUpdated?.['singleton'];
    if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
    return this.load();
  }

  /** Whether mail is answered at a moment. */
  isOn(now: Date): boolean {
    const { response } = this;
    if (!response?.isEnabled) return false;
    return (response.fromDate === null || new Date(response.fromDate) <= now) && (response.toDate === null || now < new Date(response.toDate));
  }
}

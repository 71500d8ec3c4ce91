// SPDX-License-Identifier: Apache-2.0
// The answer while one is away (RFC 8621 §8).
import { JmapError } from '../jmap/errors';
import type { Transport } from '../jmap/transport';
import type { GetResponse, Id, SetResponse } from '../jmap/types';

export const VACATION = 'urn:ietf:params:jmap:vacationresponse';

/** More than RFC 8621 knows (docs/operations/jmap.md). */
export const VACATION_EXTRAS = 'urn:pabal:params:jmap:vacation';
const PROPERTIES = ['isEnabled', 'fromDate', 'toDate', 'subject', 'textBody', 'htmlBody'];
const EXTRAS = ['organization', 'onlyKnown', 'days', 'answered'];

export interface Words {
  subject: string | null;
  textBody: string | null;
  htmlBody: string | null;
}

export interface Answered {
  address: string;
  at: string;
}

export interface VacationResponse extends Words {
  id: Id;
  isEnabled: boolean;
  fromDate: string | null;
  toDate: string | null;
  /** What people of the same domain get. */
  organization?: Words | null;
  /** Only those are answered whom one has written to. */
  onlyKnown?: boolean;
  /** After so many the same person is answered again. */
  days?: number | null;
  answered?: Answered[];
}

export class Vacation {
  response = $state.raw<VacationResponse | undefined>(undefined);
  /** Who was answered, the newest first, when it was asked last. */
  answered = $state.raw<Answered[]>([]);

  constructor(
    private readonly transport: Transport,
    private readonly accountId: Id,
    /** Whether the server knows more than RFC 8621. */
    readonly extras: boolean,
  ) {}

  /** @param answered with those who were answered */
  async load(answered = false): Promise<VacationResponse> {
    const got = await this.transport.call<GetResponse<VacationResponse>>('VacationResponse/get', { accountId: this.accountId, ids: ['singleton'], properties: [...PROPERTIES, ...(this.extras ? EXTRAS.filter((name) => answered || name !== 'answered') : [])] }).result;
    const response = got.list[0];
    if (response === undefined) throw new JmapError('broken', 'notFound');
    this.response = response;
    if (response.answered) this.answered = response.answered;
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

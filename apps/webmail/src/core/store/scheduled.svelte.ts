// SPDX-License-Identifier: Apache-2.0
// Mails that the server holds until their time (RFC 8621 §7, FUTURERELEASE of RFC 4865).
import { JmapError } from '../jmap/errors';
import type { Transport } from '../jmap/transport';
import type { GetResponse, Id, QueryResponse, Row, SetResponse } from '../jmap/types';
import type { Emails } from './emails.svelte';

export interface Held {
  id: Id;
  emailId: Id;
  identityId: Id;
  /** UTCDate: when it leaves. */
  sendAt: string;
  envelope: { mailFrom: { email: string }; rcptTo: { email: string }[] } | null;
}

/** What is held for less than this is only waiting to be called back. */
const SOON_MILLIS = 60_000;
/** Asked again so long after one was due. */
const AFTER_MILLIS = 5_000;
/** Timers know no longer times. */
const MOST_MILLIS = 86_400_000;

export class Scheduled {
  all = $state.raw<Held[]>([]);
  readonly byEmail = $derived(new Map(this.all.map((held) => [held.emailId, held])));
  state = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly transport: Transport,
    private readonly accountId: Id,
    private readonly emails: Emails,
    private readonly now: () => number,
  ) {}

  async load(): Promise<void> {
    const { accountId } = this;
    const found = this.transport.call<QueryResponse>('EmailSubmission/query', { accountId, filter: { undoStatus: 'pending' }, sort: [{ property: 'sentAt', isAscending: true }] });
    const got = this.transport.call<GetResponse<Held>>('EmailSubmission/get', {
      accountId, '#ids': found.ref('/ids'), properties: ['id', 'emailId', 'identityId', 'sendAt', 'envelope'],
    });
    const { list, state } = await got.result;
    this.state = state;
    const held = list.filter(({ sendAt }) => Date.parse(sendAt) > this.now() + SOON_MILLIS).sort((a, b) => (a.sendAt < b.sendAt ? -1 : 1));
    await this.emails.fetchRows(held.map(({ emailId }) => emailId).filter((id) => !this.emails.knows(id)));
    this.all = held;
    clearTimeout(this.timer);
    const next = held[0];
    if (next) this.timer = setTimeout(() => void this.load().catch(() => undefined), Math.min(MOST_MILLIS, Date.parse(next.sendAt) - this.now() + AFTER_MILLIS));
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  rowOf(held: Held): Row | undefined {
    return this.emails.row(held.emailId);
  }

  /** To another time: taken back first, so that it never leaves twice. When only that succeeds it is a
   *  draft. */
  async move(held: Held, until: string, drafts: Id, sent: Id): Promise<void> {
    await this.takeBack(held.id, drafts);
    const set = await this.transport.call<SetResponse>('EmailSubmission/set', {
      accountId: this.accountId,
      create: {
        s: {
          identityId: held.identityId,
          emailId: held.emailId,
          envelope: held.envelope && {
            mailFrom: { email: held.envelope.mailFrom.email, parameters: { HOLDUNTIL: until } },
            rcptTo: held.envelope.rcptTo.map(({ email }) => ({ email })),
          },
        },
      },
      onSuccessUpdateEmail: { '#s': { mailboxIds: { [sent]: true }, 'keywords/$draft': null } },
    }).result;
    const refused = set.notCreated?.['s'];
    if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
    await this.load();
  }

  /** Takes one back, in the same call makes it a draft again. What has left stays where it is. */
  async takeBack(submissionId: Id, drafts: Id): Promise<void> {
    const set = await this.transport.call<SetResponse>('EmailSubmission/set', {
      accountId: this.accountId,
      update: { [submissionId]: { undoStatus: 'canceled' } },
      onSuccessUpdateEmail: { [submissionId]: { mailboxIds: { [drafts]: true }, 'keywords/$draft': true } },
    }).result;
    const refused = set.notUpdated?.[submissionId];
    if (refused) throw new JmapError('refused', refused.type, refused.description ?? '');
    this.all = this.all.filter((held) => held.id !== submissionId);
  }
}

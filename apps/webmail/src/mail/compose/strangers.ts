// SPDX-License-Identifier: Apache-2.0
// Whom one has never written with: neither written to, nor heard of. Asked of the server, once each.
import { SvelteMap } from 'svelte/reactivity';
import { JmapError } from '../../core/jmap/errors';
import type { Address, Filter, GetResponse, QueryResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';

type People = Record<'from' | 'to' | 'cc' | 'bcc', Address[] | null>;

const FIELDS = ['from', 'to', 'cc', 'bcc'] as const;
/** Of a mail to more than these nobody looks at each. */
const MOST_ASKED = 40;
/** The words of an address may stand in longer ones, too. Who is not among so many counts as known. */
const MOST_FOUND = 20;

export class Strangers {
  /** By address in lower case; nothing while it is not known. */
  private readonly found = new SvelteMap<string, boolean>();
  private readonly asked = new Set<string>();

  constructor(private readonly account: Account) {}

  has(email: string): boolean {
    return this.found.get(email.toLowerCase()) === true;
  }

  /** One has written to them now. */
  met(emails: string[]): void {
    for (const email of emails) {
      this.asked.add(email.toLowerCase());
      this.found.set(email.toLowerCase(), false);
    }
  }

  /** Asks for those of whom nothing is known, in the request of this tick. */
  async ask(emails: string[]): Promise<void> {
    const { account } = this;
    if (account.offlineSince !== undefined || emails.length > MOST_ASKED) return;
    const open = [...new Set(emails.map((email) => email.toLowerCase()))].filter((email) => !this.asked.has(email) && !account.mine.has(email));
    await Promise.all(open.map((email) => {
      this.asked.add(email);
      return this.askFor(email).then(
        (isNew) => void this.found.set(email, isNew),
        (failure: unknown) => {
          if (!(failure instanceof JmapError)) throw failure;
          // Another time: it is only a hint.
          this.asked.delete(email);
        },
      );
    }));
  }

  private async askFor(email: string): Promise<boolean> {
    const { transport, id: accountId, mailboxes } = this.account;
    const junk = mailboxes.byRole('junk')?.id;
    const conditions: Filter[] = [
      // The mail that is being written lies among the drafts.
      { notKeyword: '$draft' },
      ...(junk === undefined ? [] : [{ inMailboxOtherThan: [junk] }]),
      { operator: 'OR', conditions: FIELDS.map((field): Filter => ({ [field]: email })) },
    ];
    const query = transport.call<QueryResponse>('Email/query', { accountId, filter: { operator: 'AND', conditions }, limit: MOST_FOUND });
    const get = transport.call<GetResponse<People>>('Email/get', { accountId, '#ids': query.ref('/ids'), properties: [...FIELDS] });
    const [{ ids }, { list }] = await Promise.all([query.result, get.result]);
    const isKnown = list.some((mail) => FIELDS.some((field) => mail[field]?.some((address) => address.email.toLowerCase() === email)));
    return !isKnown && ids.length < MOST_FOUND;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Where in a mail a search found its words (RFC 8621 §5).
import { SvelteMap } from 'svelte/reactivity';
import type { Transport } from '../jmap/transport';
import type { Filter, Id } from '../jmap/types';

interface Snippet {
  emailId: Id;
  subject: string | null;
  preview: string | null;
}

/** A piece of text, found or between what was found. */
export interface Piece {
  text: string;
  found: boolean;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", '#34': '"', '#x27': "'" };

/** The server writes HTML with nothing but `<mark>` in it; here it becomes text again. */
export function pieces(html: string): Piece[] {
  const plain = (text: string) => text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
  return html.split(/(<mark>[^]*?<\/mark>)/).filter((part) => part !== '').map((part) => {
    const inner = /^<mark>([^]*)<\/mark>$/.exec(part)?.[1];
    return { text: plain(inner ?? part), found: inner !== undefined };
  });
}

const MOST_AT_ONCE = 64;
const MOST_KEPT = 1_000;

export class Snippets {
  private readonly known = new SvelteMap<Id, { subject: Piece[] | undefined; preview: Piece[] | undefined }>();
  private readonly asked = new Set<Id>();
  private filter = '';

  constructor(
    private readonly transport: Transport,
    private readonly accountId: Id,
  ) {}

  of(id: Id): { subject: Piece[] | undefined; preview: Piece[] | undefined } | undefined {
    return this.known.get(id);
  }

  /** Of another filter, what was known is of no use. */
  async need(filter: Filter | null, ids: Id[]): Promise<void> {
    const key = JSON.stringify(filter);
    if (key !== this.filter || this.asked.size > MOST_KEPT) {
      this.filter = key;
      this.known.clear();
      this.asked.clear();
    }
    const emailIds = ids.filter((id) => !this.asked.has(id)).slice(0, MOST_AT_ONCE);
    if (emailIds.length === 0) return;
    for (const id of emailIds) this.asked.add(id);
    const got = await this.transport.call<{ list: Snippet[] }>('SearchSnippet/get', { accountId: this.accountId, filter, emailIds }).result.catch(() => undefined);
    if (got === undefined || key !== this.filter) return;
    for (const { emailId, subject, preview } of got.list) {
      this.known.set(emailId, { subject: subject === null ? undefined : pieces(subject), preview: preview === null ? undefined : pieces(preview) });
    }
  }
}

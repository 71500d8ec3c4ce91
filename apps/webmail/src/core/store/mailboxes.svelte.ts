// SPDX-License-Identifier: Apache-2.0
import { mailboxesCall } from '../jmap/opening';
import type { Transport } from '../jmap/transport';
import type { ChangesResponse, GetResponse, Id, Mailbox, Role, SetResponse } from '../jmap/types';
import { JmapError } from '../jmap/errors';

export interface Branch {
  mailbox: Mailbox;
  depth: number;
}

/** As Thunderbird and Evolution call it. */
const TEMPLATES = 'Templates';

const ROLE_ORDER: Role[] = ['inbox', 'flagged', 'snoozed', 'sent', 'drafts', 'archive', 'junk', 'trash'];

/** All mailboxes of an account; few enough to be held whole. */
export class Mailboxes {
  private list = $state.raw<Mailbox[]>([]);
  private readonly index = $derived(new Map(this.list.map((mailbox) => [mailbox.id, mailbox])));
  state = '';

  constructor(
    private readonly transport: Transport,
    private readonly accountId: Id,
  ) {}

  get all(): Mailbox[] {
    return this.list;
  }

  byId(id: Id): Mailbox | undefined {
    return this.index.get(id);
  }

  byRole(role: Role): Mailbox | undefined {
    return this.list.find((mailbox) => mailbox.role === role);
  }

  /** Those with a role, in their usual order. */
  readonly special: Mailbox[] = $derived(
    ROLE_ORDER.map((role) => this.list.find((mailbox) => mailbox.role === role)).filter((mailbox) => mailbox !== undefined),
  );

  /** The others as a tree, written as rows with their depth. */
  readonly tree: Branch[] = $derived.by(() => {
    const special = new Set(this.special.map((mailbox) => mailbox.id));
    const children = new Map<Id | null, Mailbox[]>();
    for (const mailbox of this.list) {
      if (special.has(mailbox.id)) continue;
      // What lies below a special mailbox or below nothing known stands at the root.
      const parent = mailbox.parentId !== null && this.index.has(mailbox.parentId) && !special.has(mailbox.parentId) ? mailbox.parentId : null;
      children.set(parent, [...(children.get(parent) ?? []), mailbox]);
    }
    const rows: Branch[] = [];
    const grow = (parent: Id | null, depth: number) => {
      const below = children.get(parent) ?? [];
      below.sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name));
      for (const mailbox of below) {
        rows.push({ mailbox, depth });
        grow(mailbox.id, depth + 1);
      }
    };
    grow(null, 0);
    return rows;
  });

  /** `회사/견적`: the names from the root. */
  path(mailbox: Mailbox): string {
    const parent = mailbox.parentId === null ? undefined : this.byId(mailbox.parentId);
    return parent === undefined ? mailbox.name : `${this.path(parent)}/${mailbox.name}`;
  }

  /** All that lie inside, at any depth. */
  below(mailbox: Mailbox): Mailbox[] {
    return this.list.filter((each) => each.parentId === mailbox.id).flatMap((each) => [each, ...this.below(each)]);
  }

  /** Where a folder can be moved to, beside the top. */
  parentsFor(mailbox: Mailbox): Mailbox[] {
    const inside = new Set(this.below(mailbox).map((each) => each.id));
    return this.list.filter((each) => each.id !== mailbox.id && !inside.has(each.id) && each.myRights['mayCreateChild'] === true).sort((a, b) => this.path(a).localeCompare(this.path(b)));
  }

  /** What a kept copy of the last visit said. */
  begin(kept: Mailbox[]): void {
    if (this.list.length === 0) this.list = kept;
  }

  async load(): Promise<void> {
    const got = await mailboxesCall(this.transport, this.accountId).result;
    this.list = got.list;
    this.state = got.state;
  }

  async sync(): Promise<void> {
    if (this.state === '') return this.load();
    try {
      const changes = this.transport.call<ChangesResponse>('Mailbox/changes', { accountId: this.accountId, sinceState: this.state });
      const created = this.transport.call<GetResponse<Mailbox>>('Mailbox/get', { accountId: this.accountId, '#ids': changes.ref('/created') });
      const updated = this.transport.call<GetResponse<Mailbox>>('Mailbox/get', { accountId: this.accountId, '#ids': changes.ref('/updated') });
      const { destroyed, newState, hasMoreChanges } = await changes.result;
      const fresh = new Map([...(await created.result).list, ...(await updated.result).list].map((mailbox) => [mailbox.id, mailbox]));
      const gone = new Set(destroyed);
      const kept = this.list.filter((mailbox) => !gone.has(mailbox.id) && !fresh.has(mailbox.id));
      if (fresh.size > 0 || gone.size > 0) this.list = [...kept, ...fresh.values()];
      this.state = newState;
      if (hasMoreChanges) await this.sync();
    } catch (failure) {
      if (failure instanceof JmapError && failure.type === 'cannotCalculateChanges') return this.load();
      throw failure;
    }
  }

  /** Moves the counts at once; the server's own follow. */
  adjust(changes: Map<Id, { total: number; unread: number }>): void {
    if (changes.size === 0) return;
    this.list = this.list.map((mailbox) => {
      const change = changes.get(mailbox.id);
      if (change === undefined) return mailbox;
      return {
        ...mailbox,
        totalEmails: Math.max(0, mailbox.totalEmails + change.total),
        unreadEmails: Math.max(0, mailbox.unreadEmails + change.unread),
        unreadThreads: Math.max(0, mailbox.unreadThreads + change.unread),
      };
    });
  }

  /** The mailbox of a role, made when there is none. */
  async ensure(role: Role, name: string): Promise<Mailbox> {
    const there = this.byRole(role);
    if (there !== undefined) return there;
    return this.create({ name, role, parentId: null });
  }

  /** Where templates lie. No special use is registered for it: programs know it by this name. */
  get templates(): Mailbox | undefined {
    return this.list.find((mailbox) => mailbox.parentId === null && mailbox.name === TEMPLATES);
  }

  async ensureTemplates(): Promise<Mailbox> {
    return this.templates ?? this.create({ name: TEMPLATES, parentId: null });
  }

  async create(mailbox: Partial<Mailbox>): Promise<Mailbox> {
    const set = await this.set({ create: { a: { isSubscribed: true, ...mailbox } } });
    const id = (set.created?.['a'] as { id: Id } | undefined)?.id;
    await this.sync();
    const made = id === undefined ? undefined : this.byId(id);
    if (made === undefined) throw new JmapError('broken', 'notCreated');
    return made;
  }

  async rename(id: Id, name: string): Promise<void> {
    await this.set({ update: { [id]: { name } } });
    await this.sync();
  }

  /** @param parentId none: to the top */
  async moveBelow(id: Id, parentId: Id | null): Promise<void> {
    await this.set({ update: { [id]: { parentId } } });
    await this.sync();
  }

  /** @param change `shareWith`, whole or of one person (RFC 9670 §4) */
  async share(id: Id, change: Record<string, unknown>): Promise<void> {
    await this.set({ update: { [id]: change } });
    await this.sync();
  }

  async destroy(id: Id): Promise<void> {
    await this.set({ destroy: [id], onDestroyRemoveEmails: false });
    await this.sync();
  }

  private async set(args: Record<string, unknown>): Promise<SetResponse> {
    const set = await this.transport.call<SetResponse>('Mailbox/set', { accountId: this.accountId, ...args }).result;
    const errors = { ...set.notCreated, ...set.notUpdated, ...set.notDestroyed };
    for (const error of Object.values(errors)) throw new JmapError('refused', error.type, error.description ?? '');
    return set;
  }
}

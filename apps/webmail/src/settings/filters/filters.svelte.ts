// SPDX-License-Identifier: Apache-2.0
// The script that filters the mail, as it is on the server and as it is becoming here.
import { t } from '../../core/i18n/words.svelte';
import { JmapError } from '../../core/jmap/errors';
import type { GetResponse, Id, SetResponse } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { allDone, Saving } from '../saving.svelte';
import { ruleUses } from '../uses';
import { extensionsOf, flawOf, type Rule } from './rule';
import { type Card, newId, newKey, parseScript, printScript } from './script';
import { type Used, usedBy } from './used';

export const SIEVE = 'urn:ietf:params:jmap:sieve';

interface SieveScript {
  id: Id;
  name: string;
  blobId: Id;
  isActive: boolean;
}

interface Fetched {
  script: SieveScript | undefined;
  text: string;
  state: string;
  others: string[];
}

interface Blob {
  id: Id;
  'data:asText': string | null;
  isTruncated: boolean;
}

/** Where the server's compiler stopped. */
export interface Finding {
  line: number;
  column: number;
  words: string;
}

/** The script that is made where there is none. */
const NAME = 'filters';

const KNOWN = new WeakMap<Account, Filters>();

export class Filters {
  readonly saving = new Saving();
  ready = $state(false);
  trouble = $state.raw<JmapError | undefined>(undefined);
  head = $state('');
  cards = $state<Card[]>([]);
  /** The whole script while it is typed in; the cards follow when the typing ends. */
  written = $state<string | undefined>(undefined);
  finding = $state.raw<Finding | undefined>(undefined);
  /** Another program has changed the script since it was read. */
  theirs = $state.raw<{ script: SieveScript | undefined; text: string; state: string } | undefined>(undefined);
  base = $state.raw<SieveScript | undefined>(undefined);
  others = $state.raw<string[]>([]);
  /** How often each card has acted, by its key. */
  used = $state.raw<Map<string, Used>>(new Map());
  private baseText = $state('');
  private state = '';

  readonly printed = $derived(printScript({ head: this.head, cards: this.cards }));
  readonly text = $derived(this.written ?? this.printed.text);
  readonly dirty = $derived(this.text !== this.baseText || this.base?.isActive === false);
  readonly extensions: Set<string>;

  /** One for an account as long as the page lives: who looks at the mail meanwhile finds what was not
   *  saved yet. */
  static of(account: Account): Filters {
    let there = KNOWN.get(account);
    if (there === undefined) {
      // What is derived in it must not end with the screen that asked first.
      $effect.root(() => {
        there = new Filters(account);
      });
      there = there as unknown as Filters;
      KNOWN.set(account, there);
    }
    void (there.ready ? there.look() : there.load());
    return there;
  }

  private constructor(private readonly account: Account) {
    const capability = account.session.accounts[account.id]?.accountCapabilities[SIEVE];
    this.extensions = new Set((capability?.['sieveExtensions'] as string[] | undefined) ?? []);
  }

  private async fetch(): Promise<Fetched> {
    const { transport, id: accountId } = this.account;
    const scripts = await transport.call<GetResponse<SieveScript>>('SieveScript/get', { accountId, ids: null }).result;
    const script = scripts.list.find((each) => each.isActive) ?? scripts.list.find((each) => each.name === NAME);
    const others = scripts.list.filter((each) => each !== script).map((each) => each.name);
    if (script === undefined) return { script, text: '', state: scripts.state, others };
    const blobs = await transport.call<GetResponse<Blob>>('Blob/get', { accountId, ids: [script.blobId], properties: ['data:asText'] }).result;
    const text = blobs.list[0]?.['data:asText'];
    // What cannot be read whole must not be written over.
    if (typeof text !== 'string' || blobs.list[0]?.isTruncated) throw new JmapError('refused', 'notFound', script.name);
    return { script, text, state: scripts.state, others };
  }

  async load(): Promise<void> {
    this.trouble = undefined;
    try {
      this.begin(await this.fetch());
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      this.trouble = failure;
    }
  }

  private begin({ script, text, state, others }: Fetched): void {
    this.others = others;
    this.take(script, text, state);
    this.show(text);
    this.saving.state = 'idle';
    this.ready = true;
    void this.count();
  }

  private take(script: SieveScript | undefined, text: string, state: string): void {
    this.base = script;
    this.baseText = text;
    this.state = state;
    this.theirs = undefined;
    this.finding = undefined;
  }

  private show(text: string): void {
    const { head, cards } = parseScript(text);
    // A script that another way of writing would change is shown as it is.
    this.written = undefined;
    this.head = head;
    this.cards = cards;
    if (this.printed.text !== text) this.baseText = this.printed.text;
  }

  /** Counts the cards as they are now, which are those that the server has. */
  private async count(): Promise<void> {
    const { cards, printed } = this;
    const saved = new Set([...this.baseText.matchAll(/^# pabal:rule ([0-9a-f]+) /gm)].map((match) => match[1] ?? ''));
    const uses = this.base?.isActive ? await ruleUses(this.account) : undefined;
    this.used = uses === undefined ? new Map() : usedBy(cards, printed.lines, saved, uses);
  }

  /** Whoever comes back to the page sees what has happened meanwhile. */
  async look(): Promise<void> {
    if (!this.ready || this.saving.state === 'saving') return;
    try {
      const now = await this.fetch();
      if (now.state === this.state) {
        if (!this.dirty) void this.count();
        return;
      }
      if (now.script?.blobId === this.base?.blobId && now.script?.isActive === this.base?.isActive) this.state = now.state;
      else if (this.dirty) this.theirs = now;
      else this.begin(now);
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
    }
  }

  readonly changed = (): void => {
    this.finding = undefined;
    this.saving.changed();
  };

  /** The whole script as typed. */
  write(text: string): void {
    this.written = text;
    this.changed();
  }

  /** Makes cards of what was typed. */
  settle(): void {
    if (this.written === undefined) return;
    const { head, cards } = parseScript(this.written);
    this.head = head;
    this.cards = cards;
    this.written = undefined;
  }

  add(begun: Partial<Rule> = {}): Card {
    this.settle();
    const rule: Rule = { id: newId(), name: '', enabled: true, join: 'all', conditions: [], actions: [], ...begun };
    this.cards.push({ key: newKey(), kind: 'rule', rule });
    this.changed();
    return this.cards.at(-1) as Card;
  }

  /** @returns the key of its card */
  addFirst(rule: Rule): string {
    this.settle();
    const key = newKey();
    this.cards.unshift({ key, kind: 'rule', rule });
    this.changed();
    return key;
  }

  remove(key: string): void {
    this.cards = this.cards.filter((card) => card.key !== key);
    this.changed();
  }

  /** @returns the place from 1, or nothing when it cannot go there */
  move(key: string, to: number): number | undefined {
    const from = this.cards.findIndex((card) => card.key === key);
    if (from < 0 || to < 0 || to >= this.cards.length || from === to) return undefined;
    this.cards.splice(to, 0, ...this.cards.splice(from, 1));
    this.changed();
    return to + 1;
  }

  /** The extensions that a rule needs and this server does not have. */
  missing(rule: Rule): string[] {
    return extensionsOf(rule).filter((name) => !this.extensions.has(name));
  }

  /** The first rule that cannot be saved as it is. */
  get unfinished(): Extract<Card, { kind: 'rule' }> | undefined {
    return this.cards.find((card): card is Extract<Card, { kind: 'rule' }> => card.kind === 'rule' && flawOf(card.rule) !== undefined);
  }

  /** One request puts the text there and takes it into use: the server compiles it first, and a text
   *  that does not compile changes nothing (RFC 9661 §2.4). Then it is read back. */
  async save(): Promise<boolean> {
    const text = this.text;
    this.finding = undefined;
    const done = await this.saving.run(async () => {
      const { transport, id: accountId } = this.account;
      const there = this.base;
      // A round trip later than another program is too late: it says so by the state.
      const uploaded = transport.call<SetResponse>('Blob/upload', { accountId, create: { b: { data: [{ 'data:asText': text }], type: 'application/sieve' } } });
      const set = transport.call<SetResponse<SieveScript>>('SieveScript/set', {
        accountId, ifInState: this.state,
        ...(there === undefined ? { create: { s: { name: NAME, blobId: '#b' } } } : { update: { [there.id]: { blobId: '#b' } } }),
        onSuccessActivateScript: there === undefined ? '#s' : there.id,
      });
      try {
        await uploaded.result;
        allDone(await set.result);
      } catch (failure) {
        if (!(failure instanceof JmapError)) throw failure;
        return this.refused(failure);
      }
      const now = await this.fetch();
      this.take(now.script, now.text, now.state);
      return now.text === text && now.script?.isActive ? undefined : t('filters.notproven');
    });
    // What was typed meanwhile is not saved yet.
    if (done && this.text === text) {
      this.settle();
      this.baseText = this.printed.text;
      void this.count();
    }
    return done;
  }

  private async refused(failure: JmapError): Promise<string> {
    if (failure.type === 'invalidSieve') {
      const [, line, column, words] = /^line (\d+), column (\d+): ([^]*)$/.exec(failure.quoted) ?? [];
      this.finding = { line: Number(line ?? 1), column: Number(column ?? 1), words: words ?? failure.quoted };
      return t('filters.invalid', { line: this.finding.line });
    }
    if (failure.type !== 'stateMismatch') throw failure;
    this.theirs = await this.fetch();
    return t('filters.elsewhere');
  }

  /** Writes over what another program has put there. */
  async keepMine(): Promise<void> {
    const theirs = this.theirs;
    if (theirs === undefined) return;
    const { written, head, cards } = this;
    this.take(theirs.script, theirs.text, theirs.state);
    [this.written, this.head, this.cards] = [written, head, cards];
    await this.save();
  }
}

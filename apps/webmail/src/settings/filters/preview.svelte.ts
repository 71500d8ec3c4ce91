// SPDX-License-Identifier: Apache-2.0
// What a script would do with the newest mails of a folder, asked in slices: the first ones are shown
// at once, and who goes away or types on asks for no more.
import { JmapError } from '../../core/jmap/errors';
import type { Id } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';

export interface Action {
  name: string;
  arguments: { [name: string]: string | string[] };
}

export interface Tried {
  emailId: Id;
  subject: string;
  from: string;
  receivedAt: string;
  actions: Action[];
  failure: ScriptError | null;
  /** Whether the rule that was asked about applies; nothing when none was. */
  hit: boolean | null;
  decided: { line: number; test: string; result: boolean }[];
}

export interface ScriptError {
  line: number;
  column: number;
  message: string;
}

interface PreviewResponse {
  tried: number;
  total: number;
  nextPosition: number | null;
  list: Tried[];
  errors: ScriptError[];
}

export interface Question {
  script: string;
  ruleAt: number | undefined;
  mailboxId: Id | undefined;
}

const MOST = 1_000;
const FIRST = 50;
const SLICE = 200;

/** A mail with which nothing happens stays where it arrives. */
export function isKept(tried: Tried): boolean {
  return tried.failure === null && tried.actions.every((action) => action.name === 'keep' && action.arguments['flags'] === undefined);
}

export class PreviewRun {
  list = $state.raw<Tried[]>([]);
  errors = $state.raw<ScriptError[]>([]);
  tried = $state(0);
  total = $state(0);
  running = $state(false);
  trouble = $state.raw<JmapError | undefined>(undefined);
  private run = 0;

  constructor(private readonly account: Account) {}

  readonly hits = $derived(this.list.filter((tried) => tried.hit ?? !isKept(tried)));

  stop(): void {
    this.run++;
    this.running = false;
  }

  async start({ script, ruleAt, mailboxId }: Question): Promise<void> {
    const run = ++this.run;
    this.running = true;
    this.trouble = undefined;
    let position: number | null = 0;
    try {
      while (position !== null && position < MOST) {
        const answer: PreviewResponse = await this.account.transport.call<PreviewResponse>('SieveScript/preview', {
          accountId: this.account.id, script, position, limit: Math.min(position === 0 ? FIRST : SLICE, MOST - position),
          ...(ruleAt !== undefined && { ruleAt }), ...(mailboxId !== undefined && { mailboxId }),
        }).result;
        if (run !== this.run) return;
        const first: boolean = position === 0;
        this.list = first ? answer.list : [...this.list, ...answer.list];
        this.tried = (first ? 0 : this.tried) + answer.tried;
        this.errors = answer.errors;
        this.total = answer.total;
        position = answer.errors.length > 0 ? null : next(answer, position);
      }
    } catch (failure) {
      if (!(failure instanceof JmapError)) throw failure;
      if (run === this.run) this.trouble = failure;
    } finally {
      if (run === this.run) this.running = false;
    }
  }
}

/** A slice that was tried to its end is followed by the next one, as long as there are mails. */
function next(answer: PreviewResponse, position: number): number | null {
  if (answer.nextPosition !== null) return answer.nextPosition;
  const end = position + answer.tried;
  return answer.tried > 0 && end < answer.total ? end : null;
}

// SPDX-License-Identifier: Apache-2.0
// Applies a script to the mails of a folder, stretch by stretch in one batch, and undoes that.
import { JmapError } from '../../core/jmap/errors';
import type { Id } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';

interface ApplyResponse {
  batchId: Id | null;
  undoUntil: string | null;
  examined: number;
  changed: number;
  failed: number;
  notDone: Record<string, number>;
  stopped: string | null;
  after: number | null;
}

export type Progress = 'idle' | 'working' | 'done' | 'undoing' | 'undone' | 'failed';

export class Application {
  state = $state<Progress>('idle');
  examined = $state(0);
  changed = $state(0);
  failed = $state(0);
  /** Actions that are not done with mail that lies here already: how often each. */
  notDone = $state.raw<Record<string, number>>({});
  undoUntil = $state<string | undefined>(undefined);
  stopped = $state<string | undefined>(undefined);
  /** What undoing put back, and what somebody had moved on. */
  restored = $state(0);
  gone = $state(0);
  trouble = $state.raw<JmapError | undefined>(undefined);
  private batchId: Id | undefined;
  private halted = false;

  constructor(private readonly account: Account) {}

  get canUndo(): boolean {
    return this.batchId !== undefined && (this.state === 'done' || this.state === 'failed');
  }

  /** What was done until now stays done, and can be undone. */
  halt(): void {
    this.halted = true;
  }

  async apply(script: string, mailboxId: Id): Promise<void> {
    Object.assign(this, { state: 'working', examined: 0, changed: 0, failed: 0, notDone: {}, undoUntil: undefined, stopped: undefined, trouble: undefined });
    this.batchId = undefined;
    this.halted = false;
    let after: number | null = 0;
    try {
      while (after !== null && !this.halted) {
        const answer: ApplyResponse = await this.account.transport.call<ApplyResponse>('SieveScript/apply', {
          accountId: this.account.id, script, mailboxId, after, ...(this.batchId !== undefined && { batchId: this.batchId }),
        }).result;
        this.take(answer);
        after = answer.stopped === null ? answer.after : null;
      }
      this.state = 'done';
    } catch (failure) {
      this.fail(failure);
    }
    void this.account.sync();
  }

  private take(answer: ApplyResponse): void {
    this.batchId = answer.batchId ?? this.batchId;
    this.undoUntil = answer.undoUntil ?? this.undoUntil;
    this.stopped = answer.stopped ?? undefined;
    this.examined += answer.examined;
    this.changed += answer.changed;
    this.failed += answer.failed;
    const notDone = { ...this.notDone };
    for (const [name, count] of Object.entries(answer.notDone)) notDone[name] = (notDone[name] ?? 0) + count;
    this.notDone = notDone;
  }

  async undo(): Promise<void> {
    this.state = 'undoing';
    this.trouble = undefined;
    try {
      const answer = await this.account.transport.call<{ changed: number; gone: number }>('SieveScript/undo', { accountId: this.account.id, batchId: this.batchId }).result;
      this.restored = answer.changed;
      this.gone = answer.gone;
      this.batchId = undefined;
      this.state = 'undone';
    } catch (failure) {
      this.fail(failure);
    }
    void this.account.sync();
  }

  private fail(failure: unknown): void {
    if (!(failure instanceof JmapError)) throw failure;
    this.trouble = failure;
    this.state = 'failed';
  }
}

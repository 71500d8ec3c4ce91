// SPDX-License-Identifier: Apache-2.0
import { JmapError } from '../core/jmap/errors';
import type { SetError, SetResponse } from '../core/jmap/types';
import { wordsOf } from '../mail/trouble';

/** How far the saving of one section is. `saved` is said only once the server has shown the effect. */
export class Saving {
  state = $state<'idle' | 'saving' | 'saved' | 'failed'>('idle');
  at = $state.raw<Date | undefined>(undefined);
  problem = $state<string | undefined>(undefined);

  /** Something was typed: what was said of the state before counts no more. */
  readonly changed = (): void => {
    if (this.state !== 'saving') this.state = 'idle';
  };

  /** @param work changes and reads back; a sentence says what is not as it should be
   *  @returns whether it is as it should be */
  async run(work: () => Promise<string | void>): Promise<boolean> {
    if (this.state === 'saving') return false;
    this.state = 'saving';
    this.problem = undefined;
    try {
      this.problem = (await work()) ?? undefined;
    } catch (failure) {
      this.state = 'failed';
      if (!(failure instanceof JmapError)) throw failure;
      this.problem = wordsOf(failure);
      return false;
    }
    this.state = this.problem === undefined ? 'saved' : 'failed';
    if (this.state === 'saved') this.at = new Date();
    return this.state === 'saved';
  }
}

/** @throws JmapError the first refusal of a set */
export function allDone<T>(set: SetResponse<T>): SetResponse<T> {
  const refused: SetError[] = [set.notCreated, set.notUpdated, set.notDestroyed].flatMap((errors) => Object.values(errors ?? {}));
  for (const error of refused) throw new JmapError('refused', error.type, error.description ?? '');
  return set;
}

// SPDX-License-Identifier: Apache-2.0
// What is dangerous asks for a proof of the last ten minutes. Whoever does such a thing does it here:
// the dialog opens when the server wants to know, and the same is tried once more.
import { JmapError } from '../core/jmap/errors';

class StepUp {
  /** The one that is asked for now. */
  asking = $state.raw<((confirmed: boolean) => void) | undefined>(undefined);

  /** @throws JmapError of the work; `stepUpRequired` when the person did not confirm */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof JmapError) || failure.type !== 'stepUpRequired' || !(await this.confirmed())) throw failure;
      return work();
    }
  }

  private confirmed(): Promise<boolean> {
    this.asking?.(false);
    return new Promise((done) => {
      this.asking = (confirmed) => {
        this.asking = undefined;
        done(confirmed);
      };
    });
  }
}

export const stepUp = new StepUp();

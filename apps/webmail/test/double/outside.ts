// SPDX-License-Identifier: Apache-2.0
import type { Outside } from '../../src/core/jmap/transport';
import type { JmapDouble } from './jmap';

/** The world outside of the page: the double behind fetch, and a clock that waits only when told. */
export class TestWorld implements Outside {
  /** How long each wait was asked to be. */
  readonly waits: number[] = [];
  /** While false, waits do not end. */
  patient = true;
  private readonly sleepers: (() => void)[] = [];

  constructor(readonly server: JmapDouble) {}

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => this.server.fetch(url, init);
  readonly random = () => 1;

  wait(millis: number): Promise<void> {
    this.waits.push(millis);
    return this.patient ? Promise.resolve() : new Promise((done) => this.sleepers.push(done));
  }

  wake(): void {
    for (const sleeper of this.sleepers.splice(0)) sleeper();
  }
}

/** Lets everything that is due happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((done) => setImmediate(done));
}

/** The same numbers for the same seed. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

// SPDX-License-Identifier: Apache-2.0
// How far the first run is: the steps, the one that is shown, and the server that starts anew in between.
import { Api, SetupError, type State, type StepId, STEPS, type StepState } from './api';

/** Without these two the others make no sense. */
const FIRST: StepId[] = ['administrator', 'hostname'];
const AGAIN_MILLIS = 1_000;
/** A server that does not say when it has started is a new one after a silence, or when it answers so often:
 *  the old one ends with the answer that it gave. */
const LONG_ENOUGH = 3;

export type Place = StepId | 'end';

export class Setup {
  stage = $state<'beginning' | 'unheard' | 'closed' | 'code' | 'signIn' | 'steps' | 'finished'>('beginning');
  state = $state.raw<State | undefined>(undefined);
  place = $state<Place>('administrator');
  restarting = $state(false);
  /** The code was right: this browser may make the administrator. */
  private begun = false;

  /** @param wait for so many milliseconds */
  constructor(
    readonly api: Api,
    private readonly wait: (millis: number) => Promise<void>,
  ) {}

  stateOf(step: StepId): StepState {
    return this.state?.steps.find(({ id }) => id === step)?.state ?? 'open';
  }

  /** Whether a place may be gone to. */
  may(place: Place): boolean {
    const before = FIRST.filter((step) => step !== place && (place === 'hostname' ? step === 'administrator' : place !== 'administrator'));
    return before.every((step) => this.stateOf(step) === 'done');
  }

  /** The first step that is open, else the end. */
  get resumed(): Place {
    return STEPS.find((step) => this.stateOf(step) === 'open') ?? 'end';
  }

  next(step: StepId): Place {
    return STEPS[STEPS.indexOf(step) + 1] ?? 'end';
  }

  /** @param wished where the address of the page leads, if it may be gone to */
  async load(wished?: string): Promise<void> {
    try {
      await this.refresh();
      if (this.stage !== 'steps') return;
      this.place = this.resumed;
      this.follow(wished);
    } catch (failure) {
      this.out(failure);
    }
  }

  /** Asks how things stand.
   *  @throws SetupError */
  async refresh(): Promise<void> {
    const state = await this.api.get<State>('state');
    this.state = state;
    if (!state.open) this.stage = 'closed';
    else if (state.needs === 'signIn') this.stage = 'signIn';
    else if (state.needs === 'code' && !this.begun) this.stage = 'code';
    else this.stage = 'steps';
  }

  /** @throws SetupError of a code that is not right */
  async begin(code: string): Promise<void> {
    await this.api.post('begin', { code });
    this.begun = true;
    await this.load();
  }

  /** The time for the first step is over. */
  beginAgain(): void {
    this.begun = false;
    void this.load();
  }

  go(place: Place): void {
    if (this.may(place)) this.place = place;
  }

  /** @param wished by the address; a place that is none, or not yet, changes nothing */
  follow(wished: string | undefined): void {
    const place = [...STEPS, 'end' as const].find((each) => each === wished);
    if (place !== undefined) this.go(place);
  }

  /** On to the next; a step that is not done is kept for later. */
  async leave(step: StepId): Promise<void> {
    if (this.stateOf(step) === 'open') await this.api.post('later', { step });
    await this.refresh();
    if (this.stage === 'steps') this.go(this.next(step));
  }

  async finish(): Promise<void> {
    await this.api.post('finish');
    this.stage = 'finished';
  }

  /** Something was changed; where the server starts anew for it, that is waited for. */
  async changed({ restarts = false }: { restarts?: boolean } = {}): Promise<void> {
    if (restarts) await this.restarted();
    else await this.refresh();
  }

  private async restarted(): Promise<void> {
    const before = this.state?.started;
    this.restarting = true;
    try {
      for (let heard = 0, silent = false; ; ) {
        await this.wait(AGAIN_MILLIS);
        try {
          await this.refresh();
          const started = this.state?.started;
          if (started === undefined ? silent || ++heard >= LONG_ENOUGH : started !== before) return;
        } catch (failure) {
          if (!(failure instanceof SetupError) || !['offline', 'broken'].includes(failure.trouble)) throw failure;
          silent = true;
        }
      }
    } finally {
      this.restarting = false;
    }
  }

  /** What ends the steps wherever it is heard. An address that is none ends nothing while the door is open.
   *  @returns whether it did */
  async outOf(failure: unknown): Promise<boolean> {
    if (!(failure instanceof SetupError) || failure.trouble !== 'closed') return this.out(failure);
    try {
      await this.refresh();
      return this.stage !== 'steps';
    } catch (again) {
      return this.out(again);
    }
  }

  private out(failure: unknown): boolean {
    if (!(failure instanceof SetupError)) throw failure;
    if (failure.trouble === 'closed') this.stage = 'closed';
    else if (failure.trouble === 'signedOut') this.stage = 'signIn';
    else if (this.stage === 'beginning' || this.stage === 'unheard') this.stage = 'unheard';
    else return false;
    return true;
  }
}

/** One thing that is asked of the server, and what came of it. */
export class Doing {
  busy = $state(false);
  problem = $state.raw<SetupError | undefined>(undefined);

  constructor(private readonly setup: Setup) {}

  /** @returns whether it was done */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = undefined;
    try {
      await work();
      return true;
    } catch (failure) {
      if (!(await this.setup.outOf(failure))) this.problem = failure as SetupError;
      return false;
    } finally {
      this.busy = false;
    }
  }
}

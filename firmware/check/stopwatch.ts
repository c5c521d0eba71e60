import type { Clock } from '../device/clock.ts';
import type { Stage } from './messages.ts';

/** Measures the steps of one check, in ms since `start()`. */
export class Stopwatch {
  #clock: Clock;
  #tell: (stage: Stage) => void;
  #started = 0;

  constructor(clock: Clock, tell: (stage: Stage) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  start(): void {
    this.#started = this.#clock.monotonic();
  }

  /** Runs `task` and tells how long it took, also when it throws. */
  async measure<T>(name: string, task: () => Promise<T> | T): Promise<T> {
    const from = this.#clock.monotonic();
    try {
      return await task();
    } finally {
      this.#tell({ name, startMs: from - this.#started, ms: this.#clock.monotonic() - from });
    }
  }
}

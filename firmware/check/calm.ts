import type { Clock } from '../device/clock.ts';

/** Tells the newest of what comes, none shorter than `leastMs`: a panel that a person can read (R18). */
export class Calm<T> {
  readonly #leastMs: number;
  readonly #clock: Clock;
  readonly #tell: (value: T) => void;
  #next: { readonly value: T } | undefined;
  #standing = false;

  constructor(leastMs: number, clock: Clock, tell: (value: T) => void) {
    this.#leastMs = leastMs;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Tells `value` as soon as the one before has stood long enough; what is waiting is dropped for it. */
  say(value: T, signal: AbortSignal): void {
    this.#next = { value };
    if (!this.#standing) void this.#stand(signal);
  }

  async #stand(signal: AbortSignal): Promise<void> {
    this.#standing = true;
    try {
      for (let next = this.#next; next && !signal.aborted; next = this.#next) {
        this.#next = undefined;
        this.#tell(next.value);
        await this.#clock.sleep(this.#leastMs, signal);
      }
    } catch {
      // aborted: what waits is of no use any more
    } finally {
      this.#next = undefined;
      this.#standing = false;
    }
  }
}

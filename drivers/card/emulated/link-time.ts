import type { Clock } from '../../../firmware/device/clock.ts';

/**
 * Spends modelled time on a clock whose sleeps end late: by how much the last one was late is taken off the next, so that a thousand
 * exchanges take the sum of their costs. Time that the caller lets pass between two exchanges is its own and never taken off.
 */
export class LinkTime {
  private readonly clock: Clock;
  private lateBy = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Resolves when `cost` ms are due, or rejects with the signal's reason. */
  async spend(cost: number, signal: AbortSignal): Promise<void> {
    const due = this.clock.monotonic() - this.lateBy + cost;
    const wait = due - this.clock.monotonic();
    if (wait > 0) {
      await this.clock.sleep(wait, signal).catch((cause: unknown) => {
        throw signal.aborted ? signal.reason : cause;
      });
    }
    signal.throwIfAborted();
    this.lateBy = cost > 0 ? Math.max(0, this.clock.monotonic() - due) : 0;
  }
}

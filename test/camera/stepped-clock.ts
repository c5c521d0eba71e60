import type { Clock } from '../../firmware/device/clock.ts';

/** A clock that stands still but for sleeping, which takes no time in the test. */
export function steppedClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  return {
    wall: () => now,
    monotonic: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    pass(ms) {
      now += ms;
    },
  };
}

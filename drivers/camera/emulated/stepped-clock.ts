import type { Clock } from '../../../firmware/device/clock.ts';

/** A clock that runs only when somebody sleeps: an emulated camera's frames take no more time than they need to be drawn. */
export function steppedClock(): Clock & { pass(ms: number): void } {
  let now = 1000;
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

import type { Clock } from '../../../firmware/device/clock.ts';

/**
 * Ticks `fps` times a second until `signal` aborts, each with the seconds since the first. A taker that is late gets
 * the next tick at once and misses the ones between, as with a camera.
 */
export async function* paced(fps: number, clock: Clock, signal: AbortSignal): AsyncGenerator<number> {
  const period = 1000 / fps;
  const start = clock.monotonic();
  let due = start;
  while (!signal.aborted) {
    const now = clock.monotonic();
    if (now < due) {
      const woken = await clock.sleep(due - now, signal).then(
        () => true,
        () => false, // aborted
      );
      if (!woken) return;
    }
    yield (Math.max(now, due) - start) / 1000;
    due += period * Math.max(1, Math.ceil((clock.monotonic() - due) / period));
  }
}

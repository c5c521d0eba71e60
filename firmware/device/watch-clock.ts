import { type FaultsBoard, knownFault } from '../records/faults-board.ts';
import type { Clock } from './clock.ts';
import { deviceFaults } from './device-faults.ts';

const lookMs = 5000;
/** A larger step of the wall clock against running time is no drift and no correction: somebody set it, or its battery is dead. */
const jumpMs = 60_000;
/** No reader of this version stands anywhere before. */
export const earliestWall = Date.UTC(2026, 0, 1);

/**
 * Raises a fault while the wall clock cannot be right, by which certificates are judged, and notes when it jumps; durations and
 * deadlines run by the monotonic clock and do not care. Ends with the signal.
 */
export async function watchClock(
  faults: FaultsBoard,
  onJump: (error: { readonly code: string }) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const offset = () => clock.wall() - clock.monotonic();
  for (let before = offset(); !signal.aborted; ) {
    if (clock.wall() < earliestWall) faults.raise(knownFault('CLOCK_WRONG', deviceFaults.CLOCK_WRONG, 'clock'));
    else faults.clear('CLOCK_WRONG', 'clock');
    await clock.sleep(lookMs, signal).catch(() => undefined);
    const now = offset();
    if (Math.abs(now - before) > jumpMs) onJump({ code: 'CLOCK_JUMPED' });
    before = now;
  }
}

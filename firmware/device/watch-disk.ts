import { statfs } from 'node:fs/promises';
import { type FaultsBoard, knownFault } from '../records/faults-board.ts';
import type { Clock } from './clock.ts';
import { deviceFaults } from './device-faults.ts';

const lookMs = 30_000;
/** Below this the disk counts as nearly full, in bytes. */
export const leastFreeBytes = 64 * 2 ** 20;

/** Free bytes of the disk under a folder, for this user. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Raises a fault while the disk of a folder is nearly full or does not answer; ends with the signal. */
export async function watchDisk(
  free: () => Promise<number>,
  faults: FaultsBoard,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const part = 'disk';
  while (!signal.aborted) {
    const code = await free().then(
      (bytes) => (bytes < leastFreeBytes ? ('DISK_NEARLY_FULL' as const) : undefined),
      () => 'DISK_UNREADABLE' as const,
    );
    for (const known of ['DISK_NEARLY_FULL', 'DISK_UNREADABLE'] as const) {
      if (known === code) faults.raise(knownFault(code, deviceFaults[code], part));
      else faults.clear(known, part);
    }
    await clock.sleep(lookMs, signal).catch(() => undefined);
  }
}

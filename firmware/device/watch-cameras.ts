import { cameraFaults } from '../../drivers/camera/faults.ts';
import type { DeviceState } from '../check/messages.ts';
import { type FaultsBoard, knownFault } from '../records/faults-board.ts';
import type { Clock } from './clock.ts';
import type { Reader } from './reader.ts';

type Part = DeviceState['part'];

const lookMs = 2000;
const codes = Object.keys(cameraFaults) as (keyof typeof cameraFaults)[];

/** Raises and clears the faults of the cameras as their states are told. */
export const cameraStates =
  (faults: FaultsBoard) =>
  ({ part, code }: DeviceState): void => {
    for (const known of codes) if (known !== code) faults.clear(known, part);
    const found = codes.find((known) => known === code);
    if (found) faults.raise(knownFault(found, cameraFaults[found], part));
  };

/**
 * Raises a camera's fault and clears it (R46): as each check finds it, and, for one that is a device file, as it is unplugged and
 * plugged in again. `absent`: the cameras whose device file is not there now. Ends with the signal.
 */
export async function watchCameras(
  reader: Pick<Reader, 'listen'>,
  absent: () => readonly Part[],
  { faults, clock, signal }: { readonly faults: FaultsBoard; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const set = cameraStates(faults);
  reader.listen({ onDevice: set });
  for (let gone = new Set<Part>(); !signal.aborted; ) {
    const now = new Set(absent());
    for (const part of now) if (!gone.has(part)) set({ part, code: 'CAMERA_UNAVAILABLE' });
    for (const part of gone) if (!now.has(part)) set({ part });
    gone = now;
    await clock.sleep(lookMs, signal).catch(() => undefined);
  }
}

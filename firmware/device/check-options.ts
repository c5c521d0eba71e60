import { join } from 'node:path';
import type { DoorOptions } from '../check/door.ts';
import type { DeviceState } from '../check/messages.ts';
import { type FaultsBoard, standingFault } from '../records/faults-board.ts';
import type { Settings } from './settings.ts';

/** How checks are run here. `home`: the project's folder; the check process lies beside this bundle. */
export function checkOptions(
  { check, drivers, reader, timeouts, trust }: Settings,
  home: string,
  panelOrigins: readonly string[],
  { faults, onDevice }: { readonly faults: FaultsBoard; readonly onDevice: (state: DeviceState) => void },
): DoorOptions {
  return {
    entry: join(import.meta.dirname, 'check.js'),
    settings: { ...check, drivers, trust, profile: reader.profile, models: join(home, 'models'), panelOrigins },
    spare: check.spare,
    deadlineMs: check.deadlineMs,
    endMs: timeouts.erase * 1000,
    onDevice,
    onSpare: (fault) => {
      if (fault) faults.raise(standingFault(fault, 'check-process'));
      else faults.clear('CHECK_NOT_READY', 'check-process');
    },
  };
}

import { parseArgs } from 'node:util';
import { bootClock } from '../../crypto/boot-clock.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { FacilityPassword } from '../../crypto/facility-password.ts';
import { loadSettings } from '../../firmware/device/settings.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';

/** The facility's password that a command's `--settings FILE` points to. */
export async function passwordOf(args: readonly string[]): Promise<FacilityPassword> {
  const { values } = parseArgs({
    args: [...args],
    options: { settings: { type: 'string', default: 'device.config.json' } },
  });
  const { facility } = await loadSettings(values.settings);
  return new FacilityPassword({
    folder: facility.passwordFolder,
    files: systemFiles,
    clock: systemClock,
    now: bootClock,
  });
}

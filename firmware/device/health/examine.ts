import { join } from 'node:path';
import { closeToOthers } from '../../../crypto/undumpable.ts';
import { projectHome } from '../home.ts';
import { loadSettings } from '../settings.ts';
import { settingsFault } from '../settings-faults.ts';
import { systemClock } from '../system-clock.ts';
import { machinePoints } from './machine-points.ts';
import type { HealthPoint } from './point.ts';
import { processPoints } from './process-points.ts';
import { settingsPoints } from './settings-points.ts';

/** False in the production bundle. Set by the bundler. */
declare const EMULATED_DEVICES: boolean;

/** Looks at every point: this process, what the settings choose, what the machine brings. Throws the faults of the settings. */
export async function examine(settingsFile: string): Promise<readonly HealthPoint[]> {
  const open = closeToOthers();
  const settings = await loadSettings(settingsFile);
  return [
    ...processPoints(open, !EMULATED_DEVICES),
    ...(await settingsPoints(settings, settingsFile)),
    ...(await machinePoints(settings, join(projectHome(), 'models'), systemClock)),
  ];
}

/** Throws `PRODUCTION_REFUSED`, naming every point that a production start demands and that is not so (R44). */
export async function demandProduction(settingsFile: string): Promise<void> {
  const open = closeToOthers();
  const settings = await loadSettings(settingsFile);
  const points = [...processPoints(open, !EMULATED_DEVICES), ...(await settingsPoints(settings, settingsFile))];
  const failed = points.filter(({ pass, demanded }) => demanded && !pass);
  if (failed.length === 0) return;
  const lines = failed.map(({ name, found, mend }) => `  ${name}: ${found}. ${mend}`);
  throw settingsFault('PRODUCTION_REFUSED', `\n${lines.join('\n')}\n`);
}

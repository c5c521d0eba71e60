import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectHome } from '../../firmware/device/home.ts';
import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

const fault = faultsOf({
  PRODUCTION_BUILD_MISSING: {
    at: 'vendor',
    what: 'There is no production build.',
    next: 'Make it: npm run build:production.',
  },
} as const satisfies FaultTable);

/** The command line of the production build's reader, as the unit file kazasu.service has it. Throws PRODUCTION_BUILD_MISSING. */
export function productionReader(settingsFile: string): string[] {
  const reader = join(projectHome(), 'dist/production/reader.js');
  if (!existsSync(reader)) throw fault('PRODUCTION_BUILD_MISSING', reader);
  return ['--disallow-code-generation-from-strings', reader, '--production', '--settings', settingsFile];
}

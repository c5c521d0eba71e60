import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { updateFault } from './faults.ts';
import type { UpdatingMachine } from './machine.ts';
import { whyRefused } from './why-refused.ts';

/** Written by the image's post-install. */
const installedMark = '/run/kazasu-update/installed';
const keptComplaint = 4000;

/**
 * An image of ours: RAUC installs, units of the image watch the files in `runFolder`. Undefined where the reader runs on anything else.
 * @param runFolder the reader's run-time directory, as systemd names it
 */
export function raucMachine(runFolder: string | undefined): UpdatingMachine | undefined {
  if (runFolder === undefined || !existsSync('/usr/lib/kazasu/boot-choice')) return undefined;
  const visitingMark = join(runFolder, 'visiting');
  return {
    tellVisiting: (visiting) => {
      if (visiting) writeFileSync(visitingMark, '');
      else rmSync(visitingMark, { force: true });
    },
    install,
    get restartDue() {
      return existsSync(installedMark);
    },
    restart: () => writeFileSync(join(runFolder, 'restart-machine'), ''),
  };
}

/** RAUC's own command asks its daemon, which runs as root and believes the vendor's signature alone. */
async function install(address: string): Promise<void> {
  const rauc = spawn('rauc', ['install', address], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  for (const stream of [rauc.stdout, rauc.stderr])
    stream.on('data', (data) => {
      complaint = (complaint + data).slice(-keptComplaint);
    });
  const code = await new Promise((resolve, reject) => {
    rauc.once('error', (cause) => reject(updateFault('UPDATE_UNAVAILABLE', undefined, { cause })));
    rauc.once('close', resolve);
  });
  if (code !== 0) throw updateFault(whyRefused(complaint));
}

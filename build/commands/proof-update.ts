import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import type { CutResult } from '../proof-update/cut-points.ts';
import { proveUpdate } from '../proof-update/prove.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { imageOrderOf } from './image-order.ts';

export const proofUpdate: Command = {
  summary: 'update a device, cut its power at many moments, offer it every wrong update (npm run proof:update)',
  help: `kazasu proof update [--points N] [--started N] [--folder DIR] [--seconds N] [--uncommitted] [--json]

Builds three headless bring-up images for qemu-amd64, one newer than the other, the last with a reader that does not run. Starts the first in QEMU, with every write
to its disk logged; offers it updates that are signed by somebody else, older, for another board, cut short, changed, larger than its disk; updates
it; updates it again to the one that does not run, from which it must come back by itself. Then cuts the power at each write of the boot choice
and N moments between (default 60), each with the disk's cache kept and lost: what would start must be one of the two versions, whole, and all
data there. Some of those disks are started for real (default 3), and those starts cut in turn.

Exit 0 only when every wrong update was refused with its code and no cut lost anything.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        points: { type: 'string', default: '60' },
        started: { type: 'string', default: '3' },
        folder: { type: 'string', default: 'dist/proof-update' },
        seconds: { type: 'string', default: '900' },
        uncommitted: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const proof = await proveUpdate(
      {
        image: await imageOrderOf({ board: 'qemu-amd64', uncommitted: values.uncommitted }),
        folder: resolve(projectHome(), values.folder),
        points: count('points', values.points),
        startedCuts: count('started', values.started),
        seconds: count('seconds', values.seconds),
      },
      console.error,
    );
    for (const { what, wanted, got } of proof.tried)
      console.log(`${got === wanted ? 'pass' : 'FAIL'}  ${what}: ${got}`);
    const lines = [...tell('cut', proof.cuts), ...tell('cut twice', proof.cutsTwice)];
    for (const line of lines) console.log(line);
    const bad = [...proof.cuts, ...proof.cutsTwice].filter(({ problems }) => problems.length > 0);
    for (const { after, cache, problems } of bad)
      console.log(`FAIL  cut after write ${after}, cache ${cache}: ${problems.join('; ')}`);
    const holds = bad.length === 0 && proof.cuts.length >= 50 && proof.tried.every(({ wanted, got }) => wanted === got);
    if (values.json) console.log(JSON.stringify({ ...proof, holds }));
    return holds ? 0 : 1;
  },
};

/** How many disks would start which version. */
function tell(what: string, cuts: readonly CutResult[]): string[] {
  const versions = new Map<string, number>();
  for (const { version = 'nothing whole' } of cuts) versions.set(version, (versions.get(version) ?? 0) + 1);
  return [...versions].map(([version, times]) => `${what}: ${times} disks start ${version}`);
}

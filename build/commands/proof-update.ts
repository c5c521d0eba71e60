import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeImage } from '../image/image.ts';
import type { CutResult } from '../proof-update/cut-points.ts';
import { proveUpdate } from '../proof-update/prove.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { imageOrderOf } from './image-order.ts';

const leastCuts = 50;

export const proofUpdate: Command = {
  summary: 'update a device, cut its power at many moments, offer it every wrong update (npm run proof:update)',
  help: `kazasu proof update [--system FILE] [--points N] [--again N] [--folder DIR] [--uncommitted] [--json]

Has the update side of an image (RAUC, its handlers, the boot choice) work as on the device, on a disk of which every write is logged: it is offered every
wrong update, a good one, and one that fails its self-test. Then the power is cut at each write of the boot choice and at N moments between (default
60), each with the disk's cache kept and lost: what GRUB would start must be one of the two versions, whole, and settings, pairings, counts there.
At some of the cuts (default 6) the real GRUB is started in QEMU, the update is done again, and its power cut again. Needs root.

  --system FILE   the slot whose update side works (default: a headless one, built for it)

Exit 0 only when every update was taken or refused with its code, and no cut lost anything.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        system: { type: 'string' },
        points: { type: 'string', default: '60' },
        again: { type: 'string', default: '6' },
        folder: { type: 'string', default: 'dist/proof-update' },
        uncommitted: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const image = await imageOrderOf({ board: 'qemu-amd64', uncommitted: values.uncommitted });
    const headless = { ...image, flavour: 'headless', out: join(image.home, 'dist/images') } as const;
    const system =
      values.system === undefined ? (await makeImage(headless, console.error)).slot : resolve(values.system);
    const [points, again] = [count('points', values.points), count('again', values.again)];
    const folder = resolve(image.home, values.folder);
    const proof = await proveUpdate({ image, system, folder, points, again }, console.error);
    for (const { what, wanted, got } of proof.tried) {
      console.log(`${got === wanted ? 'pass' : 'FAIL'}  ${what}: ${got}${got === wanted ? '' : `, not ${wanted}`}`);
    }
    for (const line of [...tell('cut', proof.cuts), ...tell('cut twice', proof.cutsTwice)]) console.log(line);
    const lossy = [...proof.cuts, ...proof.cutsTwice].filter(({ problems }) => problems.length > 0);
    for (const { after, cache, problems } of lossy)
      console.log(`FAIL  cut after write ${after}, cache ${cache}: ${problems.join('; ')}`);
    const taken = proof.tried.every(({ wanted, got }) => wanted === got);
    const holds = taken && lossy.length === 0 && proof.cuts.length >= leastCuts;
    if (values.json) console.log(JSON.stringify({ ...proof, holds }));
    return holds ? 0 : 1;
  },
};

/** How many disks would start which system. */
function tell(what: string, cuts: readonly CutResult[]): string[] {
  const systems = new Map<string, number>();
  for (const { version = 'nothing whole' } of cuts) systems.set(version, (systems.get(version) ?? 0) + 1);
  return [...systems].map(([system, times]) => `${what}: ${times} disks start the ${system} system`);
}

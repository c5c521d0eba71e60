import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import { boards } from '../image/boards.ts';
import { startMachine } from '../machine/machine.ts';
import { type BringUpProof, bringUpPorts, proveBringUp } from '../proof-boot/bring-up.ts';
import { type ProductionProof, proveProduction } from '../proof-boot/production.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';

export const proofBoot: Command = {
  summary: 'start the built images in an emulated machine, up to a verified check (npm run proof:boot)',
  help: `kazasu proof boot [--images DIR] [--seconds N] [--json]

Starts the images of qemu-amd64 (see kazasu image) in QEMU. The bring-up image by its UEFI and GRUB: it tests itself, a picture is taken of its panel, and
somebody goes through a visit by face while a terminal outside serves it. The production image with a trust store on its data partition and a probe
beside its kernel: it tests itself, and is looked through from inside and outside: doctor, doors that listen, what can be written, who can log in.
Everything this leaves lies in DIR/boot: consoles, pictures.

  --images DIR   where the images are (default: dist/images)
  --seconds N    patience for each step (default: 900)

Exit 0 only when both self-tests passed, both panels show something, the bring-up one its mark, the visit was verified and erased, and nothing of
the production image is otherwise than it must be.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        images: { type: 'string', default: 'dist/images' },
        seconds: { type: 'string', default: '900' },
        json: { type: 'boolean', default: false },
      },
    });
    const home = projectHome();
    const images = resolve(home, values.images);
    const folder = join(images, 'boot');
    const seconds = count('seconds', values.seconds);
    const image = (flavour: string) => join(images, `kazasu-qemu-amd64-${flavour}`);
    await mkdir(folder, { recursive: true });
    const bringUp = await startBringUp(`${image('bring-up')}.img`, folder, seconds);
    const bringUpHolds = tellBringUp(bringUp);
    const [slot, disk, probe] = [
      `${image('production')}.squashfs`,
      `${image('production')}.img`,
      join(home, 'build/proof-boot/probe.mjs'),
    ];
    const production = await proveProduction({ slot, disk, probe, folder, seconds }, console.error);
    tellProduction(production);
    const holds = bringUpHolds && production.problems.length === 0;
    if (values.json) console.log(JSON.stringify({ bringUp, production, holds }));
    return holds ? 0 : 1;
  },
};

async function startBringUp(disk: string, folder: string, seconds: number): Promise<BringUpProof> {
  const machine = await startMachine({
    board: boards['qemu-amd64'],
    disk,
    folder: join(folder, 'bring-up'),
    ports: Object.values(bringUpPorts),
  });
  try {
    return await proveBringUp(machine, folder, seconds, console.error);
  } finally {
    await machine.cut();
  }
}

function tellBringUp({
  panel,
  selfTest,
  verdict,
  erased,
  provedSeconds,
  accelerator,
  toVerdictMs,
  heard,
}: BringUpProof): boolean {
  console.log(`bring-up: ${selfTest}, ${provedSeconds} s after power on (${accelerator})`);
  console.log(
    `  panel ${panel.width}×${panel.height}, ${panel.colours} colours, marked as bring-up: ${panel.markedBringUp}`,
  );
  console.log(
    `  visit by face: ${verdict}, ${Math.round(toVerdictMs ?? 0)} ms, erased: ${erased}; the terminal heard ${heard.join(', ')}`,
  );
  const passed = selfTest.startsWith('SELF_TEST_PASSED');
  return passed && panel.colours > 50 && panel.markedBringUp && verdict === 'verified' && erased;
}

function tellProduction({
  doctor,
  listening,
  openOutside,
  problems,
  selfTest,
  started,
  mounts,
}: ProductionProof): void {
  console.log(`production: ${selfTest}; ${started}`);
  console.log(`  doctor: ${doctor.filter(({ pass }) => pass).length} of ${doctor.length} points pass`);
  const doors = listening.map(
    ({ protocol, port, loopback, program }) => `${protocol} ${port} ${loopback ? 'loopback ' : ''}(${program})`,
  );
  console.log(`  listens: ${doors.join(', ')}\n  open from outside: ${openOutside.join(', ')}`);
  console.log(`  can be written: ${mounts.join(', ')}`);
  for (const problem of problems) console.log(`  FAIL  ${problem}`);
}

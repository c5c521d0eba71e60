import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import { whyRefused } from '../../firmware/device/update/why-refused.ts';
import { type Board, type BoardName, boards } from '../image/boards.ts';
import { imageFault } from '../image/faults.ts';
import { type Flavour, flavours } from '../image/image.ts';
import { startMachine } from '../machine/machine.ts';
import { type BringUpProof, bringUpPorts, proveBringUp } from '../proof-boot/bring-up.ts';
import { leastColours } from '../proof-boot/panel-picture.ts';
import { type ProductionProof, proveProduction } from '../proof-boot/production.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { oneOf } from './one-of.ts';

export const proofBoot: Command = {
  summary: 'start the built images in an emulated machine, up to a verified check (npm run proof:boot)',
  help: `kazasu proof boot [--board ${Object.keys(boards).join('|')}] [--images DIR] [--only NAME] [--seconds N] [--json]

Starts the images of a board (see kazasu image) in QEMU. The bring-up image by its UEFI and GRUB: it tests itself, a picture is taken of its panel, and
somebody goes through a visit by face while a terminal outside serves it. The production image with a trust store on its data partition and a probe
beside its kernel: it tests itself, and is looked through from inside and outside: doctor, doors that listen, what can be written, who can log in, USB sticks with an update and for the records.
Everything this leaves lies in DIR/boot: consoles, pictures.

  --board NAME   default: qemu-amd64
  --images DIR   where the images are (default: dist/images)
  --only NAME    bring-up, headless (the bring-up image without its panel) or production alone
  --seconds N    patience for each step (default: 900)

Exit 0 only when both self-tests passed, both panels show something, the bring-up one its mark, the visit was verified and erased, and nothing of
the production image is otherwise than it must be.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        board: { type: 'string', default: 'qemu-amd64' },
        images: { type: 'string', default: 'dist/images' },
        only: { type: 'string' },
        seconds: { type: 'string', default: '900' },
        json: { type: 'boolean', default: false },
      },
    });
    const home = projectHome();
    const images = resolve(home, values.images);
    const folder = join(images, 'boot');
    const seconds = count('seconds', values.seconds);
    const board = oneOf('board', Object.keys(boards) as BoardName[], values.board);
    const only = values.only === undefined ? undefined : oneOf('only', flavours, values.only);
    const toStart: readonly Flavour[] = only === undefined ? ['bring-up', 'production'] : [only];
    const image = (flavour: Flavour) => join(images, `kazasu-${board}-${flavour}`);
    for (const flavour of toStart)
      if (!existsSync(`${image(flavour)}.img`)) throw imageFault('IMAGE_NOT_BUILT', `${image(flavour)}.img`);
    const onEmulatedParts = toStart.find((flavour) => flavour !== 'production');
    await mkdir(folder, { recursive: true });
    const bringUp = onEmulatedParts && (await startBringUp(boards[board], image(onEmulatedParts), folder, seconds));
    const bringUpHolds = !bringUp || tellBringUp(bringUp);
    const files = {
      slot: `${image('production')}.squashfs`,
      disk: `${image('production')}.img`,
      update: `${image('production')}.raucb`,
      probe: join(home, 'build/proof-boot/probe.mjs'),
    };
    const production = toStart.includes('production')
      ? await proveProduction({ board: boards[board], ...files, folder, seconds }, console.error)
      : undefined;
    if (production) tellProduction(production);
    const holds = bringUpHolds && (production?.problems.length ?? 0) === 0;
    if (values.json) console.log(JSON.stringify({ bringUp, production, holds }));
    return holds ? 0 : 1;
  },
};

async function startBringUp(board: Board, image: string, folder: string, seconds: number): Promise<BringUpProof> {
  const machine = await startMachine({
    board,
    disk: `${image}.img`,
    folder: join(folder, 'bring-up'),
    ports: Object.values(bringUpPorts),
  });
  const hasPanel = !image.endsWith('headless');
  try {
    return await proveBringUp(machine, { folder, seconds, hasPanel }, console.error);
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
  if (panel)
    console.log(
      `  panel ${panel.width}×${panel.height}, ${panel.colours} colours, marked as bring-up: ${panel.markedBringUp}`,
    );
  console.log(
    `  visit by face: ${verdict}, ${Math.round(toVerdictMs ?? 0)} ms, erased: ${erased}; the terminal heard ${heard.join(', ')}`,
  );
  const passed = selfTest.startsWith('SELF_TEST_PASSED');
  const shown = !panel || (panel.colours > leastColours && panel.markedBringUp);
  return passed && shown && verdict === 'verified' && erased;
}

function tellProduction({
  doctor,
  listening,
  openOutside,
  problems,
  selfTest,
  slotBytes,
  accelerator,
  readySeconds,
  provedSeconds,
  mounts,
  stick,
  memory,
}: ProductionProof): void {
  const size = Math.round(slotBytes / 2 ** 20);
  console.log(`production: ${selfTest}, slot of ${size} MiB`);
  console.log(`  after its kernel began (${accelerator}): ready ${readySeconds} s, proved ${provedSeconds} s`);
  console.log(`  doctor: ${doctor.filter(({ pass }) => pass).length} of ${doctor.length} points pass`);
  const doors = listening.map(
    ({ protocol, port, loopback, program }) => `${protocol} ${port} ${loopback ? 'loopback ' : ''}(${program})`,
  );
  console.log(`  listens: ${doors.join(', ')}\n  open from outside: ${openOutside.join(', ')}`);
  console.log(
    `  an update on a stick that is not newer: ${whyRefused(stick)}; a USB memory for the records: ${memory}`,
  );
  console.log(`  can be written: ${mounts.join(', ')}`);
  for (const problem of problems) console.log(`  FAIL  ${problem}`);
}

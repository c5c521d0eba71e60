import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectHome } from '../../firmware/device/home.ts';
import { boards } from '../image/boards.ts';
import { startMachine } from '../machine/machine.ts';
import { bringUpPorts, proveBringUp } from '../proof-boot/bring-up.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';

export const proofBoot: Command = {
  summary: 'start the built images in an emulated machine, up to a verified check (npm run proof:boot)',
  help: `kazasu proof boot [--images DIR] [--seconds N] [--json]

Starts the bring-up image of qemu-amd64 (see kazasu image) in QEMU by its UEFI and GRUB, waits until it has tested itself, takes a picture of its panel,
and goes through a visit by face while a terminal outside serves it. Everything it leaves lies in DIR/boot: console, pictures.

  --images DIR   where the images are (default: dist/images)
  --seconds N    patience for each step (default: 900; with KVM each takes a minute at most)

Exit 0 only when the self-test passed, the panel shows something and the mark of a bring-up device, and the visit was verified and erased.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        images: { type: 'string', default: 'dist/images' },
        seconds: { type: 'string', default: '900' },
        json: { type: 'boolean', default: false },
      },
    });
    const images = resolve(projectHome(), values.images);
    const folder = join(images, 'boot');
    await mkdir(folder, { recursive: true });
    const machine = await startMachine({
      board: boards['qemu-amd64'],
      disk: join(images, 'kazasu-qemu-amd64-bring-up.img'),
      folder: join(folder, 'bring-up'),
      ports: Object.values(bringUpPorts),
    });
    try {
      const proof = await proveBringUp(machine, folder, count('seconds', values.seconds), console.error);
      const { panel, selfTest, verdict, erased, provedSeconds, accelerator, toVerdictMs } = proof;
      console.log(`${selfTest}, ${provedSeconds} s after power on (${accelerator})`);
      console.log(
        `panel ${panel.width}×${panel.height}, ${panel.colours} colours, marked as bring-up: ${panel.markedBringUp}`,
      );
      console.log(
        `visit by face: ${verdict}, ${Math.round(toVerdictMs ?? 0)} ms, erased: ${erased}; the terminal heard ${proof.heard.join(', ')}`,
      );
      const holds =
        selfTest.startsWith('SELF_TEST_PASSED') &&
        panel.colours > 50 &&
        panel.markedBringUp &&
        verdict === 'verified' &&
        erased;
      if (values.json) console.log(JSON.stringify({ ...proof, holds }));
      return holds ? 0 : 1;
    } finally {
      await machine.cut();
    }
  },
};

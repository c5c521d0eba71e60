import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BoardName, boards } from '../image/boards.ts';
import { flavours, type Image, makeImage } from '../image/image.ts';
import type { Command } from './command.ts';
import { imageOrderOf } from './image-order.ts';
import { oneOf } from './one-of.ts';

export const image: Command = {
  summary: 'build what is flashed: disk image, slot and signed update bundle (npm run image)',
  help: `kazasu image --board ${Object.keys(boards).join('|')} [--out DIR] [--flavour ${flavours.join('|')}] [--keys DIR] [--mirror URL] [--fresh] [--uncommitted] [--json]

Builds the read-only system out of Debian 12, Node and the production bundle, twice: for patients (production), and on emulated devices, marked as such
on every screen, to bring up a board (bring-up). Each comes as a disk to flash (.img), a slot (.squashfs) and an update (.raucb).
Two builds of one commit from the same Debian are the same byte for byte but for the signature of the update, which holds its time.

  --out DIR         where to (default: dist/images)
  --flavour NAME    only this one
  --keys DIR        ca.pem, signer.pem and signer-key.pem of the vendor's updates (default: a test authority, made once in var/update-keys)
  --mirror URL      Debian's packages from there (default: from where this machine has its own)
  --fresh           make Debian anew instead of keeping it from the last build
  --uncommitted     build although the work tree differs from its commit; the time is the commit's all the same`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        board: { type: 'string', default: 'qemu-amd64' },
        out: { type: 'string', default: 'dist/images' },
        flavour: { type: 'string' },
        keys: { type: 'string' },
        mirror: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        uncommitted: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const board = oneOf('board', Object.keys(boards) as BoardName[], values.board);
    const wanted =
      values.flavour === undefined
        ? (['production', 'bring-up'] as const)
        : [oneOf('flavour', flavours, values.flavour)];
    const { uncommitted, keys, mirror, fresh } = values;
    const order = await imageOrderOf({ board, uncommitted, keys, mirror, fresh });
    const images: Image[] = [];
    for (const flavour of wanted) {
      const anew = fresh && images.length === 0; // both come from the same Debian
      images.push(await makeImage({ ...order, flavour, out: resolve(values.out), fresh: anew }, console.error));
    }
    for (const made of images)
      console.log(`${made.flavour} ${made.version}: slot ${mib(made.slotBytes)} MiB\n  ${made.disk}\n  ${made.bundle}`);
    if (values.json) console.log(JSON.stringify({ board, images }));
    return 0;
  },
};

const mib = (bytes: number): number => Math.round(bytes / 2 ** 20);

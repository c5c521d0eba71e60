import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BoardName, boards } from '../image/boards.ts';
import { compareBuilds } from '../image/compare-builds.ts';
import { flavours, makeImage } from '../image/image.ts';
import type { Command } from './command.ts';
import { imageOrderOf } from './image-order.ts';
import { oneOf } from './one-of.ts';

export const proofImage: Command = {
  summary: 'build an image twice and compare both byte by byte (npm run proof:image)',
  help: `kazasu proof image [--board ${Object.keys(boards).join('|')}] [--flavour ${flavours.join('|')}] [--out DIR] [--keys DIR] [--mirror URL] [--json]

Builds one commit twice, the second time with Debian made anew out of its packages, and compares what is flashed, the slot and what an update brings.
An update's own signature is left out: it holds a random salt and its time. --keys and --mirror as for kazasu image.

  --board NAME      default: qemu-amd64
  --flavour NAME    default: production
  --out DIR         where to, in folders first and second (default: dist/image-proof); second is removed when nothing differs

Exit 0 only when not a byte differs.`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        board: { type: 'string', default: 'qemu-amd64' },
        flavour: { type: 'string', default: 'production' },
        out: { type: 'string', default: 'dist/image-proof' },
        keys: { type: 'string' },
        mirror: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const board = oneOf('board', Object.keys(boards) as BoardName[], values.board);
    const flavour = oneOf('flavour', flavours, values.flavour);
    const { keys, mirror } = values;
    const order = { ...(await imageOrderOf({ board, uncommitted: false, keys, mirror })), flavour };
    const [first, second] = [join(resolve(values.out), 'first'), join(resolve(values.out), 'second')];
    const one = await makeImage({ ...order, out: first }, (line) => console.error(`first: ${line}`));
    const other = await makeImage({ ...order, out: second, fresh: true }, (line) => console.error(`second: ${line}`));
    const compared = await compareBuilds(one, other);
    for (const { what, bytes, differing, firstAt } of compared)
      console.log(
        `${what}: ${bytes} bytes, ${differing === 0 ? 'all the same' : `${differing} differ, the first at ${firstAt}`}`,
      );
    const holds = compared.every(({ differing }) => differing === 0);
    if (holds) await rm(second, { recursive: true });
    if (values.json) console.log(JSON.stringify({ board, flavour, version: one.version, compared, holds }));
    return holds ? 0 : 1;
  },
};

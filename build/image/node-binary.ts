import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board } from './boards.ts';
import { imageFault } from './faults.ts';
import { run } from './run.ts';

/** Brings the pinned Node for a board out of its npm package, once; answers the path of the program. `pins`: file of the pinned packages. */
export async function bringNode({ cpu }: Board, pins: string, cache: string): Promise<string> {
  const all: { cpu: string; package: string; integrity: string }[] = JSON.parse(await readFile(pins, 'utf8'));
  const pin = all.find((each) => each.cpu === cpu);
  if (!pin) throw imageFault('IMAGE_STEP_FAILED', `${pins} pins no Node for ${cpu}`);
  const folder = join(cache, pin.package);
  const program = join(folder, 'package/bin/node');
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  const packed = (await run('npm', ['pack', '--silent', '--pack-destination', folder, pin.package])).trim();
  const tarball = join(folder, packed);
  const found = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  if (found !== pin.integrity)
    throw imageFault('IMAGE_STEP_FAILED', `${pin.package} is ${found}, pinned is ${pin.integrity}`);
  await run('tar', ['xzf', tarball, '-C', folder, 'package/bin/node', 'package/LICENSE']);
  return program;
}

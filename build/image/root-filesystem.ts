import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DebianOrder, makeDebian } from './debian.ts';
import { type Say, step } from './run.ts';

export interface RootFilesystemOrder extends DebianOrder {
  /** Folder of this part's own files: customize.sh and the lists beside it. */
  readonly recipe: string;
  /** Folder in which it is kept and found again. */
  readonly cache: string;
  /** Make it again even if it is kept. */
  readonly fresh: boolean;
}

/** Debian for a board as a tar file, without anything of ours but users and closed doors; answers its path. */
export async function makeRootFilesystem(order: RootFilesystemOrder, say: Say): Promise<string> {
  const { architecture, packages, epoch, mirror, recipe, cache } = order;
  const key = createHash('sha256').update(JSON.stringify([architecture, packages, epoch, mirror]));
  for (const name of ['customize.sh', 'initramfs-modules', 'dpkg-leaves-out'])
    key.update(await readFile(join(recipe, name)));
  const tar = join(cache, `debian-${architecture}-${key.digest('hex').slice(0, 16)}.tar`);
  if (existsSync(tar) && !order.fresh) {
    say(`Debian for ${architecture}: kept from an earlier build`);
    return tar;
  }
  await mkdir(cache, { recursive: true });
  const draft = `${tar}.draft`;
  const listModules = `mkdir -p "$1/etc/initramfs-tools/conf.d" && echo MODULES=list > "$1/etc/initramfs-tools/conf.d/kazasu"`;
  const more = [
    '--variant=essential',
    ...(await linesOf(join(recipe, 'dpkg-leaves-out'))).map((line) => `--dpkgopt=${line}`),
    `--essential-hook=${listModules} && cp "${recipe}/initramfs-modules" "$1/etc/initramfs-tools/modules"`,
    `--customize-hook=sh "${recipe}/customize.sh" "$1"`,
  ];
  await step(say, `Debian for ${architecture}`, () => makeDebian(order, more, draft));
  await rm(tar, { force: true });
  await rename(draft, tar);
  return tar;
}

const linesOf = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

import { copyFile, open, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { run } from './run.ts';

/** Adds all that lies in a folder to a tar file, in the order of its names; `$1` the folder, `$2` the tar file, then options of tar. */
const addLayer = `cd "$1" && tar=$2 && shift 2 && find . ! -type d -print0 | LC_ALL=C sort -z | tar -rf "$tar" --null --no-recursion "$@" -T -`;

/**
 * Makes a slot: one squashfs out of Debian's tar file and folders laid over it, which may add files but change none. Every added file is root's
 * and has the time `epoch` (s since 1970); the same input gives the same bytes.
 */
export async function makeSlot(debian: string, layers: readonly string[], epoch: number, file: string): Promise<void> {
  const tar = `${file}.tar`;
  try {
    await copyFile(debian, tar);
    const owned = ['--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX', `--mtime=@${epoch}`];
    for (const layer of layers) await run('sh', ['-c', addLayer, 'sh', layer, tar, ...owned]);
    const input = await open(tar);
    try {
      // GRUB reads the kernel out of it, and knows no newer compression than this.
      const packing = ['--compressor', 'gzip', '--num-jobs', `${availableParallelism()}`];
      const args = ['--quiet', '--force', ...packing, '--defaults', `mode=0755,mtime=${epoch}`, file];
      await run('tar2sqfs', args, { stdio: [input.fd, 'pipe', 'pipe'] });
    } finally {
      await input.close();
    }
  } finally {
    await rm(tar, { force: true });
  }
}

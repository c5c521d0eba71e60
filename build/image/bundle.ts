import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.ts';
import type { UpdateKeys } from './update-keys.ts';

export interface BundleOrder {
  /** The squashfs that goes into a slot. */
  readonly slot: string;
  /** Name of the devices that take it. */
  readonly compatible: string;
  readonly version: string;
  readonly keys: UpdateKeys;
  /** Time of what it brings, seconds since 1970. */
  readonly epoch: number;
  /** plain: signed as a whole, for kernels without dm-verity; devices refuse it. */
  readonly format?: 'verity' | 'plain';
}

/** Makes a signed RAUC bundle out of a slot. Its signature holds a random salt and its time: two bundles of one slot differ in it, and in nothing else. */
export async function makeBundle(
  { slot, compatible, version, keys, epoch, format = 'verity' }: BundleOrder,
  file: string,
): Promise<void> {
  const content = `${file}.content`;
  await rm(content, { recursive: true, force: true });
  await mkdir(content);
  try {
    await copyFile(slot, join(content, 'system.img'));
    await writeFile(join(content, 'version'), `${version}\n`);
    await writeFile(
      join(content, 'manifest.raucm'),
      `[update]\ncompatible=${compatible}\nversion=${version}\n\n[bundle]\nformat=${format}\n\n[image.system]\nfilename=system.img\n`,
    );
    await rm(file, { force: true });
    const { certificate, key, keyring } = keys;
    // The slot is packed already: packing it once more takes a minute and saves nothing.
    const signing = [`--cert=${certificate}`, `--key=${key}`, `--keyring=${keyring}`];
    await run('rauc', ['bundle', '--mksquashfs-args=-noD -noF', ...signing, content, file], {
      env: { ...process.env, SOURCE_DATE_EPOCH: `${epoch}` },
    });
  } finally {
    await rm(content, { recursive: true });
  }
}

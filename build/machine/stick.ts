import { truncate, writeFile } from 'node:fs/promises';
import { run } from '../image/run.ts';

/** Makes a USB stick as a file: FAT with a name, so large, with these files on it. */
export async function makeStick(
  stick: string,
  { name, mib, files = [] }: { readonly name: string; readonly mib: number; readonly files?: readonly string[] },
): Promise<void> {
  await writeFile(stick, '');
  await truncate(stick, mib * 2 ** 20);
  await run('mkfs.vfat', ['-n', name, stick]);
  for (const file of files) await run('mcopy', ['-i', stick, file, '::/']);
}

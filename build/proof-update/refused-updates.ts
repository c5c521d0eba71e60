import { copyFile, mkdir, open, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpdateCode } from '../../firmware/device/update/faults.ts';
import { type BundleOrder, makeBundle } from '../image/bundle.ts';
import { testUpdateKeys } from '../image/update-keys.ts';

/** An update that a device must not take, and why it says so. */
export interface WrongUpdate {
  readonly what: string;
  readonly file: string;
  readonly code: UpdateCode;
}

const mib = 2 ** 20;

/** Makes them in `folder`. `good` is what would be taken; `newer`, a version that would be; `old`, one that never may. */
export async function wrongUpdates(
  folder: string,
  good: { readonly bundle: string; readonly compatible: string; readonly keys: BundleOrder['keys'] },
  { newer, old }: { readonly newer: string; readonly old: string },
): Promise<readonly WrongUpdate[]> {
  await mkdir(folder, { recursive: true });
  const slot = join(folder, 'system.squashfs');
  await writeFile(slot, Buffer.alloc(mib, 'kazasu'));
  const { compatible, keys } = good;
  const make = async (name: string, order: Partial<BundleOrder>) => {
    const file = join(folder, `${name}.raucb`);
    await makeBundle({ slot, compatible, version: newer, keys, ...order }, file);
    return file;
  };
  const cut = join(folder, 'cut.raucb');
  await copyFile(good.bundle, cut);
  await truncate(cut, Math.floor((await stat(cut)).size * 0.6));
  const changed = join(folder, 'changed.raucb');
  await copyFile(good.bundle, changed);
  await flipByte(changed, Math.floor((await stat(changed)).size / 2));
  const vast = join(folder, 'vast.raucb');
  await writeFile(vast, '');
  await truncate(vast, 1000 * mib);
  return [
    {
      what: 'signed by somebody else',
      file: await make('foreign', { keys: await testUpdateKeys(join(folder, 'foreign-keys')) }),
      code: 'UPDATE_SIGNATURE_WRONG',
    },
    { what: 'older than what runs', file: await make('older', { version: old }), code: 'UPDATE_NOT_NEWER' },
    {
      what: 'for another board',
      file: await make('other', { compatible: `${compatible}-other` }),
      code: 'UPDATE_FOR_ANOTHER',
    },
    { what: 'cut short', file: cut, code: 'UPDATE_DAMAGED' },
    { what: 'one bit changed', file: changed, code: 'UPDATE_DAMAGED' },
    { what: 'larger than the disk has room', file: vast, code: 'UPDATE_NO_ROOM' },
  ];
}

async function flipByte(file: string, at: number): Promise<void> {
  const handle = await open(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  byte.writeUInt8(byte.readUInt8(0) ^ 1);
  await handle.write(byte, 0, 1, at);
  await handle.close();
}

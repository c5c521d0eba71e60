import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { projectHome } from '../../firmware/device/home.ts';
import type { BoardName } from '../image/boards.ts';
import { imageFault } from '../image/faults.ts';
import type { ImageOrder } from '../image/image.ts';
import { testUpdateKeys, type UpdateKeys } from '../image/update-keys.ts';

export interface ImageWishes {
  readonly board: BoardName;
  /** Build although the work tree differs from its commit. */
  readonly uncommitted: boolean;
  /** Folder of the vendor's update keys; left out: those of a test authority. */
  readonly keys?: string | undefined;
  readonly mirror?: string | undefined;
  readonly fresh?: boolean;
}

/** How the commands build images: from this commit, with what earlier builds have kept. Throws IMAGE_NOT_COMMITTED. */
export async function imageOrderOf(wishes: ImageWishes): Promise<Omit<ImageOrder, 'flavour' | 'out'>> {
  const home = projectHome();
  if (!wishes.uncommitted && git(home, 'status', '--porcelain') !== '') throw imageFault('IMAGE_NOT_COMMITTED', home);
  const { board, keys, mirror, fresh = false } = wishes;
  return {
    ...{ board, home, fresh },
    cache: resolve(home, 'var/image-cache'),
    epoch: Number(git(home, 'log', '-1', '--format=%ct')),
    keys: keys === undefined ? await testUpdateKeys(resolve(home, 'var/update-keys')) : keysIn(keys),
    ...(mirror === undefined ? {} : { mirror }),
  };
}

const git = (home: string, ...args: string[]): string =>
  execFileSync('git', ['-C', home, ...args], { encoding: 'utf8' }).trim();

function keysIn(folder: string): UpdateKeys {
  const file = (name: string) => resolve(folder, name);
  return { keyring: file('ca.pem'), certificate: file('signer.pem'), key: file('signer-key.pem') };
}

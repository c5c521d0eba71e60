import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpdateCode } from '../../firmware/device/update/faults.ts';
import { type BundleOrder, makeBundle } from '../image/bundle.ts';
import { run } from '../image/run.ts';
import { makeSlot } from '../image/slot.ts';
import { testUpdateKeys } from '../image/update-keys.ts';
import { dataMib } from './deliver-disk.ts';
import { type KnownSystem, knownSystem } from './judge-disk.ts';
import type { UpdateProofOrder } from './prove.ts';

/** A small system for the slots of the proof: GRUB starts it, and it ends the machine. */
export interface ProofSystem {
  readonly slot: string;
  readonly system: KnownSystem;
  readonly bundle: string;
}

/** An update that a device must not take, and why it says so. */
export interface WrongUpdate {
  readonly what: string;
  readonly file: string;
  readonly code: UpdateCode;
  /** It is fetched; the others lie on the device. */
  readonly fromWeb?: true;
}

export interface Updates {
  readonly old: ProofSystem;
  readonly newer: ProofSystem;
  /** Installs well; what becomes of it says the proof. */
  readonly failing: ProofSystem;
  readonly wrong: readonly WrongUpdate[];
  /** Time in the version that was proved on the device once: newer than what runs. */
  readonly provedTime: number;
}

const mib = 2 ** 20;
/** Size of a system: enough for many writes. */
const systemMib = 12;

/** Makes them in `folder`. The versions are counted from that of the running image. */
export async function makeUpdates({ image, system }: UpdateProofOrder, folder: string): Promise<Updates> {
  const inImage = (path: string) => run('rdsquashfs', ['-c', path, system]).then((text) => text.trim());
  const running = await inImage('usr/share/kazasu/version');
  const compatible = /^compatible=(.*)$/m.exec(await inImage('etc/rauc/system.conf'))?.[1] ?? '';
  const time = Number(/-(\d+)/.exec(running)?.[1]);
  const version = (later: number) => `0.1.0-${time + later}`;
  const proved = 10;
  const { keys, epoch } = image;
  const make = async (name: string, later: number): Promise<ProofSystem> => {
    const slot = join(folder, `${name}.squashfs`);
    await smallSystem(slot, epoch);
    const bundle = join(folder, `${name}.raucb`);
    await makeBundle({ slot, compatible, version: version(later), keys, epoch, format: 'plain' }, bundle);
    return { slot, bundle, system: await knownSystem(name, slot) };
  };
  const [old, newer, failing] = [
    await make('old', 0),
    await make('newer', proved + 10),
    await make('failing', proved + 20),
  ];
  const wrong = async (name: string, more: Partial<BundleOrder>) => {
    const file = join(folder, `${name}.raucb`);
    const usual = {
      slot: newer.slot,
      compatible,
      version: version(proved + 10),
      keys,
      epoch,
      format: 'plain',
    } as const;
    await makeBundle({ ...usual, ...more }, file);
    return file;
  };
  const cut = join(folder, 'cut.raucb');
  await copyFile(newer.bundle, cut);
  await truncate(cut, Math.floor((await stat(cut)).size * 0.6));
  const changed = join(folder, 'changed.raucb');
  await copyFile(newer.bundle, changed);
  await flipByte(changed, Math.floor((await stat(changed)).size / 2));
  const vast = join(folder, 'vast.raucb');
  await writeFile(vast, randomBytes((dataMib + 16) * mib));
  return {
    ...{ old, newer, failing, provedTime: time + proved },
    wrong: [
      {
        what: 'signed by somebody else',
        file: await wrong('foreign', { keys: await testUpdateKeys(join(folder, 'foreign')) }),
        code: 'UPDATE_SIGNATURE_WRONG',
      },
      {
        what: 'of the version that runs',
        file: await wrong('same', { version: version(0) }),
        code: 'UPDATE_NOT_NEWER',
      },
      { what: 'older than what runs', file: await wrong('older', { version: version(-1) }), code: 'UPDATE_NOT_NEWER' },
      {
        what: 'older than what was proved here once',
        file: await wrong('between', { version: version(proved - 1) }),
        code: 'UPDATE_NOT_NEWER',
      },
      {
        what: 'for another board',
        file: await wrong('other', { compatible: `${compatible}-other` }),
        code: 'UPDATE_FOR_ANOTHER',
      },
      { what: 'cut short', file: cut, code: 'UPDATE_DAMAGED' },
      { what: 'with one bit changed', file: changed, code: 'UPDATE_SIGNATURE_WRONG' },
      { what: 'larger than the disk has room', file: vast, code: 'UPDATE_NO_ROOM', fromWeb: true },
      { what: 'that is not there', file: join(folder, 'absent.raucb'), code: 'UPDATE_UNREACHABLE', fromWeb: true },
    ],
  };
}

async function smallSystem(slot: string, epoch: number): Promise<void> {
  const tree = `${slot}.tree`;
  await mkdir(join(tree, 'boot'), { recursive: true });
  await writeFile(join(tree, 'boot/slot.cfg'), 'reboot\n');
  await writeFile(join(tree, 'content'), randomBytes(systemMib * mib));
  const empty = `${slot}.empty.tar`;
  await run('tar', ['cf', empty, '-T', '/dev/null']);
  await makeSlot(empty, [tree], epoch, slot);
  for (const path of [tree, empty]) await rm(path, { recursive: true });
}

async function flipByte(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  const handle = await open(file, 'r+');
  await handle.write(Buffer.of(bytes.readUInt8(at) ^ 1), 0, 1, at);
  await handle.close();
}

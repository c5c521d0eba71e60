import { mkdir, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board } from './boards.ts';
import { writeChoice } from './boot-choice.ts';
import { run } from './run.ts';

const mib = 2 ** 20;

/** Where each partition lies, MiB. Slots and data leave room to grow; the file is sparse. */
export const partitions = {
  firmware: { start: 1, size: 15, label: 'kazasu-efi', type: 'C12A7328-F81F-11D2-BA4B-00C04B96A6B2' },
  choice: { start: 16, size: 16, label: 'kazasu-choice', type: '0FC63DAF-8483-4772-8E79-3D69D8477DE4' },
  a: { start: 32, size: 1024, label: 'kazasu-system-a', type: '0FC63DAF-8483-4772-8E79-3D69D8477DE4' },
  b: { start: 1056, size: 1024, label: 'kazasu-system-b', type: '0FC63DAF-8483-4772-8E79-3D69D8477DE4' },
  data: { start: 2080, size: 1024, label: 'kazasu-data', type: '0FC63DAF-8483-4772-8E79-3D69D8477DE4' },
} as const;
const diskMib = 3105;

/** A name of a partition or disk that is the same in every build. `number`: 0 is the disk. */
const fixedId = (number: number): string => `6b617a61-7375-4000-8000-00000000000${number}`;

export interface DiskOrder {
  readonly board: Board;
  /** The squashfs of slot A; slot B is empty until the first update. */
  readonly slot: string;
  /** grub.cfg. */
  readonly grub: string;
  /** Folder of GRUB's modules for the board. */
  readonly grubModules: string;
  readonly epoch: number;
}

/** Makes what is flashed: a GPT disk with GRUB, the boot choice, two slots and room for the data, which the device formats itself. */
export async function makeDisk(order: DiskOrder, file: string): Promise<void> {
  const work = `${file}.parts`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work);
  try {
    await makeTable(file);
    await put(await makeFirmware(order, work), file, partitions.firmware.start);
    await put(await makeChoice(order, work), file, partitions.choice.start);
    await put(order.slot, file, partitions.a.start);
  } finally {
    await rm(work, { recursive: true });
  }
}

async function makeTable(file: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, '');
  await truncate(file, diskMib * mib);
  const lines = Object.values(partitions).map(
    ({ start, size, label, type }, index) =>
      `start=${start}MiB, size=${size}MiB, type=${type}, name=${label}, uuid=${fixedId(index + 1)}`,
  );
  const table = `${file}.table`;
  await writeFile(table, `label: gpt\nlabel-id: ${fixedId(0)}\n${lines.join('\n')}\n`);
  const input = await open(table);
  await run('sfdisk', ['--quiet', file], { stdio: [input.fd, 'pipe', 'pipe'] });
  await input.close();
  await rm(table);
}

/** What the firmware of the board starts: GRUB with grub.cfg inside it, so that no file beside it can change what it does. */
async function makeFirmware({ board, grub, grubModules, epoch }: DiskOrder, work: string): Promise<string> {
  const folder = join(work, 'memdisk/grub');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'grub.cfg'), await readFile(grub));
  const memdisk = join(work, 'memdisk.tar');
  await run('tar', [
    'cf',
    memdisk,
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--mode=u=rwX,go=rX',
    `--mtime=@${epoch}`,
    '-C',
    join(work, 'memdisk'),
    'grub',
  ]);
  const program = join(work, board.grub.file);
  const modules =
    'memdisk tar normal part_gpt fat squash4 gzio linux loadenv test regexp probe reboot configfile'.split(' ');
  await run('grub-mkimage', [
    '-O',
    board.grub.format,
    '-d',
    grubModules,
    '-m',
    memdisk,
    '-p',
    '(memdisk)/grub',
    '-o',
    program,
    ...modules,
  ]);
  const image = join(work, 'firmware.img');
  await makeFat(image, partitions.firmware.size, epoch);
  await run('mmd', ['-i', image, '::/EFI', '::/EFI/BOOT'], fakeTime(epoch));
  await run('mcopy', ['-i', image, program, `::/EFI/BOOT/${board.grub.file}`], fakeTime(epoch));
  return image;
}

/** Slot A is good as delivered, B empty. */
async function makeChoice({ epoch }: DiskOrder, work: string): Promise<string> {
  const file = join(work, 'grubenv');
  await writeFile(file, writeChoice({ first: 'a', a: { state: 'good', left: 3 }, b: { state: 'bad', left: 0 } }));
  const image = join(work, 'choice.img');
  await makeFat(image, partitions.choice.size, epoch);
  await run('mcopy', ['-i', image, file, '::/grubenv'], fakeTime(epoch));
  return image;
}

async function makeFat(image: string, size: number, epoch: number): Promise<void> {
  await run('truncate', ['-s', `${size}M`, image]);
  await run('mkfs.vfat', ['--invariant', '-i', '6b617a61', image], fakeTime(epoch));
}

/** The time that mtools write into a FAT. */
const fakeTime = (epoch: number) => ({
  env: { ...process.env, SOURCE_DATE_EPOCH: `${epoch}`, TZ: 'UTC', MTOOLS_SKIP_CHECK: '1' },
});

/** Copies an image to its place on the disk; leaves holes where it has none of its own. */
async function put(image: string, disk: string, startMib: number): Promise<void> {
  const { size } = await stat(image);
  const most = Object.values(partitions).find(({ start }) => start === startMib)?.size ?? 0;
  if (size > most * mib) throw new Error(`${image} has ${size} bytes, its partition ${most} MiB`);
  await run('dd', [`if=${image}`, `of=${disk}`, `bs=${mib}`, `seek=${startMib}`, 'conv=notrunc,sparse']);
  await truncate(disk, diskMib * mib);
}

/** Byte at which a partition begins. */
export const offsetOf = (name: keyof typeof partitions): number => partitions[name].start * mib;

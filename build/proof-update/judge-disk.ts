import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nextSlot, readChoice, type Slot } from '../image/boot-choice.ts';
import { partitions } from '../image/disk.ts';
import { run } from '../image/run.ts';

const mib = 2 ** 20;

/** A system that may stand in a slot. */
export interface KnownSystem {
  readonly version: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a disk whose power was cut would do next. */
export interface CutVerdict {
  readonly slot: Slot | undefined;
  /** The whole system in that slot; undefined: none that is known, or not whole. */
  readonly version: string | undefined;
  /** What of the data is lost or broken; empty where nothing is. */
  readonly dataProblems: readonly string[];
}

/** Looks through an unpacked data partition: what of it is lost or broken. */
export type LookAtData = (folder: string) => Promise<string[]>;

/** The SHA-256 of a slot file, to know it again on a disk. */
export async function knownSystem(version: string, file: string): Promise<KnownSystem> {
  const { bytes, sha256 } = await digest(file);
  return { version, bytes, sha256 };
}

/** Judges a disk as if it were started now. `work`: a folder of this judgement's own. */
export async function judgeDisk(
  disk: string,
  systems: readonly KnownSystem[],
  look: LookAtData,
  work: string,
): Promise<CutVerdict> {
  const choice = await choiceOn(disk);
  const slot = choice && nextSlot(choice);
  const system = slot && (await systemIn(disk, slot, systems));
  return { slot, version: system?.version, dataProblems: await dataProblems(disk, look, work) };
}

/** The sector in which the boot choice stands. */
export async function choiceOn(disk: string) {
  const { start, size } = partitions.choice;
  const file = await open(disk);
  const area = Buffer.alloc(size * mib);
  await file.read(area, 0, area.length, start * mib);
  await file.close();
  return readChoice(area.subarray(area.indexOf('# GRUB Environment Block')));
}

async function systemIn(disk: string, slot: Slot, systems: readonly KnownSystem[]): Promise<KnownSystem | undefined> {
  for (const system of systems) {
    const { sha256 } = await digest(disk, partitions[slot].start * mib, system.bytes);
    if (sha256 === system.sha256) return system;
  }
  return undefined;
}

async function digest(
  file: string,
  start = 0,
  length = Number.POSITIVE_INFINITY,
): Promise<{ sha256: string; bytes: number }> {
  const sum = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file, { start, end: start + length - 1, highWaterMark: mib })) {
    sum.update(piece);
    bytes += piece.length;
  }
  return { sha256: sum.digest('hex'), bytes };
}

/** Repairs a copy of a disk's data partition as the device does at its start, and unpacks it into `out`, made anew. */
export async function unpackData(disk: string, out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const image = `${out}.img`;
  const { start } = partitions.data;
  await run('dd', [
    `if=${disk}`,
    `of=${image}`,
    `bs=${mib}`,
    `skip=${start}`,
    `count=${await filesystemMib(disk)}`,
    'conv=sparse',
  ]);
  // 1: it mended something, which a journal that was not closed is.
  await run('sh', ['-c', 'e2fsck -p "$1" || [ "$?" -le 1 ]', 'sh', image]);
  await run('debugfs', ['-R', `rdump / ${out}`, image]);
  await rm(image);
}

/** Size of the data partition's file system, as its superblock says; it may be smaller than the partition. */
async function filesystemMib(disk: string): Promise<number> {
  const superblock = Buffer.alloc(32);
  const file = await open(disk);
  await file.read(superblock, 0, superblock.length, partitions.data.start * mib + 1024);
  await file.close();
  const [blocks, blockBytes] = [superblock.readUInt32LE(4), 1024 << superblock.readUInt32LE(24)];
  return Math.ceil((blocks * blockBytes) / mib);
}

async function dataProblems(disk: string, look: LookAtData, out: string): Promise<string[]> {
  try {
    await unpackData(disk, out);
    return await look(out);
  } catch (error) {
    return [`the data partition cannot be mended: ${error}`];
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** Whether files are there with exactly these bytes. `same`: by path. */
export async function differing(folder: string, same: Readonly<Record<string, Buffer>>): Promise<string[]> {
  const problems: string[] = [];
  for (const [path, bytes] of Object.entries(same)) {
    const found = await readFile(join(folder, path)).catch(() => undefined);
    if (!found?.equals(bytes)) problems.push(`${path} ${found ? 'differs' : 'is gone'}`);
  }
  return problems;
}

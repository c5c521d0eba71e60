import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { logFiles, verifyOperationLog } from '../../firmware/records/operation-log.ts';
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

/** What the data partition must still hold, whatever happened: files by path below /var/lib, and how they must be. */
export interface ExpectedData {
  /** Exactly these bytes. */
  readonly same: Readonly<Record<string, Buffer>>;
  /** Logs that must verify and hold these records at least. */
  readonly records: { readonly folder: string; readonly least: number };
}

/** The SHA-256 of a slot file, to know it again on a disk. */
export async function knownSystem(version: string, file: string): Promise<KnownSystem> {
  const { bytes, sha256 } = await digest(file);
  return { version, bytes, sha256 };
}

/** Judges a disk as if it were started now. `work`: a folder of this judgement's own. */
export async function judgeDisk(
  disk: string,
  systems: readonly KnownSystem[],
  expected: ExpectedData,
  work: string,
): Promise<CutVerdict> {
  const choice = await choiceOn(disk);
  const slot = choice && nextSlot(choice);
  const system = slot && (await systemIn(disk, slot, systems));
  return { slot, version: system?.version, dataProblems: await dataProblems(disk, expected, work) };
}

/** The sector in which the boot choice stands. */
async function choiceOn(disk: string) {
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
  const { start, size } = partitions.data;
  const image = `${out}.img`;
  await run('dd', [`if=${disk}`, `of=${image}`, `bs=${mib}`, `skip=${start}`, `count=${size}`, 'conv=sparse']);
  // 1: it mended something, which a journal that was not closed is.
  await run('sh', ['-c', 'e2fsck -p "$1" || [ "$?" -le 1 ]', 'sh', image]);
  await run('debugfs', ['-R', `rdump / ${out}`, image]);
  await rm(image);
}

async function dataProblems(disk: string, expected: ExpectedData, out: string): Promise<string[]> {
  await unpackData(disk, out);
  const problems: string[] = [];
  for (const [path, bytes] of Object.entries(expected.same)) {
    const found = await readFile(join(out, path)).catch(() => undefined);
    if (!found?.equals(bytes)) problems.push(`${path} ${found ? 'differs' : 'is gone'}`);
  }
  const { folder, least } = expected.records;
  const records = join(out, folder);
  const verdict = await verifyOperationLog(existsSync(records) ? await logFiles(records, 'operation') : [], {});
  if (!verdict.ok && verdict.problem !== 'LINE_CUT') problems.push(`operation log: ${verdict.problem}`);
  else if (verdict.ok && verdict.records < least)
    problems.push(`operation log: ${verdict.records} records of ${least}`);
  await rm(out, { recursive: true });
  return problems;
}

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { partitions } from '../image/disk.ts';
import { copyDisk } from '../machine/copy-disk.ts';
import { CutDisk } from './cut-disk.ts';
import { judgeDisk, type KnownSystem, type LookAtData } from './judge-disk.ts';
import { type LoggedWrite, readWriteLog } from './write-log.ts';

const mib = 2 ** 20;

/** A moment at which the power was cut: after so many writes. */
export interface CutPoint {
  readonly after: number;
  /** The last write was to the boot choice: the moment at which everything turns. */
  readonly atChoice: boolean;
}

/** What came of one cut: `cache` tells whether the disk also lost what it had not been told to bring to the medium. */
export interface CutResult extends CutPoint {
  readonly cache: 'kept' | 'lost';
  readonly version: string | undefined;
  readonly problems: readonly string[];
}

const isChoice = ({ at, data }: LoggedWrite): boolean =>
  data.length > 0 &&
  at >= partitions.choice.start * mib &&
  at < (partitions.choice.start + partitions.choice.size) * mib;

/** Picks moments of a log: before and after each write to the boot choice, and `more` others spread over all. */
export async function pickPoints(log: string, more: number): Promise<CutPoint[]> {
  let writes = 0;
  const turning: number[] = [];
  for await (const write of readWriteLog(log)) {
    writes += 1;
    if (isChoice(write)) turning.push(writes);
  }
  const picked = new Map<number, boolean>();
  for (let index = 0; index < more; index += 1) picked.set(1 + Math.floor(((index + 0.5) * writes) / more), false);
  for (const after of turning) {
    if (after > 1) picked.set(after - 1, false);
    picked.set(after, true);
  }
  return [...picked].map(([after, atChoice]) => ({ after, atChoice })).sort((a, b) => a.after - b.after);
}

export interface CutOrder {
  /** The disk before the first write. */
  readonly before: string;
  readonly log: string;
  readonly points: readonly CutPoint[];
  readonly systems: readonly KnownSystem[];
  readonly look: LookAtData;
  /** Folder for the disks that are cut. */
  readonly folder: string;
  /** Is handed each disk whose cache was kept, before the next write. */
  readonly onDisk?: (disk: string, point: CutPoint) => Promise<void>;
}

/** Cuts the power at each point, with the disk's cache kept and lost, and judges both disks. */
export async function cutAtPoints(order: CutOrder, say: (line: string) => void): Promise<CutResult[]> {
  const { folder, points } = order;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = { kept: join(folder, 'kept.img'), lost: join(folder, 'lost.img') };
  for (const file of Object.values(files)) await copyDisk(order.before, file);
  const disk = await CutDisk.open(files.kept, files.lost);
  const results: CutResult[] = [];
  let writes = 0;
  let next = 0;
  for await (const write of readWriteLog(order.log)) {
    await disk.take(write);
    writes += 1;
    const point = points[next];
    if (point?.after !== writes) continue;
    next += 1;
    for (const cache of ['kept', 'lost'] as const) {
      const { version, slot, dataProblems } = await judgeDisk(
        files[cache],
        order.systems,
        order.look,
        join(folder, 'look'),
      );
      const problems = [...(version === undefined ? [`slot ${slot} holds no whole system`] : []), ...dataProblems];
      results.push({ ...point, cache, version, problems });
    }
    say(`  cut ${next} of ${points.length}, after write ${writes}: ${results.at(-1)?.version ?? 'NOTHING'}`);
    await order.onDisk?.(files.kept, point);
  }
  await disk.close();
  await rm(folder, { recursive: true });
  return results;
}

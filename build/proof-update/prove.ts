import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nextSlot, type Slot } from '../image/boot-choice.ts';
import type { ImageOrder } from '../image/image.ts';
import { type Say, step } from '../image/run.ts';
import { copyDisk } from '../machine/copy-disk.ts';
import { type CutPoint, type CutResult, cutAtPoints, pickPoints } from './cut-points.ts';
import { deliverDisk } from './deliver-disk.ts';
import { choiceOn, type KnownSystem, type LookAtData } from './judge-disk.ts';
import { serveFiles } from './serve-files.ts';
import { type Deed, onStage } from './stage.ts';
import { startedByGrub } from './started-by-grub.ts';
import { makeUpdates } from './updates.ts';

export interface UpdateProofOrder {
  readonly image: Omit<ImageOrder, 'flavour' | 'out'>;
  /** The slot of an image: its own RAUC, handlers and boot choice are at work. */
  readonly system: string;
  /** Folder of everything that the proof makes. */
  readonly folder: string;
  /** Cuts beside those at the boot choice. */
  readonly points: number;
  /** So many of them are started by the real GRUB, updated again, and cut again. */
  readonly again: number;
}

/** One thing that was tried and what came of it. */
export interface Tried {
  readonly what: string;
  readonly wanted: string;
  readonly got: string;
}

export interface UpdateProof {
  readonly tried: readonly Tried[];
  readonly cuts: readonly CutResult[];
  /** Cut once, updated again, cut again. */
  readonly cutsTwice: readonly CutResult[];
}

/** Cuts of each second update. */
const secondCuts = 4;

/** Has the update side of an image work on a disk of its own, and cuts its power. Needs root. */
export async function proveUpdate(order: UpdateProofOrder, say: Say): Promise<UpdateProof> {
  const { folder, system } = order;
  const place = (name: string) => join(folder, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(place('stage'), { recursive: true });
  const updates = await makeUpdates(order, place('stage'));
  const disk = place('device.img');
  const look = await deliverDisk(order, updates, disk);
  const server = await serveFiles();
  const tried: Tried[] = [];
  const note = async (what: string, wanted: string, look: () => Promise<string>) => {
    const got = await step(say, what, look);
    tried.push({ what, wanted, got });
  };
  const play = async (running: Slot, deed: Deed, log: string) => {
    const [got = ''] = await onStage({ system, disk, log, running, folder: place('stage') }, [deed]);
    return got;
  };
  const grub = () => startedByGrub(order.image.board, disk, place('grub'));
  try {
    for (const { what, file, code, fromWeb } of updates.wrong)
      await note(`an update ${what}`, code, () =>
        play('a', ['install', fromWeb ? server.offer(file) : seenInside(file)], place('wrong.log')),
      );
    const [foreign] = updates.wrong;
    if (foreign)
      await note(`an update ${foreign.what}, by a fleet's client`, foreign.code, () =>
        play('a', ['fleet', seenInside(foreign.file)], place('wrong.log')),
      );
  } finally {
    await server.close();
  }
  const before = place('before.img');
  await copyDisk(disk, before);
  const log = place('update.log');
  await note('an update in order', 'done', () => play('a', ['install', seenInside(updates.newer.bundle)], log));
  const after = place('after.img');
  await copyDisk(disk, after);
  await note('what GRUB starts then', 'b', grub);
  await note('it proves itself', 'done', () => play('b', ['mark', 'good'], place('good.log')));
  await note("an update that will fail, by a fleet's client", 'done', () =>
    play('b', ['fleet', seenInside(updates.failing.bundle)], place('failing.log')),
  );
  await note('what GRUB starts then', 'a', grub);
  await note('it fails its self-test', 'done', () => play('a', ['mark', 'bad'], place('bad.log')));
  await note('what GRUB starts after that', 'b', grub);

  const systems = [updates.old.system, updates.newer.system];
  const points = await pickPoints(log, order.points);
  const nth = Math.ceil(points.length / order.again);
  const cutsTwice: CutResult[] = [];
  const onDisk = async (cut: string, point: CutPoint) => {
    if (points.indexOf(point) % nth !== 0) return;
    const choice = await choiceOn(cut);
    const next = choice && nextSlot(choice);
    await note(`what GRUB starts after write ${point.after}`, next ?? 'none', () =>
      startedByGrub(order.image.board, cut, place('grub')),
    );
    if (next)
      cutsTwice.push(
        ...(await cutAgain(order, { cut, running: next, bundle: seenInside(updates.newer.bundle), systems, look })),
      );
  };
  const cuts = await step(say, `${points.length} cuts of the power`, () =>
    cutAtPoints({ before, log, points, systems, look, folder: place('cut'), onDisk }, say),
  );
  return { tried, cuts, cutsTwice };
}

/** A disk whose power was cut once, and what runs on it then. */
interface CutOnce {
  readonly cut: string;
  readonly running: Slot;
  readonly bundle: string;
  readonly systems: readonly KnownSystem[];
  readonly look: LookAtData;
}

/** Updates once more after a cut, and cuts that too. */
async function cutAgain(
  { folder, system }: UpdateProofOrder,
  { cut, running, bundle, systems, look }: CutOnce,
): Promise<CutResult[]> {
  const [before, disk, log] = [join(folder, 'again-before.img'), join(folder, 'again.img'), join(folder, 'again.log')];
  for (const file of [before, disk]) await copyDisk(cut, file);
  await onStage({ system, disk, log, running, folder: join(folder, 'stage') }, [['install', bundle]]);
  const points = await pickPoints(log, secondCuts);
  return cutAtPoints({ before, log, points, systems, look, folder: join(folder, 'cut-again') }, () => undefined);
}

/** A bundle in the stage's folder, by its path on the stage. */
const seenInside = (file: string): string => `/run/out/${basename(file)}`;

import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import { benchCard, benchDay, seedOf } from './bench-card.ts';
import type { BenchJob, Finding } from './findings.ts';
import { mutate, mutationNames } from './mutations.ts';
import { scanned, stillFrames } from './scanned.ts';

/** Good frames from which the mutated ones are made. */
const originals = 12;
/** The same picture in each of a scan's widths but one: enough for a value, were one to come of it. */
const looks = 3;

interface Original {
  readonly jpeg: Buffer;
  readonly code: string;
}

/** Draws the frames that are to be mutated. */
export async function drawOriginals(bench: number): Promise<Original[]> {
  const drawn: Original[] = [];
  for (let index = 0; index < originals; index++) {
    const { code, scene } = await benchCard(bench, 'mutated', index);
    drawn.push({ code, jpeg: (await scene.frame(0)).jpeg });
  }
  return drawn;
}

/**
 * Scans one mutated picture as if the camera sent nothing else. `wrong` is every value but that of the cards it was made
 * from: a picture may have come out of its mutation whole.
 */
export async function scanMutated(
  reader: CardFaceReader,
  frames: readonly Original[],
  { bench, set, index }: BenchJob,
): Promise<Finding> {
  const seed = seedOf(bench, set, originals + index);
  const random = seededRandom(seed);
  const kind = mutationNames[index % mutationNames.length] ?? '';
  const [one, other] = [frames[Math.floor(random() * frames.length)], frames[Math.floor(random() * frames.length)]];
  if (!one || !other) throw new Error('nothing was drawn to be mutated');
  const picture = await mutate(kind, random, one.jpeg, other.jpeg);
  const scan = await scanned(stillFrames(picture, looks), reader, benchDay);
  const about = { set, index, seed, kind };
  if (scan.outcome === 'not-read') return { ...about, outcome: 'not-read', reason: scan.reason, frames: looks };
  const said = scan.code.toString('ascii');
  if (said === one.code || said === other.code) return { ...about, outcome: 'read', frames: scan.frames };
  const printed = one === other ? one.code : `${one.code}, ${other.code}`;
  return { ...about, outcome: 'wrong', frames: scan.frames, said, printed, picture };
}

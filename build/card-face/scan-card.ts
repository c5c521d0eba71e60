import type { Frame } from '../../drivers/camera/contract.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import { benchCard, benchDay, seedOf } from './bench-card.ts';
import type { BenchJob, Finding } from './findings.ts';
import { framesPerSecond, scanned } from './scanned.ts';

/** A patient waits this long for the scan: 1.0 s. */
export const mostFrames = framesPerSecond;

/** Scans a card of a set by the rules of a check, frame for frame as the camera sends them. */
export async function scanCard(reader: CardFaceReader, { bench, set, index }: BenchJob): Promise<Finding> {
  const { code, kind, disturbances, scene } = await benchCard(bench, set, index);
  let picture: Buffer | undefined;
  let frames = 0;
  async function* camera(): AsyncGenerator<Frame> {
    for (; frames < mostFrames; ) {
      const frame = await scene.frame((frames * 1000) / framesPerSecond);
      picture = Buffer.from(frame.jpeg); // the scan zeroes its own
      frames++;
      yield frame;
    }
  }
  const scan = await scanned(camera(), reader, benchDay);
  const about = { set, index, seed: seedOf(bench, set, index), disturbances, frames, ...(kind ? { kind } : {}) };
  if (scan.outcome === 'not-read') {
    return { ...about, outcome: 'not-read', reason: scan.reason, ...(picture ? { picture } : {}) };
  }
  const said = scan.code.toString('ascii');
  if (said === code) return { ...about, outcome: 'read' };
  return { ...about, outcome: 'wrong', said, printed: code, ...(picture ? { picture } : {}) };
}

import { join } from 'node:path';
import type { Frame } from '../../drivers/camera/contract.ts';
import { dayInJapan } from '../card-face/calendar.ts';
import { type CardFaceReader, loadCardFaceReader } from '../card-face/reader.ts';
import { type ScannedCode, scanCardFace, usualRules } from '../card-face/scan.ts';
import type { Clock } from '../device/clock.ts';
import { type FaceEngine, loadFaceEngine } from '../face/engine.ts';
import { defaultPackFile, readPack } from '../face/pack.ts';

type Frames = AsyncIterable<Frame>;

/** What the check process sees with: the models of the two cameras, loaded once, holding nothing of a person between calls. */
export interface Sight {
  scanCard(frames: Frames, signal: AbortSignal): Promise<ScannedCode>;
  /** The chip's photo (JPEG 2000) → reference template; the caller zeroes it. */
  reference(photo: Buffer): Promise<Float32Array>;
  /** The face camera's frames → live template; the caller zeroes it. */
  live(frames: Frames, onHint: (code: string) => void, signal: AbortSignal): Promise<Float32Array>;
  matches(reference: Float32Array, live: Float32Array): boolean;
}

/** Loads the models of both cameras from `folder`, on `threads` threads. */
export async function loadSight(folder: string, threads: number, clock: Clock): Promise<Sight> {
  const pack = await readPack(defaultPackFile());
  const engine: FaceEngine = await loadFaceEngine({ pack, modelFolder: join(folder, 'face'), threads });
  const cards: CardFaceReader = await loadCardFaceReader({ modelFolder: join(folder, 'card-face'), threads });
  void engine;
  return {
    scanCard: (frames, signal) =>
      scanCardFace(frames, cards, { ...usualRules, today: dayInJapan(clock.wall()) }, signal),
  } as Sight;
}

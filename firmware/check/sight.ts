import { join } from 'node:path';
import type { Frame } from '../../drivers/camera/contract.ts';
import { dayInJapan } from '../card-face/calendar.ts';
import { loadCardFaceReader } from '../card-face/reader.ts';
import { type ScannedCode, scanCardFace, usualRules } from '../card-face/scan.ts';
import type { Clock } from '../device/clock.ts';
import { isMatch } from '../face/compare.ts';
import { loadFaceEngine } from '../face/engine.ts';
import { captureLive, usualCapture } from '../face/live-capture.ts';
import { defaultPackFile, readPack } from '../face/pack.ts';
import { referenceTemplate } from '../face/reference-template.ts';
import type { Template } from '../face/template.ts';

type Frames = AsyncIterable<Frame>;

/** What the check process sees with: the models of the two cameras, loaded once, holding nothing of a person between calls. */
export interface Sight {
  /** The card camera's frames → 照合番号B; the caller zeroes it. Throws `CARD_FACE_NOT_READ`. */
  scanCard(frames: Frames, signal: AbortSignal): Promise<ScannedCode>;
  /** The chip's photo (JPEG 2000) → reference template; the caller zeroes it. Throws `CHIP_PHOTO_UNREADABLE`, `CHIP_PHOTO_NO_FACE`. */
  reference(photo: Buffer): Promise<Template>;
  /** The face camera's frames → live template; the caller zeroes it. Throws the faults of `captureLive`. */
  live(frames: Frames, onHint: (code: string) => void, signal: AbortSignal): Promise<Template>;
  /** At the threshold of the recognizer's pack; the score itself goes nowhere. */
  matches(reference: Template, live: Template): boolean;
  /** Overwrites what the models' own memory still holds of the last face. */
  forget(): Promise<void>;
}

/** Loads the models of both cameras from `folder`, on `threads` threads each. Throws the faults of the two rooms. */
export async function loadSight(folder: string, threads: number, clock: Clock): Promise<Sight> {
  const pack = await readPack(defaultPackFile());
  const [faces, cards] = await Promise.all([
    loadFaceEngine({ pack, modelFolder: join(folder, 'face'), threads }),
    loadCardFaceReader({ modelFolder: join(folder, 'card-face'), threads }),
  ]);
  return {
    scanCard: (frames, signal) =>
      scanCardFace(frames, cards, { ...usualRules, today: dayInJapan(clock.wall()) }, signal),
    reference: (photo) => referenceTemplate(photo, faces),
    live: (frames, onHint, signal) => captureLive(frames, faces, usualCapture, onHint, signal),
    matches: (reference, live) => isMatch(reference, live, pack.threshold),
    forget: () => faces.forget(),
  };
}

import { join } from 'node:path';
import type { Frame } from '../../drivers/camera/contract.ts';
import { dayInJapan } from '../card-face/calendar.ts';
import { loadCardFaceReader } from '../card-face/reader.ts';
import { rehearse as rehearseCards } from '../card-face/rehearsal.ts';
import { type ScanRules, scanCardFace, usualRules } from '../card-face/scan.ts';
import { scannedDigits } from '../card-face/scanned-digits.ts';
import type { Clock } from '../device/clock.ts';
import { isMatch } from '../face/compare.ts';
import { loadFaceEngine } from '../face/engine.ts';
import { type CaptureRules, captureLive, usualCapture } from '../face/live-capture.ts';
import { readPack } from '../face/pack.ts';
import { referenceTemplate } from '../face/reference-template.ts';
import { rehearse as rehearseFaces } from '../face/rehearsal.ts';
import type { Template } from '../face/template.ts';
import { CodedError } from '../records/coded-error.ts';
import { notRead, troubleOf } from './card-face-trouble.ts';
import type { Held, HeldCounts } from './held.ts';
import { type Mark, Marks } from './marks.ts';
import { packPlace } from './recognizer-pack.ts';
import { type RefusedValues, wasRefused } from './refused-values.ts';

type Frames = AsyncIterable<Frame>;

/** How a scan is wished. */
export interface ScanWish {
  /** After a refusal: more agreement, and none of these values. */
  readonly refused?: RefusedValues;
  /** Hears what the person can mend. */
  readonly onTrouble?: (code: string) => void;
}

/** What a capture tells while it looks. */
export interface LiveTold {
  /** Undefined once there is nothing to mend any more. */
  readonly onHint: (code: string | undefined) => void;
  /** By how many stops (−2…2) the camera should expose against its usual. */
  readonly onExposure: (stops: number) => void;
}

/** What the check process sees with. Templates stay on its side: only verdicts come out. */
export interface Sight {
  /**
   * The card camera's frames → 照合番号B and the printed dates, 30 digits that the caller zeroes (`scannedDigits`).
   * Throws `CARD_FACE_NOT_READ`, or the trouble that kept it from being read.
   */
  scanCard(frames: Frames, wish: ScanWish, signal: AbortSignal): Promise<Uint8Array>;
  /** Takes the chip's photo (JPEG 2000) as the reference. Throws `CHIP_PHOTO_UNREADABLE`, `CHIP_PHOTO_NO_FACE`. */
  reference(photo: Uint8Array): Promise<void>;
  /** Takes a live face from the face camera's frames. Throws the faults of `captureLive`. */
  live(frames: Frames, told: LiveTold, signal: AbortSignal): Promise<void>;
  /** Whether the last live face is the reference's, at the threshold of the recognizer's pack; the score itself goes nowhere. */
  matches(): Promise<boolean>;
  /** From now on what is held is marked with this key, so that what is left of it can be looked for. */
  mark(key: Uint8Array): void;
  /** Zeroes the templates and what the models' own memory still holds of the last face; tells what was held. */
  forget(): Promise<Forgotten>;
}

/** Sight where its models are. */
export interface NearSight extends Sight {
  /** Goes through everything with made-up pictures until a person's would be as quick as the next one's, or until `stop`. */
  rehearse(stop: AbortSignal): Promise<void>;
}

/** What was held, and its marks, if it was marked. */
export interface Forgotten {
  readonly held: HeldCounts;
  readonly marks: readonly Mark[];
}

/** As many as a process that waits is through with before the next patient comes, 2.5 s after its birth (measured). */
const rehearsals = 4;
/** A line of the card's face is too short to share out: a second thread makes it slower (measured). */
const cardFaceThreads = 1;

/** What sight is made of; plain data, for it crosses to a thread. */
export interface SightSettings {
  /** Folder of the model files. */
  readonly models: string;
  /** Threads of the recognizer. */
  readonly threads: number;
  /** Manifest of the recognizer pack; its models lie beside it, or those of the project's own in `models`. */
  readonly recognizerPack?: string;
  readonly liveness: {
    readonly required: boolean;
    readonly leastScore: number;
    readonly turnMs: number;
  };
}

/** Loads the models of both cameras; `held` gets what is kept of a face. Throws the faults of the two rooms. */
export async function loadSight(
  settings: SightSettings,
  { clock, random, held }: { readonly clock: Clock; readonly random: () => number; readonly held: Held },
): Promise<NearSight> {
  const { models, threads, liveness } = settings;
  const { manifest, folder: modelFolder } = packPlace(settings);
  const pack = await readPack(manifest);
  const [faces, cards] = await Promise.all([
    loadFaceEngine({ pack, modelFolder, threads }),
    loadCardFaceReader({ modelFolder: join(models, 'card-face'), threads: cardFaceThreads }),
  ]);
  const rules: CaptureRules = {
    ...usualCapture,
    liveness: {
      ...usualCapture.liveness,
      required: liveness.required,
      leastScore: liveness.leastScore,
      turn: { ...usualCapture.liveness.turn, mostMs: liveness.turnMs },
    },
  };
  let reference: Template | undefined;
  let live: Template | undefined;
  let marks: Marks | undefined;
  const keepInstead = (made: Template, before: Template | undefined): Template => {
    if (before) held.release(before.values);
    held.hold(made.values, 'template');
    return made;
  };
  return {
    rehearse: async (stop) => {
      for (let n = 0; n < rehearsals && !stop.aborted; n++) {
        await rehearseCards(cards, stop);
        await rehearseFaces(faces, stop);
      }
    },
    scanCard: async (frames, { refused, onTrouble }, signal) => {
      const scanRules: ScanRules = {
        ...usualRules,
        today: dayInJapan(clock.wall()),
        ...(refused ? { strict: true, refused: (code) => wasRefused(refused, code) } : {}),
        onTrouble: (reason) => {
          const code = troubleOf(reason);
          if (code) onTrouble?.(code);
        },
      };
      const scanned = await scanCardFace(frames, cards, scanRules, signal).catch((error: unknown) => {
        throw error instanceof CodedError ? notRead(error) : error;
      });
      return scannedDigits(scanned);
    },
    reference: async (photo) => {
      reference = keepInstead(await referenceTemplate(photo, faces), reference);
    },
    live: async (frames, { onHint, onExposure }, signal) => {
      const taken = await captureLive(frames, faces, rules, onHint, signal, random, onExposure);
      live = keepInstead(taken, live);
    },
    matches: async () => reference !== undefined && live !== undefined && isMatch(reference, live, pack.threshold),
    mark: (key) => {
      marks = new Marks(key);
      held.mark(marks);
    },
    forget: async () => {
      reference = live = undefined;
      const counts = held.zeroAll();
      await faces.forget();
      return { held: counts, marks: marks?.all ?? [] };
    },
  };
}

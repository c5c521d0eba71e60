import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectHome } from '../device/home.ts';
import { faceFault } from './faults.ts';
import { faultInPack } from './pack-shape.ts';

/** How pixels become a model's numbers: (value − subtract) / divide, planes in this order. */
export interface Preprocessing {
  readonly width: number;
  readonly height: number;
  readonly channels: 'rgb' | 'bgr' | 'grey';
  readonly subtract: number;
  readonly divide: number;
}

/** One model file of the pack. */
export interface PackModel {
  readonly file: string;
  readonly sha256: string;
  readonly input: Preprocessing;
  readonly outputs: readonly string[];
}

/** What is seen of a presentation attack in one frame; see `LivenessCues`. */
export type CueName = 'model' | 'border' | 'pattern' | 'colour';

/** A recognizer pack: everything about recognition that a vendor replaces without touching code. */
export interface RecognizerPack {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly trainingData: string;
  readonly source: string;
  readonly models: { readonly detect: PackModel; readonly landmarks: PackModel; readonly feature: PackModel };
  readonly detection: { readonly leastScore: number; readonly mostOverlap: number };
  readonly template: {
    readonly length: number;
    /** Where both eyes, nose tip and mouth corners lie in the aligned cut. */
    readonly points: readonly (readonly [number, number])[];
    /** Whether a template is the mean of the cut and its mirror image. */
    readonly withMirrorImage: boolean;
  };
  /** Which live frames are used: see `templateQuality`. */
  readonly quality: {
    readonly weights: {
      readonly base: number;
      readonly norm: number;
      readonly agreement: number;
      readonly detection: number;
    };
    /** A live frame under this is not used. */
    readonly least: number;
  };
  /** How a presentation attack is told from a living person; a pack without it cannot be used where liveness is required. */
  readonly liveness?: {
    readonly model: PackModel;
    /** By how much the face's box grows to what the model sees. */
    readonly boxGrown: number;
    /** What is usual of the living, and how far the more doubtful half of them spreads to the doubtful side (its sign). */
    readonly cues: Readonly<Record<CueName, { readonly usual: number; readonly spread: number }>>;
    /** How many spreads away from the usual, all cues together, still count as living; see `livenessScore`. */
    readonly most: number;
  };
  /** A second recognizer, fed with the same aligned cut, its vector put beside the first's: a cosine is the weighted mean of both. */
  readonly fusedWith?: {
    readonly feature: PackModel;
    readonly length: number;
    readonly withMirrorImage: boolean;
    /** How much its cosine counts where the first's counts 1. */
    readonly weight: number;
  };
  /** Cosine from which two templates count as one person's. */
  readonly threshold: number;
  /** How the threshold was set, for the certification book. */
  readonly calibration: Readonly<Record<string, unknown>>;
}

/** The pack that the project brings. */
export const defaultPackFile = (): string => join(projectHome(), 'firmware/face/pack.json');

/** Where the set-up puts the default pack's model files. */
export const defaultModelFolder = (): string => join(projectHome(), 'models/face');

/**
 * Reads a pack's manifest (JSON, UTF-8).
 * Throws FACE_PACK_UNREADABLE, with the path of the first wrong entry, when it is missing or not as it must be.
 */
export async function readPack(file: string): Promise<RecognizerPack> {
  let found: unknown;
  try {
    found = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw faceFault('FACE_PACK_UNREADABLE', file, { cause });
  }
  const wrong = faultInPack(found);
  if (wrong) throw faceFault('FACE_PACK_UNREADABLE', `${file}: ${wrong}`);
  return found as RecognizerPack;
}

/** All model files of a pack. */
export const modelsOf = ({ models, liveness, fusedWith }: RecognizerPack): PackModel[] => [
  ...Object.values(models),
  ...(liveness ? [liveness.model] : []),
  ...(fusedWith ? [fusedWith.feature] : []),
];

/**
 * Reads one model of the pack and checks its SHA-256 (FIPS 180-4) against the manifest; what is checked is what is
 * loaded.
 * Throws FACE_MODEL_MISSING or FACE_MODEL_MISMATCH.
 */
export async function readModel(folder: string, model: PackModel): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, model.file));
  } catch (cause) {
    throw faceFault('FACE_MODEL_MISSING', model.file, { cause });
  }
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== model.sha256) throw faceFault('FACE_MODEL_MISMATCH', `${model.file}: SHA-256 is ${sum}`);
  return bytes;
}

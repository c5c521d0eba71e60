import type { CueName, RecognizerPack } from '../pack.ts';

/** What one good frame says about whether a living person stands there. */
export interface LivenessCues extends Readonly<Record<CueName, number>> {
  /** Log-odds that the pack's model gives (`livenessScorer`). */
  readonly model: number;
  /** See `straightBorder`. */
  readonly border: number;
  /** See `periodicPattern`. */
  readonly pattern: number;
  readonly colour: number;
}

export const cueNames = ['model', 'border', 'pattern', 'colour'] as const satisfies readonly CueName[];

/** The cues of a capture's frames, put together: each alone is weak, and a frame more or less must not decide. */
export class LivenessEvidence {
  readonly #pack: NonNullable<RecognizerPack['liveness']>;
  readonly #seen: LivenessCues[] = [];

  constructor(pack: NonNullable<RecognizerPack['liveness']>) {
    this.#pack = pack;
  }

  add(cues: LivenessCues): void {
    this.#seen.push(cues);
  }

  /** See `livenessScore`, of the cues' means over the frames. */
  get score(): number {
    return this.#seen.length === 0 ? Number.NEGATIVE_INFINITY : livenessScore(this.#pack, meanCues(this.#seen));
  }

  forget(): void {
    this.#seen.length = 0;
  }
}

/** The mean of each cue over frames. */
export function meanCues(seen: readonly LivenessCues[]): LivenessCues {
  const mean = (cue: CueName) => seen.reduce((sum, cues) => sum + cues[cue] / seen.length, 0);
  return { model: mean('model'), border: mean('border'), pattern: mean('pattern'), colour: mean('colour') };
}

/**
 * How far cues are from where the pack doubts that a person lives, in spreads of the living: 0 and more counts as living. Doubts add
 * up as the sides of a right angle do; a cue on the safe side of the usual says nothing.
 */
export function livenessScore(
  { cues: known, most }: NonNullable<RecognizerPack['liveness']>,
  cues: LivenessCues,
): number {
  const doubts = cueNames.map((cue) => Math.max(0, (cues[cue] - known[cue].usual) / known[cue].spread));
  return most - Math.hypot(...doubts);
}

import type { RecognizerPack } from '../pack.ts';

/** What one good frame says about whether a living person stands there. */
export interface LivenessCues {
  /** Log-odds that the pack's model gives (`livenessScorer`). */
  readonly model: number;
  /** See `straightBorder`. */
  readonly border: number;
  /** See `periodicPattern`. */
  readonly pattern: number;
}

/** The cues of a capture's frames, put together: each alone is weak, and a frame more or less must not decide. */
export class LivenessEvidence {
  readonly #pack: NonNullable<RecognizerPack['liveness']>;
  readonly #sums = { model: 0, border: 0, pattern: 0 };
  #frames = 0;

  constructor(pack: NonNullable<RecognizerPack['liveness']>) {
    this.#pack = pack;
  }

  get frames(): number {
    return this.#frames;
  }

  add({ model, border, pattern }: LivenessCues): void {
    this.#sums.model += model;
    this.#sums.border += border;
    this.#sums.pattern += pattern;
    this.#frames++;
  }

  /** The cues' weighted sum, means over the frames; 0 and more is taken for living. */
  get score(): number {
    if (this.#frames === 0) return Number.NEGATIVE_INFINITY;
    const { model, border, pattern } = this.#sums;
    return livenessScore(this.#pack, {
      model: model / this.#frames,
      border: border / this.#frames,
      pattern: pattern / this.#frames,
    });
  }

  forget(): void {
    this.#sums.model = this.#sums.border = this.#sums.pattern = 0;
    this.#frames = 0;
  }
}

/** The weighted sum of cues by the pack's weights. */
export const livenessScore = ({ weights }: NonNullable<RecognizerPack['liveness']>, cues: LivenessCues): number =>
  weights.base + weights.model * cues.model + weights.border * cues.border + weights.pattern * cues.pattern;

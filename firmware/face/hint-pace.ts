import type { FaceHint } from './faults.ts';

/** How calmly hints are told. */
export interface HintRules {
  /** A hint must hold this long (ms) before it is told: one bad frame is no news. */
  readonly afterMs: number;
  /** Least time (ms) between two hints told. */
  readonly everyMs: number;
}

/** Usual rules: a panel that a person can read. */
export const usualHints: HintRules = { afterMs: 250, everyMs: 1200 };

/**
 * Tells hints so that the panel does not flicker. The same hint is told again only after the face was good in between.
 */
export class HintPace {
  readonly #rules: HintRules;
  readonly #tell: (hint: FaceHint) => void;
  #hint: FaceHint | undefined;
  #since = 0;
  #told: FaceHint | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(rules: HintRules, tell: (hint: FaceHint) => void) {
    this.#rules = rules;
    this.#tell = tell;
  }

  /** Takes what a frame taken at `at` (ms, monotonic) calls for; nothing means that it was good. */
  add(hint: FaceHint | undefined, at: number): void {
    if (hint !== this.#hint) this.#since = at;
    this.#hint = hint;
    if (hint === undefined) this.#told = undefined;
    if (hint === undefined || hint === this.#told) return;
    if (at - this.#since < this.#rules.afterMs || at - this.#toldAt < this.#rules.everyMs) return;
    this.#told = hint;
    this.#toldAt = at;
    this.#tell(hint);
  }
}

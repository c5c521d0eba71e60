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
 * Tells hints so that the panel does not flicker; nothing, once the face is good. The same hint is told again only after that.
 */
export class HintPace {
  readonly #rules: HintRules;
  readonly #tell: (hint: FaceHint | undefined) => void;
  #hint: FaceHint | undefined;
  #since = 0;
  #told: FaceHint | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(rules: HintRules, tell: (hint: FaceHint | undefined) => void) {
    this.#rules = rules;
    this.#tell = tell;
  }

  /** Takes what a frame taken at `at` (ms, monotonic) calls for; nothing means that it was good. */
  add(hint: FaceHint | undefined, at: number): void {
    if (hint !== this.#hint) this.#since = at;
    this.#hint = hint;
    if (hint === this.#told || at - this.#since < this.#rules.afterMs) return;
    if (hint !== undefined && at - this.#toldAt < this.#rules.everyMs) return;
    this.#told = hint;
    if (hint !== undefined) this.#toldAt = at;
    this.#tell(hint);
  }
}

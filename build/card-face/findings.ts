import type { Disturbances } from '../../drivers/card-camera/emulated/disturbances.ts';
import type { BenchSet } from './bench-card.ts';

/** What a worker is to read. */
export interface BenchJob {
  readonly bench: number;
  readonly set: BenchSet;
  readonly index: number;
}

/** What came of one card, or of one mutated picture. */
export interface Finding {
  readonly set: BenchSet;
  readonly index: number;
  readonly seed: number;
  /** The strong disturbance, or the mutation. */
  readonly kind?: string;
  readonly disturbances?: Disturbances;
  /** `wrong`: a value that is not the card's, which would have been submitted. */
  readonly outcome: 'read' | 'not-read' | 'wrong' | 'crashed';
  /** Why it was not read, or how it crashed. */
  readonly reason?: string;
  /** Frames looked at. */
  readonly frames: number;
  /** From the first frame to 照合番号B in real time; only where it was timed. */
  readonly ms?: number;
  /** What was read where it is wrong, and what is printed. The holder is fictional. */
  readonly said?: string;
  readonly printed?: string;
  /** The last frame, when there is something to look at. */
  readonly picture?: Buffer;
}

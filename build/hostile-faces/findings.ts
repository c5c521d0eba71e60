import type { Door } from './mutations.ts';

/** One hostile picture that is to be looked at; the same job makes the same picture. */
export interface HostileJob {
  readonly seed: number;
  readonly door: Door;
  readonly index: number;
}

/**
 * What came of a picture: `refused` with a coded error, a `hint` to the person, a `template`; of the template whether it matched
 * somebody who is in the picture (it may have come out of its mutation whole), or a stranger.
 */
export const outcomes = [
  'refused',
  'hint',
  'template',
  'matched-own',
  'matched-stranger',
  'uncoded',
  'crashed',
] as const;
export type HostileOutcome = (typeof outcomes)[number];

/** What must never come of a picture. */
export const forbidden: readonly HostileOutcome[] = ['matched-stranger', 'uncoded', 'crashed'];

export interface HostileFinding extends HostileJob {
  /** The mutation. */
  readonly kind: string;
  readonly outcome: HostileOutcome;
  /** The fault's or the hint's code, or how it crashed. */
  readonly code?: string;
  readonly ms: number;
  /** What the process has held at most until then, in MiB: also what a bomb took and gave back. */
  readonly peakMiB?: number;
}

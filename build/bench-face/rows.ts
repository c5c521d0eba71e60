import { aimedFmr, everybody } from '../certify/calibrate.ts';
import type { Photo } from '../certify/dataset.ts';
import { everyPair, withinGroup } from '../certify/scores.ts';
import { type Figure, fmrAt, fnmrAt, fnmrAtFmr, thresholdAt, type Weights } from '../certify/statistics.ts';

/** A contender's work on all photos. */
export interface Work {
  /** Likeness of every pair of photos, each once, in the order (0,1), (0,2) … (1,2) …; NaN where there is none. */
  readonly likenesses: Float64Array;
  /** Likeness from which its package calls two faces one person's. */
  readonly threshold: number;
}

/** A contender on a set of photos, in the terms of ISO/IEC 19795-1. */
export interface Row {
  readonly group: string;
  /** Photos of the group that it was shown, and the share of them that it made no use of (failure to acquire). */
  readonly photos: number;
  readonly failureToAcquire: number;
  readonly genuine: number;
  readonly impostors: number;
  /** Its own likeness where its FMR on these pairs is 0.01 %; the pairs of one person that fail there. */
  readonly threshold: number;
  readonly falseNonMatches: number;
  readonly fnmr: Figure;
  /** At the threshold that its package names. */
  readonly asNamed: { readonly threshold: number; readonly fmr: number; readonly fnmr: number };
}

/** Which photos a contender is shown, and which of them it makes use of. */
export interface Selection {
  readonly shown: (index: number) => boolean;
  readonly used: (index: number) => boolean;
}

/** One row for everybody and one for each group. */
export function rowsOf(
  photos: readonly Photo[],
  { shown, used }: Selection,
  { likenesses, threshold: named }: Work,
  groups: readonly string[],
  resamplings: readonly Weights[],
): Row[] {
  const indexed = photos.map(({ person, groups }, index) => ({ person, groups, index }));
  const likeness = (one: { index: number }, other: { index: number }) =>
    likenesses[pairIndex(one.index, other.index, photos.length)] ?? Number.NaN;
  return [everybody, ...groups].map((group) => {
    const all = group === everybody ? indexed : withinGroup(indexed, group);
    const members = all.filter(({ index }) => shown(index));
    const compared = members.filter(({ index }) => used(index));
    const scores = everyPair(compared, likeness, Number.NEGATIVE_INFINITY);
    const threshold = thresholdAt(scores, aimedFmr);
    return {
      group,
      photos: members.length,
      failureToAcquire: 1 - compared.length / members.length,
      genuine: scores.genuine.length,
      impostors: scores.impostorCount,
      threshold,
      falseNonMatches: scores.genuine.filter(({ score }) => score < threshold).length,
      fnmr: fnmrAtFmr(scores, aimedFmr, resamplings),
      asNamed: { threshold: named, fmr: fmrAt(scores, named), fnmr: fnmrAt(scores, named) },
    };
  });
}

/** Where the pair of photos `one` < `other` of `count` stands in the order (0,1), (0,2) … (1,2) … */
export const pairIndex = (one: number, other: number, count: number): number =>
  one * count - (one * (one + 1)) / 2 + other - one - 1;

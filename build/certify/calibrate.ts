import type { Acquired } from './acquire.ts';
import { fitQuality, passes, type QualityGate } from './quality-fit.ts';
import { type Sample, transactions, withinGroup } from './scores.ts';
import { thresholdAt } from './statistics.ts';

/** The operating point of the requirement (R11). */
export const aimedFmr = 1e-4;
/** Photos that the fused template of a transaction is made of at most. */
export const mostFused = 3;

/** What a calibration sets. */
export interface Calibration {
  readonly quality: QualityGate;
  /** The strictest of all groups', rounded up. */
  readonly threshold: number;
  /** Threshold for the aimed FMR within each group, by transactions. */
  readonly thresholds: Readonly<Record<string, number>>;
}

/** Everybody, as a group. */
export const everybody = 'everybody';

/** Sets gate and threshold on these photos; `refused` is the share of them that the gate refuses. */
export function calibrate(
  photos: readonly Acquired[],
  groups: readonly string[],
  refused: number,
  random: () => number,
): Calibration {
  const quality = fitQuality(photos, refused);
  const samples = samplesOf(photos.filter((photo) => passes(quality, photo)));
  const thresholds = Object.fromEntries(
    [everybody, ...groups].map((group) => {
      const members = group === everybody ? samples : withinGroup(samples, group);
      return [group, thresholdAt(transactions(members, mostFused, random), aimedFmr)];
    }),
  );
  return { quality, thresholds, threshold: roundedUp(Math.max(...Object.values(thresholds))) };
}

/** The photos as samples to compare, with the mirror image averaged in or without. */
export const samplesOf = (photos: readonly Acquired[], which: 'mirrored' | 'plain' = 'mirrored'): Sample[] =>
  photos.flatMap((photo) => {
    const values = photo[which];
    return values ? [{ person: photo.person, groups: photo.groups, values }] : [];
  });

const roundedUp = (threshold: number): number => Math.ceil(threshold * 100) / 100;

import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import type { RecognizerPack } from '../../firmware/face/pack.ts';
import type { Acquired } from './acquire.ts';
import { type AttackFigures, attackFigures } from './attack-figures.ts';
import { aimedFmr, calibrate, everybody, mostFused, samplesOf } from './calibrate.ts';
import { foldOf } from './dataset.ts';
import type { Presented } from './presentations.ts';
import { passes, type QualityGate } from './quality-fit.ts';
import { type Sample, type Scores, singleComparisons, transactions, withinGroup } from './scores.ts';
import { shuffled } from './shuffled.ts';
import {
  detCurve,
  type Figure,
  fmrFigure,
  fnmrAtFmr,
  fnmrFigure,
  peoplePairs,
  resamplePeople,
  ruleOfThree,
  shareFigure,
  thresholdAt,
  type Weights,
} from './statistics.ts';

/** How a report is made. */
export interface ReportOptions {
  readonly photos: readonly Acquired[];
  readonly groups: readonly string[];
  readonly pack: RecognizerPack;
  /** Folds of people, each judged by gate and threshold set on the others; undefined: the pack as it is. */
  readonly crossFit?: number;
  /** Share of the photos that a fitted gate refuses. */
  readonly refused: number;
  readonly seed: number;
  readonly resamplings: number;
  /** The most memory that acquiring took, all lanes together. */
  readonly residentMiB: number;
  /** Presentations of living people and simulated attacks. */
  readonly presented?: readonly Presented[];
  readonly onProgress: (what: string) => void;
}

/** One row: a step of the pipeline, on one group, by single comparisons or transactions. */
export interface Row {
  readonly step: string;
  readonly group: string;
  readonly genuine: number;
  readonly impostors: number;
  readonly people: number;
  /** Cosine at which this group's FMR is the aimed one. */
  readonly threshold: number;
  /** FNMR there. */
  readonly fnmr: Figure;
  /** At the strictest of all groups' thresholds for this step. */
  readonly atStrictest: { readonly threshold: number; readonly fnmr: Figure; readonly fmr: Figure };
  readonly det: ReturnType<typeof detCurve>;
}

/** A certification report on face recognition, in the terms of ISO/IEC 19795-1. */
export interface Report {
  readonly people: number;
  readonly photos: number;
  readonly crossFit: number | undefined;
  readonly seed: number;
  readonly failureToAcquire: {
    /** Of photos. */
    readonly photos: Figure;
    /** Of people who show up to three photos: none of them is used. People with fewer than three photos are left out. */
    readonly transactions: Figure;
    readonly reasons: Readonly<Record<string, number>>;
  };
  readonly rows: readonly Row[];
  /** Each fold at the threshold set without it (or everybody at the pack's): error rates of people who took no part. */
  readonly operating: readonly {
    readonly group: string;
    readonly threshold: string;
    readonly fnmr: Figure;
    readonly fmr: Figure;
  }[];
  readonly attacks?: AttackFigures;
  readonly msPerPhoto: number;
  /** The most that acquiring took, all lanes together. */
  readonly residentMiB: number;
}

/** Makes the report. The same seed makes the same one. */
export function makeReport(options: ReportOptions): Report {
  const { photos, groups, pack, crossFit, refused, seed, onProgress } = options;
  const random = seededRandom(seed);
  const people = [...new Set(photos.map(({ person }) => person))];
  const resamplings = resamplePeople(people, options.resamplings, random);
  onProgress('gate');
  const gates = crossFit ? fittedGates(photos, groups, crossFit, refused, seed) : undefined;
  const settings = (photo: Acquired) => gates?.[foldOf(photo.person, crossFit ?? 1)] ?? pack;
  const used = photos.filter((photo) => passes(settings(photo).quality, photo));

  const rows: Row[] = [];
  const add = (step: string, samples: readonly Sample[], compare: (samples: readonly Sample[]) => Scores) => {
    onProgress(step);
    rows.push(...rowsOf(step, samples, groups, compare, resamplings));
  };
  add('single, as the recognizer gives it', samplesOf(photos, 'plain'), singleComparisons);
  add('single, mirror image averaged in', samplesOf(photos), singleComparisons);
  add('single, gated', samplesOf(used), singleComparisons);
  const transact = (samples: readonly Sample[]) => transactions(samples, mostFused, seededRandom(seed));
  add(`transaction of up to ${mostFused} photos, ungated`, samplesOf(photos), transact);
  add(`transaction of up to ${mostFused} photos, gated`, samplesOf(used), transact);

  onProgress('operating point');
  return {
    people: people.length,
    photos: photos.length,
    crossFit,
    seed,
    failureToAcquire: failures(photos, new Set(used), resamplings, seed),
    rows,
    operating: [everybody, ...groups].map((group) => ({
      group,
      ...operatingPoint(samplesOf(used), group, gates, crossFit, pack, resamplings, seed),
    })),
    ...(options.presented ? { attacks: attackFigures(options.presented, resamplings) } : {}),
    residentMiB: options.residentMiB,
    msPerPhoto: photos.reduce((sum, { ms }) => sum + ms, 0) / photos.length,
  };
}

interface Fitted {
  readonly quality: QualityGate;
  readonly threshold: number;
}

/** For each fold what the others set. */
const fittedGates = (
  photos: readonly Acquired[],
  groups: readonly string[],
  folds: number,
  refused: number,
  seed: number,
): Fitted[] =>
  Array.from({ length: folds }, (_, fold) =>
    calibrate(
      photos.filter(({ person }) => foldOf(person, folds) !== fold),
      groups,
      refused,
      seededRandom(seed + fold),
    ),
  );

function rowsOf(
  step: string,
  samples: readonly Sample[],
  groups: readonly string[],
  compare: (samples: readonly Sample[]) => Scores,
  resamplings: readonly Weights[],
): Row[] {
  const each = [everybody, ...groups].map((group) => {
    const members = group === everybody ? samples : withinGroup(samples, group);
    const scores = compare(members);
    const people = new Set(members.map(({ person }) => person)).size;
    return { group, scores, people, threshold: thresholdAt(scores, aimedFmr) };
  });
  const strictest = Math.max(...each.map(({ threshold }) => threshold));
  return each.map(({ group, scores, people, threshold }) => ({
    step,
    group,
    people,
    genuine: scores.genuine.length,
    impostors: scores.impostorCount,
    threshold,
    fnmr: fnmrAtFmr(scores, aimedFmr, resamplings),
    atStrictest: {
      threshold: strictest,
      fnmr: fnmrFigure(scores, strictest, resamplings),
      fmr: fmrFigure(scores, strictest, resamplings),
    },
    det: detCurve(scores),
  }));
}

/** Transactions at a threshold that was set without the people concerned, the folds' comparisons put together. */
function operatingPoint(
  samples: readonly Sample[],
  group: string,
  gates: readonly Fitted[] | undefined,
  folds: number | undefined,
  pack: RecognizerPack,
  resamplings: readonly Weights[],
  seed: number,
) {
  const members = group === everybody ? samples : withinGroup(samples, group);
  const sets = gates
    ? gates.map(({ threshold }, fold) => ({
        threshold,
        own: members.filter(({ person }) => foldOf(person, folds ?? 1) === fold),
      }))
    : [{ threshold: pack.threshold, own: members }];
  // Put on one scale, where each set's threshold is 0, so that one question answers for all.
  const scaled = sets.map(({ threshold, own }) => {
    const scores = transactions(own, mostFused, seededRandom(seed));
    const shift = <T extends { score: number }>(score: T) => ({ ...score, score: score.score - threshold });
    return { ...scores, genuine: scores.genuine.map(shift), impostors: scores.impostors.map(shift) };
  });
  const merged = (pick: 'references' | 'probes') => new Map(scaled.flatMap((scores) => [...scores[pick]]));
  const pooled: Scores = {
    genuine: scaled.flatMap(({ genuine }) => genuine),
    impostors: scaled.flatMap(({ impostors }) => impostors).sort((a, b) => b.score - a.score),
    impostorCount: scaled.reduce((sum, { impostorCount }) => sum + impostorCount, 0),
    references: merged('references'),
    probes: merged('probes'),
    symmetric: false,
  };
  const thresholds = sets.map(({ threshold }) => threshold);
  return {
    threshold: [...new Set(thresholds)].map((threshold) => threshold.toFixed(2)).join(', '),
    fnmr: fnmrFigure(pooled, 0, resamplings),
    fmr: scaled.length === 1 ? fmrFigure(pooled, 0, resamplings) : pooledFmr(scaled, resamplings),
  };
}

/** FMR over sets whose people never meet: weights only pair up within a set. */
function pooledFmr(sets: readonly Scores[], resamplings: readonly Weights[]): Figure {
  const each = sets.map((scores) => fmrFigure(scores, 0, resamplings));
  const total = sets.reduce((sum, { impostorCount }) => sum + impostorCount, 0);
  const pooled = (of: (figure: Figure) => number) =>
    each.reduce((sum, figure, at) => sum + of(figure) * ((sets[at]?.impostorCount ?? 0) / total), 0);
  const value = pooled((figure) => figure.value);
  const pairs = sets.reduce((sum, scores) => sum + peoplePairs(scores), 0);
  return { value, low: pooled(({ low }) => low), high: value === 0 ? ruleOfThree(pairs) : pooled(({ high }) => high) };
}

/** Which photos a person shows is chance: so many draws of each. */
const drawsOfAPerson = 10;

function failures(
  photos: readonly Acquired[],
  used: ReadonlySet<Acquired>,
  resamplings: readonly Weights[],
  seed: number,
): Report['failureToAcquire'] {
  const reasons: Record<string, number> = {};
  for (const photo of photos)
    if (!used.has(photo)) reasons[photo.hint ?? 'TEMPLATE_WEAK'] = (reasons[photo.hint ?? 'TEMPLATE_WEAK'] ?? 0) + 1;
  const random = seededRandom(seed);
  const shown = new Map<string, Acquired[]>();
  for (const photo of photos) shown.set(photo.person, [...(shown.get(photo.person) ?? []), photo]);
  const transactionsOf3 = [...shown].flatMap(([person, own]) =>
    own.length < mostFused
      ? []
      : Array.from({ length: drawsOfAPerson }, () => {
          const tries = shuffled(own, random).slice(0, mostFused);
          return { person, is: tries.every((photo) => !used.has(photo)) };
        }),
  );
  return {
    photos: shareFigure(
      photos.map((photo) => ({ person: photo.person, is: !used.has(photo) })),
      resamplings,
    ),
    transactions: shareFigure(transactionsOf3, resamplings),
    reasons,
  };
}

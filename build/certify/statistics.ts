import type { Score, Scores } from './scores.ts';

/** A figure with the interval that resampling people gives, 95 %. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The lowest cosine at which at most the share `fmr` of the impostor comparisons match (ISO/IEC 19795-1, FMR). */
export function thresholdAt({ impostors, impostorCount }: Scores, fmr: number): number {
  const allowed = Math.floor(fmr * impostorCount);
  const first = impostors[allowed];
  return first ? justAbove(first.score) : -1;
}

/** Share of the genuine comparisons that do not match (FNMR); NaN of none. */
export const fnmrAt = ({ genuine }: Scores, threshold: number): number =>
  genuine.filter(({ score }) => score < threshold).length / genuine.length;

/** Share of the impostor comparisons that match (FMR); NaN of none. */
export const fmrAt = ({ impostors, impostorCount }: Scores, threshold: number): number =>
  countAbove(impostors, threshold) / impostorCount;

/** Error rates along the threshold, for a detection error trade-off curve. */
export function detCurve(scores: Scores): { fmr: number; fnmr: number; threshold: number }[] {
  const rates = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6].filter((fmr) => fmr * scores.impostorCount >= 1);
  return rates.map((fmr) => {
    const threshold = thresholdAt(scores, fmr);
    return { fmr, fnmr: fnmrAt(scores, threshold), threshold };
  });
}

/** FNMR at the threshold for an FMR; in each resampling the threshold is set anew. */
export function fnmrAtFmr(scores: Scores, fmr: number, resamplings: readonly Weights[]): Figure {
  const value = fnmrAt(scores, thresholdAt(scores, fmr));
  return interval(
    value,
    resamplings.map((weights) => weightedFnmr(scores, weightedThreshold(scores, fmr, weights), weights)),
    genuinePeople(scores),
  );
}

/** FNMR at a fixed threshold. */
export const fnmrFigure = (scores: Scores, threshold: number, resamplings: readonly Weights[]): Figure =>
  interval(
    fnmrAt(scores, threshold),
    resamplings.map((weights) => weightedFnmr(scores, threshold, weights)),
    genuinePeople(scores),
  );

/** FMR at a fixed threshold. */
export const fmrFigure = (scores: Scores, threshold: number, resamplings: readonly Weights[]): Figure =>
  interval(
    fmrAt(scores, threshold),
    resamplings.map((weights) => {
      let matched = 0;
      for (const { score, one, other } of scores.impostors) {
        if (score < threshold) break;
        matched += weightOf(weights, one) * weightOf(weights, other);
      }
      return matched / impostorWeight(scores, weights);
    }),
    peoplePairs(scores),
  );

/** How often each person was drawn in one resampling of people with replacement: photos of one person stand or fall together. */
export type Weights = ReadonlyMap<string, number>;

/** Draws people with replacement, `times` times. */
export function resamplePeople(people: readonly string[], times: number, random: () => number): Weights[] {
  return Array.from({ length: times }, () => {
    const weights = new Map<string, number>();
    for (let n = 0; n < people.length; n++) {
      const drawn = people[Math.floor(random() * people.length)] as string;
      weights.set(drawn, (weights.get(drawn) ?? 0) + 1);
    }
    return weights;
  });
}

/** A share with its interval by the same resamplings. */
export function shareFigure(
  cases: readonly { readonly person: string; readonly is: boolean }[],
  resamplings: readonly Weights[],
): Figure {
  const share = (weights?: Weights) => {
    let [all, those] = [0, 0];
    for (const { person, is } of cases) {
      const weight = weights ? weightOf(weights, person) : 1;
      all += weight;
      if (is) those += weight;
    }
    return those / all;
  };
  return interval(share(), resamplings.map(share), new Set(cases.map(({ person }) => person)).size);
}

const weightOf = (weights: Weights, person: string): number => weights.get(person) ?? 0;

function weightedFnmr({ genuine }: Scores, threshold: number, weights: Weights): number {
  let [all, missed] = [0, 0];
  for (const { score, one } of genuine) {
    const weight = weightOf(weights, one);
    all += weight;
    if (score < threshold) missed += weight;
  }
  return missed / all;
}

function weightedThreshold(scores: Scores, fmr: number, weights: Weights): number {
  const allowed = fmr * impostorWeight(scores, weights);
  let matched = 0;
  for (const { score, one, other } of scores.impostors) {
    matched += weightOf(weights, one) * weightOf(weights, other);
    if (matched > allowed) return justAbove(score);
  }
  return -1;
}

/** Sum of both people's weights over all impostor comparisons, without going through them. */
function impostorWeight({ references, probes, symmetric }: Scores, weights: Weights): number {
  let [left, right, same] = [0, 0, 0];
  for (const [person, count] of references) {
    const weight = weightOf(weights, person);
    left += weight * count;
    same += weight * count * weight * (probes.get(person) ?? 0);
  }
  for (const [person, count] of probes) right += weightOf(weights, person) * count;
  return (left * right - same) / (symmetric ? 2 : 1);
}

/**
 * The upper end where not one error was seen among so many independent cases (people, or pairs of them): resampling no errors gives
 * none, the rule of three (ISO/IEC 19795-1, annex B) says that 3 in `cases` are as likely as 5 %.
 */
export const ruleOfThree = (cases: number): number => Math.min(1, 3 / cases);

/** Pairs of different people that the impostor comparisons stand for. */
export const peoplePairs = ({ references, probes, symmetric }: Scores): number =>
  (references.size * (probes.size - 1)) / (symmetric ? 2 : 1);

const genuinePeople = ({ genuine }: Scores): number => new Set(genuine.map(({ one }) => one)).size;

function interval(value: number, resampled: readonly number[], cases: number): Figure {
  const sorted = resampled.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  return { value, low: at(0.025), high: value === 0 ? ruleOfThree(cases) : at(0.975) };
}

const justAbove = (score: number): number => score + 1e-7;

function countAbove(sorted: readonly Score[], threshold: number): number {
  const first = sorted.findIndex(({ score }) => score < threshold);
  return first < 0 ? sorted.length : first;
}

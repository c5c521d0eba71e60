import { percentile } from '../commands/percentile.ts';
import type { SoakFindings } from './findings.ts';
import { type Slope, slopeOf } from './slope.ts';

/** What a soak says, and whether its lines hold. */
export interface SoakReport {
  readonly visits: number;
  readonly faults: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
  readonly recoveries: readonly {
    readonly kind: string;
    readonly times: number;
    readonly meanMs: number;
    readonly mostMs: number;
    /** How often the terminal heard of which fault meanwhile. */
    readonly told: Readonly<Record<string, number>>;
  }[];
  readonly memoryMiB: Slope;
  readonly handles: Slope;
  /** p95 of card to verdict in the first and the second half of the visits, ms. */
  readonly p95Ms: readonly [number, number];
  readonly holds: boolean;
}

/** Growth by visit that counts as none: 40 MiB, or 20 open files, in 2,000 visits. */
const mostGrowth = { memoryMiB: 0.02, handles: 0.01 };
/** The later p95 may lie above the earlier one by so much: another draw of the same. */
const sameWithin = { share: 0.25, ms: 200 };

/** Judges what a soak saw. */
export function soakReport(findings: SoakFindings): SoakReport {
  const { visits, outcomes, wrong, toVerdictMs } = findings;
  const recoveries = Object.entries(findings.recoveries).map(([kind, times]) => ({
    kind,
    times: times.length,
    meanMs: Math.round(times.reduce((sum, ms) => sum + ms, 0) / times.length),
    mostMs: Math.round(Math.max(...times)),
    told: findings.told[kind] ?? {},
  }));
  const memoryMiB = slopeOf(findings.memory);
  const handles = slopeOf(findings.handles);
  const half = Math.floor(toVerdictMs.length / 2);
  const p95Ms = [toVerdictMs.slice(0, half), toVerdictMs.slice(half)].map((part) => Math.round(percentile(part, 0.95)));
  const [before = Number.NaN, after = Number.NaN] = p95Ms;
  const holds =
    wrong.length === 0 &&
    isFlat(memoryMiB, mostGrowth.memoryMiB) &&
    isFlat(handles, mostGrowth.handles) &&
    after <= before * (1 + sameWithin.share) + sameWithin.ms;
  const faults = recoveries.reduce((sum, { times }) => sum + times, 0);
  return { visits, faults, outcomes, wrong, recoveries, memoryMiB, handles, p95Ms: [before, after], holds };
}

/** It does not surely grow by more; of too few visits nobody can say that. */
const isFlat = ({ perVisit, sureWithin }: Slope, most: number): boolean => perVisit - sureWithin <= most;

/** The report as lines. */
export function soakLines({
  visits,
  faults,
  outcomes,
  wrong,
  recoveries,
  memoryMiB,
  handles,
  p95Ms,
}: SoakReport): string[] {
  const slope = ({ perVisit, sureWithin }: Slope, digits: number) =>
    Number.isNaN(perVisit)
      ? 'no core lived long enough to tell'
      : `${perVisit.toFixed(digits)} ± ${sureWithin.toFixed(digits)} a visit`;
  return [
    `${visits} visits, ${faults} faults; wrong or lost: ${wrong.length}`,
    ...wrong.map((line) => `  ${line}`),
    ...Object.entries(outcomes).map(([how, times]) => `${String(times).padStart(6)}  ${how}`),
    '',
    '| fault | times | told to the terminal as (times) | well again after, mean | most |',
    '|---|---|---|---|---|',
    ...recoveries.map(
      ({ kind, times, meanMs, mostMs, told }) =>
        `| ${kind} | ${times} | ${codes(told)} | ${seconds(meanMs)} | ${seconds(mostMs)} |`,
    ),
    '',
    `memory of the core, once warm: ${slope(memoryMiB, 4)}, MiB (at most ${mostGrowth.memoryMiB})`,
    `open files of the core, once warm: ${slope(handles, 4)} (at most ${mostGrowth.handles})`,
    `card to verdict, p95: ${p95Ms[0]} ms in the first half, ${p95Ms[1]} ms in the second`,
  ];
}

const codes = (told: Readonly<Record<string, number>>): string =>
  Object.entries(told)
    .map(([code, times]) => `${code} (${times})`)
    .join(', ');
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

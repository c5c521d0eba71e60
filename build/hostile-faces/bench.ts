import { workerWord } from '../workers/answer-jobs.ts';
import { shareOut } from '../workers/share-out.ts';
import { forbidden, type HostileFinding, type HostileJob, type HostileOutcome, outcomes } from './findings.ts';
import { kindOf } from './look.ts';
import { type Door, doors } from './mutations.ts';

/** What must hold of a worker's memory. */
export const limits = { grownMiB: 100 } as const;

type Count = Readonly<Partial<Record<HostileOutcome, number>>>;

export interface DoorReport {
  readonly pictures: number;
  readonly outcomes: Count;
  /** How often each coded error and each hint was told. */
  readonly codes: Readonly<Record<string, number>>;
  readonly kinds: Readonly<Record<string, Count>>;
  /** From the bytes to the outcome. */
  readonly longestMs: number;
}

export interface HostileReport extends Readonly<Record<Door, DoorReport>> {
  readonly seed: number;
  /** By how much a worker's memory, and its highest mark, grew after its first twentieth of the pictures; the most of all workers. */
  readonly grownMiB: number;
  readonly peakMiB: number;
  /** Every picture that came to what must not be: the seed makes it again. */
  readonly failures: readonly HostileFinding[];
  readonly holds: boolean;
}

/** Looks at so many hostile pictures of each door. Throws BENCH_WORKER_DIED. */
export async function runBench(
  seed: number,
  sizes: Readonly<Record<Door, number>>,
  onProgress: (done: number, of: number) => void,
): Promise<HostileReport> {
  const jobs = jobsOf(seed, sizes);
  let done = 0;
  const { findings, grownMiB } = await shareOut({
    jobs,
    words: ['bench', 'hostile-faces', workerWord],
    crashed: (job: HostileJob, reason): HostileFinding => ({
      ...job,
      kind: kindOf(job),
      outcome: 'crashed',
      code: reason,
      ms: 0,
    }),
    onFound: () => onProgress(++done, jobs.length),
  });
  const failures = findings.filter(({ outcome }) => forbidden.includes(outcome));
  const [frame, photo] = doors.map((door) => reportOf(findings.filter((finding) => finding.door === door)));
  return {
    seed,
    frame: frame as DoorReport,
    photo: photo as DoorReport,
    grownMiB,
    peakMiB: Math.max(0, ...findings.map(({ peakMiB = 0 }) => peakMiB)),
    failures,
    holds: failures.length === 0 && grownMiB <= limits.grownMiB,
  };
}

/** The doors in turn, so that every kind of picture has been seen early. */
function jobsOf(seed: number, sizes: Readonly<Record<Door, number>>): HostileJob[] {
  const most = Math.max(...doors.map((door) => sizes[door]));
  return Array.from({ length: most }, (_, index) => doors.map((door) => ({ seed, door, index })))
    .flat()
    .filter(({ door, index }) => index < sizes[door]);
}

function reportOf(findings: readonly HostileFinding[]): DoorReport {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  const told = [...new Set(findings.flatMap(({ code }) => code ?? []))].sort();
  return {
    pictures: findings.length,
    outcomes: countOf(findings),
    codes: Object.fromEntries(told.map((code) => [code, findings.filter((finding) => finding.code === code).length])),
    kinds: Object.fromEntries(kinds.map((kind) => [kind, countOf(findings.filter((one) => one.kind === kind))])),
    longestMs: Math.max(0, ...findings.map(({ ms }) => ms)),
  };
}

function countOf(findings: readonly HostileFinding[]): Count {
  const count = (wanted: HostileOutcome) => findings.filter(({ outcome }) => outcome === wanted).length;
  return Object.fromEntries(outcomes.map((outcome) => [outcome, count(outcome)]).filter(([, times]) => times !== 0));
}

import { percentile } from '../commands/percentile.ts';
import { workerWord } from '../workers/answer-jobs.ts';
import { shareOut, type WorkDone } from '../workers/share-out.ts';
import { type BenchSet, seedOf } from './bench-card.ts';
import type { BenchJob, Finding } from './findings.ts';
import { writePage } from './page.ts';
import { comparePeer, findTesseract, type PeerReport } from './peer.ts';
import { type Score, scoreOf, scoresByKind } from './score.ts';

/** What must hold. */
export const limits = { readRate: 0.995, p50Ms: 250, p95Ms: 600, grownMiB: 100 } as const;

/** A limit, what was found, and whether it holds. A number that is not finite is null in JSON. */
export interface Verdict {
  readonly what: string;
  readonly found: number;
  readonly limit: number;
  readonly holds: boolean;
}

/** Everything that the bench found; sets that were left out are absent. */
export interface BenchReport {
  readonly seed: number;
  readonly ordinary?: Score;
  readonly hard?: Score & { readonly kinds: Readonly<Record<string, Score>> };
  readonly timed?: Score & { readonly p50Ms: number; readonly p95Ms: number };
  readonly mutated?: Score & {
    readonly grownMiB: number;
    readonly residentMiB: number;
    readonly kinds: Readonly<Record<string, Score>>;
  };
  readonly peer?: PeerReport;
  readonly page: string;
  readonly verdicts: readonly Verdict[];
  readonly holds: boolean;
}

/** Hears how far a set is. */
export type Progress = (set: BenchSet, done: number, of: number, failed: number) => void;

/** Runs the sets, writes the page of failures into `folder`. Throws TESSERACT_MISSING, BENCH_WORKER_DIED. */
export async function runBench(
  seed: number,
  sizes: Readonly<Record<BenchSet, number>>,
  folder: string,
  onProgress: Progress,
): Promise<BenchReport> {
  if (sizes.peer > 0) await findTesseract();
  const failures: Finding[] = [];
  const run = async (set: BenchSet, workers?: number): Promise<WorkDone<Finding> | undefined> => {
    const size = sizes[set];
    if (size === 0) return undefined;
    const jobs = Array.from({ length: size }, (_, index): BenchJob => ({ bench: seed, set, index }));
    const [before, expected] = [failures.length, set === 'mutated' ? ['read', 'not-read'] : ['read']];
    let done = 0;
    const onFound = (finding: Finding) => {
      if (!expected.includes(finding.outcome)) failures.push(finding);
      onProgress(set, ++done, size, failures.length - before);
    };
    const words = ['bench', 'card-face', workerWord, set, String(seed)];
    return shareOut({ jobs, words, crashed, onFound, workers });
  };
  // Timed first: the machine has nothing else to do yet.
  const timed = await run('timed', 1);
  const [ordinary, hard, mutated] = [await run('ordinary'), await run('hard'), await run('mutated')];
  const peer =
    sizes.peer === 0 ? undefined : await comparePeer(seed, sizes.peer, (n) => onProgress('peer', n, sizes.peer, 0));
  const sets = {
    ...(ordinary ? { ordinary: scoreOf(ordinary.findings) } : {}),
    ...(hard ? { hard: { ...scoreOf(hard.findings), kinds: scoresByKind(hard.findings) } } : {}),
    ...(timed ? { timed: { ...scoreOf(timed.findings), ...spreadOf(timed.findings) } } : {}),
    ...(mutated ? { mutated: mutatedScore(mutated) } : {}),
    ...(peer ? { peer } : {}),
  };
  const verdicts = verdictsOn(sets);
  const page = await writePage(folder, failures);
  return { seed, ...sets, page, verdicts, holds: verdicts.every(({ holds }) => holds) };
}

const crashed = ({ bench, set, index }: BenchJob, reason: string): Finding => ({
  set,
  index,
  seed: seedOf(bench, set, index),
  outcome: 'crashed',
  reason,
  frames: 0,
});

function spreadOf(findings: readonly Finding[]) {
  const times = findings.map(({ outcome, ms }) =>
    outcome === 'read' && ms !== undefined ? ms : Number.POSITIVE_INFINITY,
  );
  return { p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95) };
}

const mutatedScore = ({ findings, grownMiB, residentMiB }: WorkDone<Finding>) => ({
  ...scoreOf(findings),
  grownMiB,
  residentMiB,
  kinds: scoresByKind(findings),
});

function verdictsOn({ ordinary, hard, timed, mutated }: Partial<BenchReport>): Verdict[] {
  const verdicts: Verdict[] = [];
  const atMost = (what: string, found: number, limit: number) =>
    verdicts.push({ what, found, limit, holds: found <= limit });
  if (ordinary) {
    const { readRate: found } = ordinary;
    verdicts.push({ what: 'ordinary cards read', found, limit: limits.readRate, holds: found >= limits.readRate });
  }
  for (const [name, score] of Object.entries({ ordinary, hard, timed, mutated }))
    if (score) {
      atMost(`wrong values, ${name}`, score.wrong, 0);
      atMost(`crashes, ${name}`, score.crashed, 0);
    }
  if (timed) {
    atMost('first frame to 照合番号B, p50, ms', timed.p50Ms, limits.p50Ms);
    atMost('first frame to 照合番号B, p95, ms', timed.p95Ms, limits.p95Ms);
  }
  if (mutated) atMost('growth of memory, MiB', mutated.grownMiB, limits.grownMiB);
  return verdicts;
}

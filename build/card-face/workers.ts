import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { checkEnvironment } from '../../firmware/check/environment.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { seedOf } from './bench-card.ts';
import { cardPictureFault } from './faults.ts';
import type { BenchJob, Finding, WorkerAnswer } from './findings.ts';

/** What the command understands as: be a worker for this set and seed. */
export const workerWord = '--as-worker';
/** A picture that keeps a reader busy for longer has hung it. */
const longestJobMs = 30_000;

/** Everything that workers found. */
export interface WorkDone {
  readonly findings: readonly Finding[];
  /** By how many MiB the memory of a worker grew at most, from its first twentieth of the jobs on. */
  readonly grownMiB: number;
  /** What a worker held at most, in MiB. */
  readonly residentMiB: number;
}

/**
 * Shares the jobs of a set out among `workers` processes, by default as many as there are cores. A process that dies or hangs over a job is replaced; that
 * job is found `crashed`.
 * @throws BENCH_WORKER_DIED when one does not come up
 */
export async function shareOut(
  jobs: readonly BenchJob[],
  onFound: (finding: Finding) => void,
  workers = availableParallelism(),
): Promise<WorkDone> {
  const waiting = [...jobs].reverse();
  const findings: Finding[] = [];
  const memory = new Map<ChildProcess, number[]>();
  const heldBy = (worker: ChildProcess) => {
    const held = memory.get(worker) ?? [];
    memory.set(worker, held);
    return held;
  };
  const drain = async () => {
    let worker: ChildProcess | undefined;
    try {
      for (let job = waiting.pop(); job; job = waiting.pop()) {
        worker ??= await startWorker(job);
        const answer = await ask(worker, job);
        if (answer.residentMiB === undefined) worker = undefined;
        else heldBy(worker).push(answer.residentMiB);
        findings.push(answer.finding);
        onFound(answer.finding);
      }
    } finally {
      if (worker) await endWorker(worker);
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, drain));
  const held = [...memory.values()];
  return {
    findings: findings.sort((one, other) => one.index - other.index),
    grownMiB: Math.max(0, ...held.map(grown)),
    residentMiB: Math.max(0, ...held.flat()),
  };
}

/** From the most that was held while everything was still new to the most afterwards. */
function grown(held: readonly number[]): number {
  const settled = Math.max(1, Math.ceil(held.length / 20));
  return Math.max(...held) - Math.max(...held.slice(0, settled));
}

async function startWorker({ set, bench }: BenchJob): Promise<ChildProcess> {
  const program = join(projectHome(), 'dist/app/kazasu.js');
  const worker = fork(program, ['bench', 'card-face', workerWord, set, String(bench)], {
    serialization: 'advanced',
    env: { ...process.env, ...checkEnvironment }, // memory as in a check process
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const up = await Promise.race([once(worker, 'message').then(() => true), once(worker, 'exit').then(() => false)]);
  if (!up) throw cardPictureFault('BENCH_WORKER_DIED', `exit ${worker.exitCode ?? worker.signalCode}`);
  return worker;
}

/** Kills it: a thread in the middle of an inference knows no other end, and there is nothing to put away. */
async function endWorker(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
}

/** The worker's answer, or, when it dies or hangs, that it crashed: then it is gone. */
async function ask(worker: ChildProcess, job: BenchJob): Promise<Partial<WorkerAnswer> & { finding: Finding }> {
  const settled = new AbortController();
  const { signal } = settled;
  const hung = setTimeout(() => worker.kill('SIGKILL'), longestJobMs);
  try {
    const answered = once(worker, 'message', { signal }).then(([answer]) => answer as WorkerAnswer);
    const died = once(worker, 'exit', { signal }).then(([code, by]) => ({ finding: crashed(job, code ?? by) }));
    worker.send(job);
    return await Promise.race([answered, died]);
  } finally {
    clearTimeout(hung);
    settled.abort();
  }
}

function crashed({ bench, set, index }: BenchJob, by: unknown): Finding {
  return { set, index, seed: seedOf(bench, set, index), outcome: 'crashed', reason: `ended by ${by}`, frames: 0 };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { checkEnvironment } from '../../firmware/check/environment.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { workerFault } from './faults.ts';
import { watchForHang } from './hang.ts';

/** What is to be done, and by whom. */
export interface Work<Job, Finding> {
  readonly jobs: readonly Job[];
  /** The words of the command that makes a process a worker, which calls `answerJobs`. */
  readonly words: readonly string[];
  /** What is found of a job over which a worker died or hung. */
  readonly crashed: (job: Job, reason: string) => Finding;
  readonly onFound: (finding: Finding) => void;
  /** Processes; by default as many as there are cores. */
  readonly workers?: number | undefined;
}

/** A worker's word on a job: the finding, and how much memory it holds, in MiB. */
export interface WorkerAnswer<Finding> {
  readonly finding: Finding;
  readonly residentMiB: number;
}

/** Everything that workers found, in the order of the jobs. */
export interface WorkDone<Finding> {
  readonly findings: readonly Finding[];
  /** By how many MiB the memory of a worker grew at most, from its first twentieth of the jobs on. */
  readonly grownMiB: number;
  /** What a worker held at most, in MiB. */
  readonly residentMiB: number;
}

/**
 * Shares jobs out among processes. A process that dies or hangs over a job is replaced; that job is found `crashed`.
 * @throws BENCH_WORKER_DIED when one does not come up
 */
export async function shareOut<Job, Finding>({
  jobs,
  words,
  crashed,
  onFound,
  workers = availableParallelism(),
}: Work<Job, Finding>): Promise<WorkDone<Finding>> {
  const waiting = [...jobs.entries()].reverse();
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
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [at, job] = next;
        worker ??= await startWorker(words);
        const answer = await ask(worker, job, crashed);
        if (answer.residentMiB === undefined) worker = undefined;
        else heldBy(worker).push(answer.residentMiB);
        findings[at] = answer.finding;
        onFound(answer.finding);
      }
    } finally {
      if (worker) await endWorker(worker);
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, drain));
  const held = [...memory.values()];
  return {
    findings,
    grownMiB: Math.max(0, ...held.map(grown)),
    residentMiB: Math.max(0, ...held.flat()),
  };
}

/** From the most that was held while everything was still new to the most afterwards. */
function grown(held: readonly number[]): number {
  const settled = Math.max(1, Math.ceil(held.length / 20));
  return Math.max(...held) - Math.max(...held.slice(0, settled));
}

async function startWorker(words: readonly string[]): Promise<ChildProcess> {
  const program = join(projectHome(), 'dist/app/kazasu.js');
  const worker = fork(program, words, {
    serialization: 'advanced',
    env: { ...process.env, ...checkEnvironment }, // memory as in a check process
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const up = await Promise.race([once(worker, 'message').then(() => true), once(worker, 'exit').then(() => false)]);
  if (!up) throw workerFault('BENCH_WORKER_DIED', `exit ${worker.exitCode ?? worker.signalCode}`);
  return worker;
}

/** Kills it: a thread in the middle of an inference knows no other end, and there is nothing to put away. */
async function endWorker(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
}

/** The worker's answer, or, when it dies or hangs, that it crashed: then it is gone. */
async function ask<Job, Finding>(
  worker: ChildProcess,
  job: Job,
  crashed: Work<Job, Finding>['crashed'],
): Promise<Partial<WorkerAnswer<Finding>> & { finding: Finding }> {
  const settled = new AbortController();
  const { signal } = settled;
  const unwatch = watchForHang(worker.pid ?? 0, () => worker.kill('SIGKILL'));
  try {
    const answered = once(worker, 'message', { signal }).then(([answer]) => answer as WorkerAnswer<Finding>);
    const died = once(worker, 'exit', { signal }).then(([code, by]) => ({
      finding: crashed(job, `ended by ${code ?? by}`),
    }));
    worker.send(job as object);
    return await Promise.race([answered, died]);
  } finally {
    unwatch();
    settled.abort();
  }
}

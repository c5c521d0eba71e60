import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectHome } from '../../firmware/device/home.ts';
import { peakResidentMiB } from '../visit/process-family.ts';
import type { ContenderName } from './contenders.ts';
import { faceBenchFault } from './faults.ts';
import type { Outcome, Question, Ready } from './serve.ts';

/** What the command understands as: be the process of this contender. */
export const contenderWord = '--as-contender';

/** A contender in a process of its own, so that time and memory are its own. One question at a time. */
export class ContenderProcess {
  readonly name: ContenderName;
  readonly engine: string;
  readonly threshold: number;
  readonly #child: ChildProcess;

  constructor(name: ContenderName, { engine, threshold }: Ready, child: ChildProcess) {
    this.name = name;
    this.engine = engine;
    this.threshold = threshold;
    this.#child = child;
  }

  /** The most that it has held resident so far, in MiB. */
  get peakMiB(): number {
    return peakResidentMiB(this.#child.pid ?? 0);
  }

  /** Makes the template of a photo; the process keeps it. */
  look(file: string): Promise<Outcome> {
    return this.#ask({ ask: 'look', file });
  }

  /** Milliseconds from two encoded pictures to the verdict; NaN when there is none. */
  compare(files: readonly [string, string]): Promise<number> {
    return this.#ask({ ask: 'compare', files });
  }

  /** The likeness of every pair of photos, each once, in the order (0,1), (0,2) … (1,2) …; NaN where one has no template. */
  likenesses(files: readonly string[]): Promise<Float64Array> {
    return this.#ask({ ask: 'likenesses', files });
  }

  /** Kills it: there is nothing to put away. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  #ask<Answer>(question: Question): Promise<Answer> {
    const answer = answerOf<Answer>(this.#child, this.name);
    this.#child.send(question, () => undefined); // a channel that is closed has its exit told
    return answer;
  }
}

/**
 * Starts a contender.
 * @throws CONTENDER_DIED, here and from each question; what it says of why goes to standard error
 */
export async function startContender(name: ContenderName): Promise<ContenderProcess> {
  const child = fork(join(projectHome(), 'dist/app/kazasu.js'), ['bench', 'face', contenderWord, name], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new ContenderProcess(name, await answerOf<Ready>(child, name), child);
}

async function answerOf<Answer>(child: ChildProcess, name: ContenderName): Promise<Answer> {
  const settled = new AbortController();
  const { signal } = settled;
  const died = () => faceBenchFault('CONTENDER_DIED', `${name}: ${child.exitCode ?? child.signalCode}`);
  if (child.exitCode !== null || child.signalCode !== null) throw died();
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([answer]) => answer as Answer),
      once(child, 'exit', { signal }).then(() => {
        throw died();
      }),
    ]);
  } finally {
    settled.abort();
  }
}

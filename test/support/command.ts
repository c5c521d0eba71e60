import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectHome } from '../../firmware/device/home.ts';
import { watchFamily } from './watched-family.ts';

/** How a command went. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Processes that it had started and that outlived it. */
  readonly left: readonly string[];
}

/** A `kazasu` command that runs, as a user would call it. */
export interface RunningCommand {
  readonly process: ChildProcess;
  /** Waits until its standard output holds this. Rejects when it ends before. */
  says(part: string): Promise<void>;
  readonly ended: Promise<CommandOutcome>;
  /** Ends it by a signal. */
  end(signal?: NodeJS.Signals): Promise<CommandOutcome>;
}

/** How long what a command has started may outlive it, in ms. */
const graceMs = 2000;

/** Starts `kazasu …` of the bundle in the folder `cwd`. */
export function startCommand(args: readonly string[], cwd: string): RunningCommand {
  const child = spawn(process.execPath, [join(projectHome(), 'dist/app/kazasu.js'), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text;
    });
  }
  const family = watchFamily(child.pid ?? 0);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ended = closed.then(async (code) => ({ code, ...said, left: await family.leftAfter(graceMs) }));
  return {
    process: child,
    ended,
    says: async (part) => {
      let over = false;
      closed.then(() => {
        over = true;
      });
      while (!said.stdout.includes(part)) {
        if (over) throw new Error(`it ended before it said '${part}': ${said.stderr}`);
        await delay(20);
      }
    },
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs `kazasu …` to its end. */
export const runCommand = (args: readonly string[], cwd: string): Promise<CommandOutcome> =>
  startCommand(args, cwd).ended;

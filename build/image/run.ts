import { type SpawnOptions, spawn } from 'node:child_process';
import { imageFault } from './faults.ts';

/** Tells what is being done now. */
export type Say = (line: string) => void;

const keepEnd = 4000;

/**
 * Runs a program to its end; answers what it wrote to stdout. Throws IMAGE_STEP_FAILED with the end of what it complained of, IMAGE_TOOL_MISSING.
 * `stdio` may lend it files.
 */
export async function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let said = '';
  let complaint = '';
  child.stdout?.on('data', (data) => {
    said += data;
  });
  child.stderr?.on('data', (data) => {
    complaint = (complaint + data).slice(-keepEnd);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(imageFault('IMAGE_TOOL_MISSING', program, { cause })));
    child.once('close', resolve);
  });
  if (code !== 0) throw imageFault('IMAGE_STEP_FAILED', `${program} ${args.join(' ')}: ${complaint || said}`);
  return said;
}

/** Does a long step, saying what it is and how long it took. */
export async function step<Result>(say: Say, what: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  say(`${what} …`);
  const ticking = setInterval(() => say(`  … ${what}: ${seconds()}`), 15_000);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
    say(`  ${what}: ${seconds()}`);
  }
}

import { readFile } from 'node:fs/promises';
import { WrongUse } from '../commands/command.ts';
import type { NamedTest } from './named-tests.ts';
import type { RowTest } from './row.ts';

/** What `test/run.mjs --report=FILE` writes. */
export interface TestRun {
  /** ISO 8601. */
  readonly at: string;
  readonly node: string;
  readonly files: readonly {
    readonly file: string;
    readonly passed: number;
    readonly failed: number;
    /** Names of the failed tests, as far as the file could say. */
    readonly failures: readonly string[];
  }[];
}

/** Reads the report of a test run. Throws WrongUse when it is none. */
export async function readTestRun(path: string): Promise<TestRun> {
  const run = JSON.parse(await readFile(path, 'utf8').catch(() => 'null'));
  if (typeof run?.at !== 'string' || !Array.isArray(run.files))
    throw new WrongUse(`${path} is no report of a test run: npm test writes one`);
  return run;
}

/** What came of a test in a run. A file that failed without saying which of its tests did has failed with all of them. */
export function resultIn(run: TestRun | undefined, { file, name }: NamedTest): RowTest['result'] {
  const found = run?.files.find((one) => one.file === file);
  if (!found) return 'not run';
  if (found.failed === 0) return found.passed > 0 ? 'passed' : 'not run';
  const named = found.failures.some((failure) => fits(name, failure));
  return named || found.failures.length < found.failed ? 'failed' : 'passed';
}

/** Whether a test of this name in the source may be the one that failed: `${…}` is any text. */
function fits(name: string, failure: string): boolean {
  const parts = name.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(failure);
}

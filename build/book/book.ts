import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Life } from '../../firmware/device/life/life.ts';
import { measurements } from './measurements.ts';
import type { NamedTest } from './named-tests.ts';
import requirements from './requirements.json' with { type: 'json' };
import { type Requirement, type Row, type RowEvidence, type RowResult, resultOf } from './row.ts';
import type { Component } from './sbom.ts';
import { resultIn, type TestRun } from './test-run.ts';
import ways from './ways.json' with { type: 'json' };

/** A certification book: what this build of the runtime does on this device, row by row. */
export interface Book {
  /** Of its own form. */
  readonly form: 1;
  /** ISO 8601. */
  readonly at: string;
  readonly version: string;
  /** Of the source, where it is known. */
  readonly commit: string;
  readonly device: Life & { readonly certificate: string };
  readonly machine: Readonly<Record<string, string>>;
  /** When and on what the tests ran. */
  readonly tests:
    | { readonly at: string; readonly node: string; readonly passed: number; readonly failed: number }
    | 'not run';
  readonly counts: Readonly<Record<RowResult, number>>;
  readonly rows: readonly Row[];
  /** What else was not there to be read: evidence that the book does not hold. */
  readonly missing: readonly { readonly title: string; readonly command: string; readonly rows: readonly string[] }[];
  readonly components: readonly Component[];
}

export interface BookParts {
  readonly about: Pick<Book, 'at' | 'version' | 'commit' | 'device' | 'machine' | 'components'>;
  readonly named: readonly NamedTest[];
  readonly run: TestRun | undefined;
  /** By row. */
  readonly evidence: ReadonlyMap<string, readonly RowEvidence[]>;
}

/** Puts a book together. Pure. */
export function makeBook({ about, named, run, evidence }: BookParts): Book {
  const held = new Set([...evidence.values()].flat().map(({ file }) => file));
  const missing = measurements.filter(({ file }) => !held.has(keptAs(file)));
  const needed = new Set(missing.flatMap(({ needed = false, rows }) => (needed ? rows : [])));
  const rows = (requirements as readonly Requirement[]).map((requirement): Row => {
    const tests = named
      .filter(({ rows: its }) => its.includes(requirement.id))
      .map((test) => ({ file: test.file, name: test.name, result: resultIn(run, test) }));
    const its = evidence.get(requirement.id) ?? [];
    const way = (ways as Readonly<Record<string, string>>)[requirement.id] ?? '';
    return { ...requirement, way, result: resultOf(tests, its, needed.has(requirement.id)), tests, evidence: its };
  });
  const count = (result: RowResult) => rows.filter((row) => row.result === result).length;
  const sum = (key: 'passed' | 'failed') => run?.files.reduce((total, one) => total + one[key], 0) ?? 0;
  return {
    form: 1,
    ...about,
    tests: run ? { at: run.at, node: run.node, passed: sum('passed'), failed: sum('failed') } : 'not run',
    counts: {
      proved: count('proved'),
      failed: count('failed'),
      'not run': count('not run'),
      'without evidence': count('without evidence'),
    },
    rows,
    missing: missing.map(({ title, command, rows: its }) => ({ title, command, rows: its })),
  };
}

/** Where a report lies in the book's folder. */
const keptAs = (file: string): string => `evidence/${file}`;

/** Reads the reports of measurements in a folder. A report that cannot be read is a failure, never nothing. */
export async function readEvidence(folder: string): Promise<Map<string, RowEvidence[]>> {
  const byRow = new Map<string, RowEvidence[]>();
  for (const { file, title, command, rows, holds, figures } of measurements) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const found: RowEvidence = { title, command, file: keptAs(file), ...judged(text, holds, figures) };
    for (const row of rows) byRow.set(row, [...(byRow.get(row) ?? []), found]);
  }
  return byRow;
}

function judged(
  text: string,
  holds: (typeof measurements)[number]['holds'],
  figures: (typeof measurements)[number]['figures'],
): Pick<RowEvidence, 'result' | 'figures'> {
  try {
    const report = JSON.parse(text);
    const told = Object.entries(figures?.(report) ?? {}).map(([name, value]) => [name, String(value)]);
    return { result: holds?.(report) ? 'passed' : 'failed', figures: Object.fromEntries(told) };
  } catch (error) {
    return {
      result: 'failed',
      figures: { report: `cannot be read: ${error instanceof Error ? error.message : error}` },
    };
  }
}

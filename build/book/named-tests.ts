import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A test as its source names it. `${…}` stands in names that are made from several cases. */
export interface NamedTest {
  readonly file: string;
  readonly name: string;
  readonly rows: readonly string[];
}

/** The first argument of test(…) or suite(…): a text in any quotes. */
const titles = /\b(?:test|suite(?:<[^>]*>)?)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
const rowName = /\[(R\d\d)\]/g;

/** The tests in a source that name rows; those of a suite that names one are all its tests. */
export function testsIn(file: string, source: string): NamedTest[] {
  const found = [...source.matchAll(titles)].map(([call, , name = '']) => ({
    isSuite: call.startsWith('suite'),
    name: name.replace(/\\(.)/g, '$1'),
    rows: [...name.matchAll(rowName)].map(([, row = '']) => row),
  }));
  const ofSuite = found.filter(({ isSuite }) => isSuite).flatMap(({ rows }) => rows);
  return found
    .filter(({ isSuite }) => !isSuite)
    .map(({ name, rows }) => ({ file, name, rows: [...new Set([...ofSuite, ...rows])] }))
    .filter(({ rows }) => rows.length > 0);
}

/** Every test of a project's `test` folder that names a row. */
export async function namedTests(home: string): Promise<NamedTest[]> {
  const names = await readdir(join(home, 'test'), { recursive: true });
  const files = names.filter((name) => name.endsWith('.test.ts')).sort();
  const all = await Promise.all(
    files.map(async (file) => testsIn(join('test', file), await readFile(join(home, 'test', file), 'utf8'))),
  );
  return all.flat();
}

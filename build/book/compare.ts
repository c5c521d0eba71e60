import type { Book } from './book.ts';

/** One difference between two books, in words. */
export interface Difference {
  readonly where: string;
  readonly before: string;
  readonly after: string;
}

/** What changed from one book to another: results, figures, packages. */
export function compareBooks(before: Book, after: Book): Difference[] {
  const about = (['version', 'commit'] as const).map(
    (name): Difference => ({ where: name, before: before[name], after: after[name] }),
  );
  return [
    ...about,
    ...changed(resultsOf(before), resultsOf(after)),
    ...changed(packagesOf(before), packagesOf(after)),
  ].filter((one) => one.before !== one.after);
}

type Facts = ReadonlyMap<string, string>;

const none = '—';

function changed(before: Facts, after: Facts): Difference[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].map((where) => ({ where, before: before.get(where) ?? none, after: after.get(where) ?? none }));
}

function resultsOf({ rows }: Book): Facts {
  return new Map(
    rows.flatMap(({ id, result, tests, evidence }) => [
      [id, result],
      ...tests.map(({ file, name, result: its }): [string, string] => [`${id} ${file}: ${name}`, its]),
      ...evidence.flatMap(({ title, figures }) =>
        Object.entries(figures).map(([name, value]): [string, string] => [`${id} ${title}: ${name}`, value]),
      ),
    ]),
  );
}

const packagesOf = ({ components }: Book): Facts =>
  new Map(components.map(({ name, version, licences }) => [`package ${name}`, `${version} ${licences.join(', ')}`]));

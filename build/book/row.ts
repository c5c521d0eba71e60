/** A row of the requirements, with the words of its source. */
export interface Requirement {
  /** R01 … R46. */
  readonly id: string;
  readonly chapter: string;
  readonly requirement: string;
  readonly words: string;
  readonly source: string;
}

/** A test that names a row, and what came of it in the run that the book is made from. */
export interface RowTest {
  /** Relative to the project. */
  readonly file: string;
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'not run';
}

/** A measurement or proof on this device that speaks for a row. */
export interface RowEvidence {
  readonly title: string;
  readonly command: string;
  readonly result: 'passed' | 'failed';
  /** Name of its file in the book's folder. */
  readonly file: string;
  readonly figures: Readonly<Record<string, string>>;
}

/** What the book says of a row. without: no test and no measurement speaks for it, and that is said. */
export type RowResult = 'proved' | 'failed' | 'not run' | 'without evidence';

export interface Row extends Requirement {
  /** How this runtime meets it, and how that is proved. */
  readonly way: string;
  readonly result: RowResult;
  readonly tests: readonly RowTest[];
  readonly evidence: readonly RowEvidence[];
}

/** One failure is a failure; a test that did not run proves nothing, nor does a row without a measurement that it needs. */
export function resultOf(
  tests: readonly Pick<RowTest, 'result'>[],
  evidence: readonly Pick<RowEvidence, 'result'>[],
  isNeededMissing: boolean,
): RowResult {
  const all = [...tests, ...evidence].map(({ result }) => result);
  if (isNeededMissing) all.push('not run');
  if (all.length === 0) return 'without evidence';
  if (all.includes('failed')) return 'failed';
  return all.includes('not run') ? 'not run' : 'proved';
}

/** What a process held of memory over a while, in MiB. */
export interface MemoryTrend {
  /** The least in the second third of the time, and in the last: between two garbage collections memory grows and means nothing. */
  readonly before: number;
  readonly after: number;
  readonly most: number;
}

/** So much more at the end is still flat: a heap that has found its size breathes. */
const flatMiB = 4;
const flatShare = 0.05;

/** The trend of samples taken at even times; the first third, in which a program warms up, is left out. */
export function trendOf(samples: readonly number[]): MemoryTrend {
  const third = Math.floor(samples.length / 3);
  const least = (from: number, to: number) => Math.min(...samples.slice(from, to));
  return { before: least(third, 2 * third), after: least(2 * third, samples.length), most: Math.max(...samples) };
}

export const isFlat = ({ before, after }: MemoryTrend): boolean =>
  after - before <= Math.max(flatMiB, flatShare * before);

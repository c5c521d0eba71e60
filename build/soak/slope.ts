/** A growth by visit, and how far it may be off (two standard errors); NaN of too few samples. */
export interface Slope {
  readonly perVisit: number;
  readonly sureWithin: number;
}

/** One look at a process: which one it is, after how many visits of its life, and what was measured. */
export interface Sample {
  readonly life: number;
  readonly visit: number;
  readonly value: number;
}

/** Fewer samples tell nothing. */
const leastSamples = 20;

/** The common slope of all lives, by least squares about each life's own mean. */
export function slopeOf(samples: readonly Sample[]): Slope {
  const lives = [...new Set(samples.map(({ life }) => life))];
  let [xx, xy, yy, count] = [0, 0, 0, 0];
  for (const one of lives) {
    const life = samples.filter((sample) => sample.life === one);
    const x0 = mean(life.map(({ visit }) => visit));
    const y0 = mean(life.map(({ value }) => value));
    for (const { visit, value } of life) {
      xx += (visit - x0) ** 2;
      xy += (visit - x0) * (value - y0);
      yy += (value - y0) ** 2;
    }
    count += life.length - 1;
  }
  if (samples.length < leastSamples || xx === 0) return { perVisit: Number.NaN, sureWithin: Number.NaN };
  const perVisit = xy / xx;
  const residual = Math.max(0, yy - perVisit * xy) / Math.max(1, count - 1);
  return { perVisit, sureWithin: 2 * Math.sqrt(residual / xx) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

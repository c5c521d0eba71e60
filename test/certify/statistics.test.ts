import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scores } from '../../build/certify/scores.ts';
import {
  fmrAt,
  fmrFigure,
  fnmrAt,
  fnmrFigure,
  resamplePeople,
  shareFigure,
  thresholdAt,
} from '../../build/certify/statistics.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';

const test = suite('error rates of a recognizer');

/** Twenty people, ten photos each side: impostor scores known one by one. */
function scores(impostors: number[], genuine: number[], impostorCount = impostors.length): Scores {
  const counts = new Map(Array.from({ length: 20 }, (_, n) => [`p${n}`, 1]));
  return {
    genuine: genuine.map((score, n) => ({ score, one: `p${n % 20}`, other: `p${n % 20}` })),
    impostors: impostors
      .map((score, n) => ({ score, one: `p${n % 20}`, other: `p${(n + 1) % 20}` }))
      .sort((a, b) => b.score - a.score),
    impostorCount,
    references: counts,
    probes: counts,
    symmetric: true,
  };
}

test('[R11] the threshold for an FMR lets exactly so many impostors pass', () => {
  const made = scores([0.9, 0.8, 0.7, 0.6, 0.5], [0.95, 0.85, 0.65], 1000);
  assert.is(fmrAt(made, thresholdAt(made, 0.002)), 0.002);
  assert.ok(thresholdAt(made, 0.002) > 0.7 && thresholdAt(made, 0.002) < 0.7001);
  assert.is(fmrAt(made, thresholdAt(made, 0)), 0);
  assert.is(fnmrAt(made, thresholdAt(made, 0.002)), 1 / 3);
  assert.is(fnmrAt(made, thresholdAt(made, 0)), 2 / 3);
});

test('equal scores fall together: none of them passes when not all may', () => {
  const made = scores([0.8, 0.8, 0.8, 0.1], [0.9], 1000);
  assert.is(fmrAt(made, thresholdAt(made, 0.002)), 0);
});

test('[R11] intervals hold the figure, narrow with more people, and are the same for the same seed', () => {
  const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`);
  const width = (count: number, seed: number) => {
    const cases = people(count).map((person, n) => ({ person, is: n % 5 === 0 }));
    const { value, low, high } = shareFigure(cases, resamplePeople(people(count), 300, seededRandom(seed)));
    assert.ok(low <= value && value <= high && value === 0.2);
    return high - low;
  };
  assert.ok(width(2000, 1) < width(50, 1) / 3);
  assert.is(width(50, 4), width(50, 4));
});

test('[R11] a person drawn twice weighs twice, in both rates', () => {
  const made = scores([0.9, 0.1], [0.2, 0.95, 0.95], 190);
  const drawn = [new Map([['p0', 20]])]; // only the person whose genuine comparison fails
  assert.is(fnmrFigure(made, 0.5, drawn).low, 1);
  assert.is(
    fmrFigure(made, 0.5, [
      new Map([
        ['p0', 1],
        ['p1', 1],
      ]),
    ]).low,
    1,
    'the one pair left is the one that passes',
  );
});

test.run();

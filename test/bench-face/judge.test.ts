import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { choosePhotos } from '../../build/bench-face/choose-photos.ts';
import { judge } from '../../build/bench-face/judge.ts';
import { pairIndex, rowsOf } from '../../build/bench-face/rows.ts';
import type { Photo } from '../../build/certify/dataset.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';

const test = suite('our face pipeline held against its peers');

const ours = { name: 'ours', genuine: 1000, falseNonMatches: 10, msPerComparison: 40 };
const sure = { name: 'sure', genuine: 2000, falseNonMatches: 200, msPerComparison: 300 };
const fast = { name: 'fast', genuine: 2000, falseNonMatches: 800, msPerComparison: 80 };
const holds = (...given: Parameters<typeof judge>) => judge(...given).map(({ holds }) => holds);

test('[R11] each is judged against the peer that is best in it, by rates', () => {
  const [sureness, speed] = judge(ours, [fast, sure]);
  assert.equal([sureness?.peer, sureness?.found, sureness?.holds], ['sure', 10, true]);
  assert.equal([speed?.peer, speed?.found, speed?.holds], ['fast', 2, true]);
});

test('[R11] a little less than ten times fewer, or than twice as fast, does not hold', () => {
  assert.equal(holds({ ...ours, falseNonMatches: 11 }, [fast, sure]), [false, true]);
  assert.equal(holds({ ...ours, msPerComparison: 40.1 }, [fast, sure]), [true, false]);
  assert.equal(holds(ours, [fast, { ...sure, falseNonMatches: 199 }]), [false, true]);
});

test('[R11] none among few pairs proves little; nothing measured holds nothing', () => {
  assert.equal(holds({ ...ours, genuine: 50, falseNonMatches: 0 }, [sure]), [false, true]);
  assert.equal(holds({ ...ours, genuine: 1000, falseNonMatches: 0 }, [sure]), [true, true]);
  assert.equal(holds({ ...ours, genuine: 0, msPerComparison: Number.NaN }, [sure]), [false, false]);
  assert.equal(holds(ours, [{ ...sure, genuine: 0, falseNonMatches: 0 }]), [false, true]);
});

/** Two photos each of made-up people; every fourth person is of the group `few`. */
const photosOf = (people: number): Photo[] =>
  Array.from({ length: 2 * people }, (_, index) => {
    const number = index >> 1;
    return { path: `p${number}/${index % 2}.jpg`, person: `p${number}`, groups: number % 4 === 0 ? ['few'] : [] };
  });

/** Likenesses of all pairs; `of` is asked for the indices of both photos. */
function likenessesOf(count: number, of: (one: number, other: number) => number): Float64Array {
  const values: number[] = [];
  for (let one = 0; one < count; one++) for (let other = one + 1; other < count; other++) values.push(of(one, other));
  return Float64Array.from(values);
}

test('[R11] a pair stands where its two photos say', () => {
  const values = likenessesOf(7, (one, other) => 10 * one + other);
  for (let one = 0; one < 7; one++)
    for (let other = one + 1; other < 7; other++) assert.is(values[pairIndex(one, other, 7)], 10 * one + other);
});

test('[R11] one false match in ten thousand sets the threshold; photos not used are failures to acquire alone', () => {
  const photos = photosOf(100); // 19,800 pairs of two people: one may pass
  const same = (one: number, other: number) => one >> 1 === other >> 1;
  const likenesses = likenessesOf(photos.length, (one, other) => {
    if (same(one, other)) return one < 20 ? 0.55 : 0.9; // ten people fail under 0.6, five would under 0.5
    if (one === 30 && other === 40) return 0.8;
    return one === 31 && other === 41 ? 0.6 : 0.1;
  });
  const work = { likenesses, threshold: 0.5 };
  const everything = { shown: () => true, used: () => true };
  const [everybody, few] = rowsOf(photos, everything, work, ['few'], []);
  assert.equal([everybody?.genuine, everybody?.impostors, everybody?.falseNonMatches], [100, 19_800, 10]);
  assert.is(everybody?.fnmr.value, 0.1);
  assert.ok(Math.abs(Number(everybody?.threshold) - 0.6) < 1e-6, 'just above the second impostor');
  assert.equal(everybody?.asNamed, { threshold: 0.5, fmr: 2 / 19_800, fnmr: 0 });
  assert.equal([few?.photos, few?.genuine, few?.impostors], [50, 25, 1200]);

  const gated = { shown: (index: number) => index < 100, used: (index: number) => index >= 10 && index < 100 };
  const [row] = rowsOf(photos, gated, work, [], []);
  assert.equal([row?.photos, row?.genuine], [100, 45]);
  assert.ok(Math.abs(Number(row?.failureToAcquire) - 0.1) < 1e-9);
  assert.is(row?.impostors, (90 * 88) / 2);
});

test('[R11] people with two photos or more are drawn, four photos of each at most, the same for the same seed', () => {
  const photos = [...photosOf(30), ...photosOf(1), ...photosOf(1), { path: 'a/0.jpg', person: 'a', groups: [] }];
  const drawn = choosePhotos(photos, 31, seededRandom(1));
  assert.is(drawn.length, 29 * 2 + 4, 'p0 has six');
  assert.not.ok(drawn.some(({ person }) => person === 'a'));
  const some = (seed: number) => choosePhotos(photos, 5, seededRandom(seed)).map(({ path }) => path);
  assert.equal(some(3), some(3));
  assert.not.equal(some(3), some(4));
  assert.ok(some(3).length <= 12);
});

test.run();

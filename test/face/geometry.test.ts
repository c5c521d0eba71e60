import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cutAligned, fitSimilarity } from '../../firmware/face/align.ts';
import { overlap, withoutOverlaps } from '../../firmware/face/detect.ts';
import { writePlanes } from '../../firmware/face/planes.ts';
import { resample } from '../../firmware/face/resample.ts';

const test = suite('geometry');

const near = (found: number | undefined, wanted: number, by = 1e-3) =>
  assert.ok(Math.abs((found ?? Number.NaN) - wanted) <= by, `${found} is not ${wanted}`);

const coordinate = fc.double({ min: -200, max: 200, noNaN: true });

test('the least-squares similarity finds any turn, scale and shift again', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 5, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      coordinate,
      coordinate,
      (scale, angle, tx, ty) => {
        const from = Float32Array.from([0, 0, 40, 3, 20, 25, 5, 50, 38, 52]);
        const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
        const to = from.map((_, i) => {
          const [x, y] = [from[i & ~1] ?? 0, from[i | 1] ?? 0];
          return i % 2 === 0 ? a * x - b * y + tx : b * x + a * y + ty;
        });
        const map = fitSimilarity(from, to);
        near(map.a, a, 1e-3);
        near(map.b, b, 1e-3);
        near(map.tx, tx, 0.02);
        near(map.ty, ty, 0.02);
      },
    ),
  );
});

test('points that lie on each other give a black cut, not a crash', () => {
  const map = fitSimilarity(new Float32Array(10), Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  const picture = { width: 4, height: 4, rgb: new Uint8Array(48).fill(200) };
  assert.ok(cutAligned(picture, map, 8).every((value) => value === 0));
});

test('an aligned cut is bilinear, means what it shrinks, and is black out of the picture', () => {
  const rgb = new Uint8Array(40 * 40 * 3);
  for (let i = 0; i < 1600; i++) rgb.fill((i % 40) * 6, i * 3, i * 3 + 3); // brighter to the right, 6 a pixel
  const picture = { width: 40, height: 40, rgb };
  const half = cutAligned(picture, { a: 1, b: 0, tx: 0.5, ty: 0 }, 10);
  near(half[(5 * 10 + 5) * 3], 4.5 * 6, 1);
  const shrunk = cutAligned(picture, { a: 0.25, b: 0, tx: -0.375, ty: -0.375 }, 10);
  near(shrunk[(5 * 10 + 5) * 3], 21.5 * 6, 1);
  const beside = cutAligned(picture, { a: 1, b: 0, tx: 100, ty: 0 }, 10);
  assert.ok(beside.every((value) => value === 0));
});

test('resampling keeps an even picture even, whatever the box, in the picture or out of it', () => {
  const picture = { width: 31, height: 17, rgb: new Uint8Array(31 * 17 * 3).fill(99) };
  const side = fc.double({ min: 0.5, max: 300, noNaN: true });
  fc.assert(
    fc.property(coordinate, coordinate, side, side, (x, y, width, height) => {
      const out = new Float32Array(12 * 9 * 3);
      resample(picture, { x, y, width, height }, 12, 9, out);
      for (const value of out) near(value, 99, 0.01);
    }),
  );
});

test('resampling to half takes the mean of each four pixels', () => {
  const rgb = Uint8Array.from({ length: 8 * 6 * 3 }, (_, i) => (i * 37) % 256);
  const out = new Float32Array(4 * 3 * 3);
  resample({ width: 8, height: 6, rgb }, { x: 0, y: 0, width: 8, height: 6 }, 4, 3, out);
  const at = (x: number, y: number) => rgb[(y * 8 + x) * 3 + 1] ?? 0;
  near(out[(1 * 4 + 2) * 3 + 1], (at(4, 2) + at(5, 2) + at(4, 3) + at(5, 3)) / 4);
});

test('planes are in the order of the manifest, and grey is luma', () => {
  const pixel = Uint8Array.from([10, 20, 30]);
  const how = { width: 1, height: 1, subtract: 10, divide: 10 };
  const bgr = new Float32Array(3);
  writePlanes(pixel, 1, 1, { ...how, channels: 'bgr' }, bgr);
  assert.equal([...bgr], [2, 1, 0]);
  const grey = new Float32Array(1);
  writePlanes(pixel, 1, 1, { ...how, channels: 'grey' }, grey);
  near(grey[0], (0.299 * 10 + 0.587 * 20 + 0.114 * 30 - 10) / 10);
});

test('of boxes on each other the most certain stays, and those apart stay', () => {
  const box = (x: number, score: number) => ({ x, y: 0, width: 10, height: 10, score });
  assert.equal(withoutOverlaps([box(0, 0.7), box(1, 0.9), box(30, 0.8)], 0.4), [box(1, 0.9), box(30, 0.8)]);
  near(overlap(box(0, 1), box(5, 1)), 1 / 3);
  assert.is(overlap(box(0, 1), box(10, 1)), 0);
});

test.run();

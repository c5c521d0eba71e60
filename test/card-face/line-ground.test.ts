import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import type { GreyImage } from '../../firmware/card-face/grey.ts';
import { doubtSpoilt, spoilt, spoiltColumns, strengthen } from '../../firmware/card-face/line-ground.ts';
import { Traces } from '../../firmware/card-face/traces.ts';
import { lineOf } from './symbol-lines.ts';

const test = suite('the ground of a line');

const [width, height] = [320, 48];

/** A line of stems on a noisy ground; `change` paints over it. */
function lineWith(change: (x: number, y: number, value: number) => number, ground = 215, ink = 50): GreyImage {
  const random = seededRandom(5);
  const data = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const stem = x % 20 < 6 && y > 7 && y < 41;
    return change(x, y, (stem ? ink : ground) + (random() - 0.5) * 24);
  });
  return { data, width, height };
}

const found = (line: GreyImage) => [...spoiltColumns(line, new Traces())];

test('[R06] an even ground with print and noise on it is not spoilt, bright or dim', () => {
  for (const part of [1, 0.4, 0.15]) {
    assert.ok(found(lineWith((_x, _y, value) => value * part)).every((column) => column === spoilt.no));
  }
});

test('[R06] glare on the upper half of a digit is seen in its columns', () => {
  const columns = found(lineWith((x, y, value) => (x >= 160 && x < 192 && y < 26 ? 250 : value)));
  assert.equal(
    columns.flatMap((column, n) => (column === spoilt.glare ? [n] : [])),
    [20, 21, 22, 23],
  );
});

test('[R06] light on print that can still be read spoils nothing', () => {
  const lit = (more: number) =>
    found(lineWith((x, _y, value) => Math.min(255, x >= 120 && x < 200 ? value + more : value)));
  assert.ok(lit(60).every((column) => column === spoilt.no));
  assert.ok(
    lit(140)
      .slice(16, 24)
      .every((column) => column === spoilt.glare),
  );
});

test('[R06] dirt over the height of the line is seen, a letter’s stem is not', () => {
  const columns = found(lineWith((x, _y, value) => (x >= 80 && x < 128 ? value * 0.5 : value)));
  assert.ok(columns.slice(11, 15).every((column) => column === spoilt.dirt));
  assert.ok(columns.slice(18).every((column) => column === spoilt.no));
});

test('[R06] digits beside a spoilt place lose their confidence, for between them one may be hidden; others keep it', () => {
  const line = lineOf('昭和55年2月17日生', { confidence: 0.99 });
  const columns = new Uint8Array(40);
  columns[18] = spoilt.glare; // between 年 and the 2 behind it
  doubtSpoilt(line, columns);
  const unsure = [...line.confidences].flatMap((value, n) => (value < 0.5 ? [n] : []));
  assert.equal(unsure, [4, 5]);
});

test('[R18] faint print is strengthened, strong print is left as it is', () => {
  const faint = lineWith((_x, _y, value) => value, 215, 170);
  const strong = lineWith((_x, _y, value) => value);
  const before = strong.data.slice();
  strengthen(faint);
  strengthen(strong);
  assert.equal(strong.data, before);
  assert.ok(Math.max(...faint.data) - Math.min(...faint.data) > 150);
});

test.run();

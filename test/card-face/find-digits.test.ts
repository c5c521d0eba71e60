import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findFourDigits } from '../../firmware/card-face/find-digits.ts';
import { findLines, lineGaps } from '../../firmware/card-face/find-lines.ts';
import type { InkSpot } from '../../firmware/card-face/ink-spots.ts';

const test = suite('lines of writing');

const pixelsPerMm = 6;

/** Marks of one height in a row, each `pitch` behind the one before. */
function row(count: number, left: number, top: number, { height = 16, width = 10, pitch = 14 } = {}): InkSpot[] {
  return Array.from({ length: count }, (_, n) => {
    const x = left + n * pitch;
    return { left: x, top, right: x + width, bottom: top + height, area: 60 };
  });
}

const sorted = (...rows: InkSpot[][]) => rows.flat().sort((a, b) => a.left - b.left);

test('[R04] four marks of one height alone may be the security code', () => {
  assert.equal(findFourDigits(row(4, 100, 50), pixelsPerMm), [{ x: 100, y: 50, width: 52, height: 16 }]);
  assert.is(findFourDigits(row(4, 100, 50, { pitch: 26 }), pixelsPerMm).length, 1, 'full-width, spaced');
});

test('[R04] three or five marks, or four with writing of their size before or behind them, may not', () => {
  assert.equal(findFourDigits(row(3, 100, 50), pixelsPerMm), []);
  assert.equal(findFourDigits(row(5, 100, 50), pixelsPerMm), []);
  const letter = (left: number) => row(1, left, 49, { width: 18, height: 18 });
  assert.equal(findFourDigits(sorted(row(4, 100, 50), letter(160)), pixelsPerMm), []);
  assert.equal(findFourDigits(sorted(row(4, 100, 50), letter(78)), pixelsPerMm), []);
});

test('[R06] a picture beside the four marks does no harm', () => {
  const blot = [{ left: 160, top: 40, right: 190, bottom: 68, area: 500 }];
  assert.is(findFourDigits(sorted(row(4, 100, 50), blot), pixelsPerMm).length, 1);
});

test('[R04] marks beside each other are a line, a wide gap ends it, another height is another line', () => {
  const lines = findLines(sorted(row(9, 20, 50), row(4, 200, 50), row(9, 20, 90)), pixelsPerMm, lineGaps.usual);
  lines.sort((a, b) => a.y - b.y || a.x - b.x);
  assert.equal(lines, [
    { x: 20, y: 50, width: 122, height: 16 },
    { x: 200, y: 50, width: 52, height: 16 },
    { x: 20, y: 90, width: 122, height: 16 },
  ]);
});

test('[R04] full-width blanks in a date end a line, but not a long line', () => {
  const spots = sorted(row(2, 20, 50), row(3, 64, 50));
  assert.is(findLines(spots, pixelsPerMm, lineGaps.usual).length, 2);
  assert.is(findLines(spots, pixelsPerMm, lineGaps.wide).length, 1);
});

test('the parts of a letter, one above the other, are in one line with its neighbours', () => {
  const roof = [{ left: 40, top: 50, right: 50, bottom: 53, area: 30 }];
  const legs = [{ left: 38, top: 57, right: 52, bottom: 66, area: 60 }];
  const lines = findLines(sorted(row(1, 20, 50), roof, legs, row(1, 58, 50)), pixelsPerMm, lineGaps.usual);
  assert.equal(lines, [{ x: 20, y: 50, width: 48, height: 16 }]);
});

test.run();

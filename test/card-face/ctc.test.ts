import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeCtc } from '../../firmware/card-face/ctc.ts';
import { symbol, symbolTable } from '../../firmware/card-face/symbols.ts';
import { Traces } from '../../firmware/card-face/traces.ts';
import { projectHome } from '../../firmware/device/home.ts';

const test = suite('ctc');

/** Blank, seven characters, the space. */
const small = symbolTable('0\n1\n５\n年\n昭\n今\n犬');

/** The softmax of a path: class of each step, each with its chance. */
function chancesOf(path: readonly (readonly [number, number])[]): Float32Array {
  const chances = new Float32Array(path.length * small.length);
  for (const [step, [best, chance]] of path.entries()) {
    chances.fill((1 - chance) / (small.length - 1), step * small.length, (step + 1) * small.length);
    chances[step * small.length + best] = chance;
  }
  return chances;
}

test('characters become symbols: both widths of digits, and 令 in its other shapes', () => {
  assert.equal([...small.subarray(1, 8)], [0, 1, 5, symbol.year, symbol.showa, symbol.reiwa, symbol.other]);
});

test('repeats are one symbol, a blank between makes two, spaces and blanks are left out', () => {
  const path = [2, 2, 0, 2, 8, 3, 0, 0, 4].map((best) => [best, 0.9] as const);
  assert.equal([...decodeCtc(chancesOf(path), 9, small, new Traces()).symbols], [1, 1, 5, symbol.year]);
});

test('chances of classes that mean the same are added: 令, of which no reading alone beats the blank, is read', () => {
  const table = symbolTable('令\n今\n犬');
  const chances = Float32Array.from([0.4, 0.35, 0.25, 0, 0, 0.45, 0.1, 0.35, 0.1, 0]);
  const { symbols, confidences } = decodeCtc(chances, 2, table, new Traces());
  assert.equal([...symbols], [symbol.reiwa]);
  assert.ok(Math.abs((confidences[0] ?? 0) - 0.6) < 1e-6);
});

test('two other characters side by side are two', () => {
  const table = symbolTable('犬\n猫');
  const chances = Float32Array.from([0, 0.9, 0.1, 0, 0, 0.1, 0.9, 0]);
  assert.equal([...decodeCtc(chances, 2, table, new Traces()).symbols], [symbol.other, symbol.other]);
});

test('a symbol is as sure as its surest step', () => {
  const path = [
    [2, 0.5],
    [2, 0.8],
    [0, 0.9],
    [3, 0.7],
  ] as const;
  const { confidences, places } = decodeCtc(chancesOf(path), 4, small, new Traces());
  assert.equal(
    [...confidences].map((value) => Math.round(value * 10)),
    [8, 7],
  );
  assert.equal(
    [...places].map((value) => Math.round(value * 1000)),
    [125, 875],
  );
});

test('property: any row of symbols comes back from any path that spells it', () => {
  const letters = fc.array(fc.record({ best: fc.integer({ min: 1, max: 7 }), long: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(letters, (row) => {
      const path = row.flatMap(({ best, long }) => [
        [0, 0.9] as const,
        ...Array.from({ length: long }, () => [best, 0.9] as const),
      ]);
      const { symbols } = decodeCtc(chancesOf(path), path.length, small, new Traces());
      assert.equal(
        [...symbols],
        row.map(({ best }) => small[best]),
      );
    }),
  );
});

test('the dictionary that comes with the model has its 6,625 classes and knows all ten digits in both widths', () => {
  const table = symbolTable(readFileSync(join(projectHome(), 'models/card-face/ppocr_keys_v1.txt'), 'utf8'));
  assert.is(table.length, 6625);
  for (let digit = 0; digit <= 9; digit++)
    assert.is(table.filter((meaning) => meaning === digit).length, 2, String(digit));
});

test('[R42] what was decoded is zero after its traces are wiped', () => {
  const traces = new Traces();
  const line = decodeCtc(
    chancesOf([
      [2, 0.9],
      [0, 0.9],
      [3, 0.9],
    ]),
    3,
    small,
    traces,
  );
  assert.ok(line.symbols.some((value) => value !== 0));
  traces.wipe();
  for (const values of [line.symbols, line.confidences, line.places]) assert.ok(values.every((value) => value === 0));
});

test.run();

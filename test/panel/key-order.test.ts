import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keyOrder } from '../../ui-lite/key-order.ts';

const test = suite('[R41] the order of the PIN keys');
const usual = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];

/** Fills with these numbers, one after the other. */
const drawing = (numbers: readonly number[]) => {
  let next = 0;
  return (values: Uint32Array) => void values.set([numbers[next++ % numbers.length] as number]);
};

test('whatever is drawn, each digit has one key', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 20 }), (numbers) => {
      const order = keyOrder(false, drawing([...numbers, 0])); // a number that is not drawn again
      assert.equal([...order].sort(), [...usual].sort());
    }),
  );
});

test('a number that would favour a place is drawn again', () => {
  const order = (...numbers: number[]) => keyOrder(false, drawing(numbers));
  assert.equal(order(0xffff_ffff, 0, 0, 0, 0, 0, 0, 0, 0, 0), order(0));
});

test('each digit comes to each place about as often as to any other', () => {
  const draws = 20_000;
  const seen = usual.map(() => usual.map(() => 0));
  for (let n = 0; n < draws; n++)
    for (const [place, digit] of keyOrder(false, (values) => crypto.getRandomValues(values)).entries()) {
      const row = seen[place] as number[];
      row[digit] = (row[digit] ?? 0) + 1;
    }
  // Six standard deviations of a binomial count: beyond it once in some 10⁷ runs, for a hundred counts.
  const most = 6 * Math.sqrt(draws * 0.1 * 0.9);
  for (const row of seen) for (const count of row) assert.ok(Math.abs(count - draws / 10) < most, String(count));
});

test('in order they stand as everywhere', () => {
  assert.equal(
    keyOrder(true, () => assert.unreachable('nothing is drawn')),
    usual,
  );
});

test.run();

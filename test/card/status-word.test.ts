import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cardFaults } from '../../drivers/card/faults.ts';
import { statusFault, triesLeftIn } from '../../drivers/card/my-number-card/status-word.ts';
import { WrongCredential } from '../../drivers/card/my-number-card/wrong-credential.ts';

const test = suite('status words');

test('every status word of the reference has a code of its own', () => {
  const words = [
    0x6300, 0x6700, 0x6981, 0x6982, 0x6984, 0x6985, 0x6986, 0x6a80, 0x6a81, 0x6a82, 0x6a83, 0x6a86, 0x6a88,
  ];
  const more = [0x6282, 0x6581, 0x6b00, 0x6d00, 0x6e00, 0x6f00];
  const codes = [...words, ...more].map((word) => statusFault(word).code);
  assert.is(new Set(codes).size, codes.length);
  assert.not.ok(codes.includes('CARD_ANSWER_UNEXPECTED'));
});

test('no status word is without a code, a culprit and a next step', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), (word) => {
      const { code, at, next } = statusFault(word);
      assert.ok(code in cardFaults);
      assert.ok(at.length > 0 && next.length > 0);
    }),
  );
});

test('an unknown word is told as it is', () => assert.is(statusFault(0x6912).detail, 'status word 6912'));

test('63Cx tells the tries left, 6983 and 6984 tell none, nothing else tells', () => {
  assert.is(triesLeftIn(0x63c3), 3);
  assert.is(triesLeftIn(0x63c0), 0);
  assert.is(triesLeftIn(0x63cf), 15);
  assert.is(triesLeftIn(0x6984), 0);
  assert.is(triesLeftIn(0x6983), 0);
  for (const word of [0x9000, 0x6300, 0x6982, 0x6f00]) assert.is(triesLeftIn(word), undefined);
});

test('[R13] a wrong credential carries the tries left', () => {
  const error = new WrongCredential('PIN_WRONG', 2);
  assert.is(error.triesLeft, 2);
  assert.is(error.code, 'PIN_WRONG');
});

test.run();

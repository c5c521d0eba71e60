import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DigitVotes } from '../../firmware/card-face/digit-votes.ts';
import type { SeenFields } from '../../firmware/card-face/reading.ts';

const test = suite('votes digit by digit');

const least = { alone: 0.97, proven: 0.9 };

/** The fields of a card of 昭和, seen with one confidence; leave out what glare hides. */
function seen(code: string, confidence = 0.99, without: readonly (keyof SeenFields)[] = []): SeenFields {
  const number = (from: number, to: number) => Number(code.slice(from, to));
  const fields: Record<keyof SeenFields, SeenFields[keyof SeenFields]> = {
    birth: { style: 'showa', year: number(0, 2), month: number(2, 4), day: number(4, 6), confidence },
    expiry: { style: 'western', year: number(6, 10), month: number(2, 4), day: number(4, 6), confidence },
    code: { digits: Uint8Array.from(code.slice(10), Number), confidences: new Float32Array(4).fill(confidence) },
  };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !without.includes(name as keyof SeenFields)));
}

const right = '55021720352285';
const leader = (votes: DigitVotes) => {
  const value = votes.leader();
  return value && { ...value, code: value.code.toString() };
};

test('[R04] frames that show the fields in turn make the value together', () => {
  const votes = new DigitVotes(4);
  for (let look = 0; look < 4; look++) {
    votes.add(seen(right, 0.99, look % 2 === 0 ? ['code'] : ['birth', 'expiry']), look, least);
  }
  assert.equal([leader(votes)?.code, leader(votes)?.lead, leader(votes)?.looks], [right, 2, 2]);
});

test('[R04] a field that no frame showed makes no value', () => {
  const votes = new DigitVotes(4);
  for (let look = 0; look < 4; look++) votes.add(seen(right, 0.99, ['code']), look, least);
  assert.is(votes.leader(), undefined);
});

test('[R06] one contradicted digit takes its lead from the value, however sure the others are', () => {
  const votes = new DigitVotes(4);
  for (const code of [right, '55021720352285', '55021720352265']) votes.add(seen(code), 0, least);
  assert.is(leader(votes)?.lead, 1);
});

test('[R06] an unsure digit does not vote for itself, but speaks against another', () => {
  const votes = new DigitVotes(4);
  votes.add(seen(right), 0, least);
  votes.add(seen(right), 1, least);
  votes.add(seen(right, 0.9), 2, least);
  assert.equal([leader(votes)?.lead, leader(votes)?.looks], [2, 2]);
  votes.add(seen('55021720352265', 0.6), 3, least);
  assert.is(leader(votes)?.lead, 1);
  votes.add(seen('55021720352265', 0.4), 3, least);
  assert.is(leader(votes)?.lead, 1);
});

test('[R06] month and day, which the other date proves, vote with less certainty than a code', () => {
  const votes = new DigitVotes(4);
  for (const look of [0, 1]) {
    const { birth, expiry } = seen(right, 0.93);
    const { code } = seen(right);
    const sureness = [0.99, 0.99, 0.99, 0.99, 0.93, 0.93, 0.93, 0.93];
    assert.ok(birth && expiry && code);
    votes.add({ birth: { ...birth, sureness }, expiry: { ...expiry, sureness }, code }, look, least);
  }
  assert.equal([leader(votes)?.looks, leader(votes)?.surest.toFixed(2)], [2, '0.93']);
});

test('[R06] the chance of being right grows with the looks, and with how sure they were', () => {
  const confidenceOf = (looks: number, confidence: number) => {
    const votes = new DigitVotes(4);
    for (let look = 0; look < looks; look++) votes.add(seen(right, confidence), look, least);
    return votes.leader()?.confidence ?? 0;
  };
  assert.ok(confidenceOf(1, 0.97) < confidenceOf(2, 0.97));
  assert.ok(confidenceOf(2, 0.97) < confidenceOf(2, 0.999));
  assert.ok(confidenceOf(2, 0.999) > 0.99 && confidenceOf(4, 1) < 1);
});

test('[R42] wiped votes know nothing any more', () => {
  const votes = new DigitVotes(4);
  votes.add(seen(right), 0, least);
  votes.wipe();
  assert.is(votes.leader(), undefined);
});

const digits = fc.stringMatching(/^[0-9]{4}$/);

test('property: whatever the frames of one look say, no value is led in two looks', () => {
  fc.assert(
    fc.property(fc.array(digits, { minLength: 1, maxLength: 12 }), (codes) => {
      const votes = new DigitVotes(4);
      for (const code of codes) votes.add(seen(right.slice(0, 10) + code), 2, least);
      assert.is(votes.leader()?.looks, 1);
    }),
  );
});

test('property: the lead of the value is never more than the frames that agree with it, less those that contradict it most', () => {
  fc.assert(
    fc.property(fc.array(digits, { minLength: 1, maxLength: 12 }), (codes) => {
      const votes = new DigitVotes(4);
      for (const [n, code] of codes.entries()) votes.add(seen(right.slice(0, 10) + code), n % 4, least);
      const value = leader(votes);
      assert.ok(value);
      for (let at = 0; at < 4; at++) {
        const agreeing = codes.filter((code) => code[at] === value.code[10 + at]).length;
        const others = [...'0123456789'].filter((digit) => digit !== value.code[10 + at]);
        const against = Math.max(...others.map((digit) => codes.filter((code) => code[at] === digit).length));
        assert.ok(value.lead <= agreeing - against);
      }
    }),
  );
});

test.run();

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { frameMeter } from '../../firmware/terminal/frame-guard.ts';

const test = suite('measuring MQTT packets');

/** A packet of `length` bytes behind its header, as MQTT 3.1.1 section 2.2 writes it. */
function packet(length: number): Buffer {
  const header = [0x30];
  let left = length;
  do {
    header.push((left % 128) + (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)]);
}

test('packets up to the limit pass, however they are cut; the first one above it does not', () => {
  const lengths = fc.array(
    fc.oneof(fc.nat(3), fc.integer({ min: 120, max: 135 }), fc.integer({ min: 990, max: 1010 })),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(lengths, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (sizes, cuts) => {
      const fits = frameMeter(1000);
      const stream = Buffer.concat(sizes.map(packet));
      let ok = true;
      for (let at = 0, n = 0; at < stream.length && ok; n += 1) {
        const size = cuts[n % cuts.length] ?? 1;
        ok = fits(stream.subarray(at, at + size));
        at += size;
      }
      assert.is(
        ok,
        sizes.every((size) => size <= 1000),
      );
    }),
    { numRuns: 1000 },
  );
});

test('attack: a packet that announces 256 MB is stopped at its header', () => {
  assert.not.ok(frameMeter(1000)(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])));
});

test('attack: a length without end is stopped', () => {
  assert.not.ok(frameMeter(1000)(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01])));
});

test.run();

// time limit: 120 s
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stuff, stuffedLength, unstuff } from '../../../firmware/terminal/serial/cobs.ts';
import { deframer } from '../../../firmware/terminal/serial/deframer.ts';
import { type Frame, maxStuffedBytes, writeFrame } from '../../../firmware/terminal/serial/frame.ts';
import { maxMessageBytes } from '../../../firmware/terminal/topics.ts';

const test = suite('frames of the serial line');
const hex = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('hex');
const upTo = (from: number, to: number): string =>
  hex(Uint8Array.from({ length: to - from + 1 }, (_, n) => from + n)) ?? '';

/** The examples of the Wikipedia article on COBS. */
const published: readonly (readonly [plain: string, stuffed: string])[] = [
  ['00', '0101'],
  ['0000', '010101'],
  ['001100', '01021101'],
  ['11220033', '0311220233'],
  ['11223344', '0511223344'],
  ['11000000', '0211010101'],
  [upTo(0x01, 0xfe), `ff${upTo(0x01, 0xfe)}`],
  [`00${upTo(0x01, 0xfe)}`, `01ff${upTo(0x01, 0xfe)}`],
  [upTo(0x01, 0xff), `ff${upTo(0x01, 0xfe)}02ff`],
  [`${upTo(0x02, 0xff)}00`, `ff${upTo(0x02, 0xff)}0101`],
  [`${upTo(0x03, 0xff)}0001`, `fe${upTo(0x03, 0xff)}0201`],
];

test('bytes are stuffed as published', () => {
  for (const [plain, stuffed] of published) {
    assert.is(hex(stuff(Buffer.from(plain, 'hex'))), stuffed);
    assert.is(hex(unstuff(Buffer.from(stuffed, 'hex'))), plain);
  }
});

test('whatever is stuffed holds no zero, keeps within its bound, and comes back', () => {
  const plains = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc.uint8Array({ max: 1, maxLength: 600 }),
    fc.uint8Array({ min: 1, maxLength: 1200 }),
  );
  fc.assert(
    fc.property(plains, (plain) => {
      const stuffed = stuff(plain);
      assert.not.ok(stuffed.includes(0));
      assert.ok(stuffed.length <= stuffedLength(plain.length));
      assert.is(hex(unstuff(stuffed)), hex(plain));
    }),
    { numRuns: 2000 },
  );
});

test('[R30] a frame of the protocol, byte by byte', () => {
  // The checksum 5cb60d24 is what Python's zlib says of 11 01020304 00000001 7b7d.
  const wire = writeFrame('message', 0x01020304, 1, Buffer.from('{}'));
  assert.is(hex(wire), '00061101020304010108017b7d5cb60d2400');
});

const frames: fc.Arbitrary<Frame> = fc
  .record({
    kind: fc.constantFrom('message', 'receipt', 'heartbeat'),
    run: fc.nat(0xffffffff),
    number: fc.nat(0xffffffff),
    payload: fc.uint8Array({ maxLength: 700 }),
  })
  .map(({ kind, payload, ...frame }) => ({ ...frame, kind, payload: Buffer.from(kind === 'message' ? payload : []) }));
const write = ({ kind, run, number, payload }: Frame): Buffer => writeFrame(kind, run, number, payload);
const told = (found: readonly (Frame | 'too-long')[]): string[] =>
  found.map((frame) => (frame === 'too-long' ? frame : (hex(write(frame)) ?? '')));

test('frames come whole through any cutting of the line into pieces', () => {
  const lines = fc.tuple(
    fc.array(frames, { maxLength: 6 }),
    fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }),
  );
  fc.assert(
    fc.property(lines, ([sent, pieces]) => {
      const line = Buffer.concat(sent.map(write));
      const { push, arriving } = deframer();
      const found: (Frame | 'too-long')[] = [];
      for (let from = 0, n = 0; from < line.length; n += 1) {
        const piece = line.subarray(from, from + (pieces[n % pieces.length] ?? 1));
        found.push(...push(piece));
        from += piece.length;
      }
      assert.equal(
        told(found),
        sent.map((frame) => hex(write(frame))),
      );
      assert.is(arriving(), 0);
    }),
    { numRuns: 2000 },
  );
});

/** Ways in which noise changes a frame on the line. */
const harms = fc.array(
  fc.record({
    how: fc.constantFrom('flip', 'insert', 'drop', 'cut'),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function harmed(wire: Buffer, how: readonly { how: string; at: number; bytes: Uint8Array }[]): Buffer {
  return how.reduce((line, { how, at, bytes }) => {
    const place = Math.floor(at * line.length);
    const [before, after] = [line.subarray(0, place), line.subarray(place)];
    if (how === 'flip') return Buffer.concat([before, after.map((byte, n) => byte ^ (bytes[n] ?? 0))]);
    if (how === 'insert') return Buffer.concat([before, bytes, after]);
    if (how === 'drop') return Buffer.concat([before, after.subarray(bytes.length)]);
    return before;
  }, wire);
}

test('[R30] of 20,000 mutated frames none is taken for another, and the next frame always comes through', () => {
  const cases = fc.tuple(frames, harms, frames);
  let broken = 0;
  fc.assert(
    fc.property(cases, ([first, how, second]) => {
      const wire = harmed(write(first), how);
      const found = told(deframer().push(Buffer.concat([wire, write(second)])));
      assert.is(found.at(-1), hex(write(second)));
      const others = found.slice(0, -1);
      assert.ok(
        others.every((frame) => frame === hex(write(first))),
        'nothing but what was sent',
      );
      if (others.length === 0) broken += 1;
    }),
    { numRuns: 20_000 },
  );
  assert.ok(broken > 10_000, `most were truly harmed: ${broken}`);
});

test('the longest message fits; a longer one is told once, kept by nobody, and the next frame comes through', () => {
  const { push, arriving } = deframer();
  const longest = writeFrame('message', 1, 1, Buffer.alloc(maxMessageBytes, 1));
  assert.is(push(longest).length, 1);
  const tooLong = writeFrame('message', 1, 2, Buffer.alloc(4 * maxMessageBytes, 1));
  for (let from = 0; from < tooLong.length; from += 5000) {
    const found = push(tooLong.subarray(from, from + 5000));
    assert.equal(found, from + 5000 >= tooLong.length ? ['too-long'] : []);
    assert.ok(arriving() <= maxStuffedBytes);
  }
  assert.equal(told(push(longest)), [hex(longest)]);
});

test.run();

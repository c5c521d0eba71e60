import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseCardFace } from '../../drivers/card/my-number-card/card-face.ts';
import { readTlv, readTlvHeader } from '../../drivers/card/my-number-card/tlv.ts';
import { cardFaceFile, cardFaceObjects, rsaKey, tlv } from '../crypto/hostile-cards.ts';
import { isZero } from './scripted-channel.ts';

const test = suite('the card face file');
const objects = cardFaceObjects(rsaKey(), rsaKey());
const file = cardFaceFile(objects);
const codeOf = (bytes: Buffer): string => {
  try {
    parseCardFace(bytes);
    return 'parsed';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const without = (tag: number) => new Map([...objects].filter(([each]) => each !== tag));
const withObject = (tag: number, ...value: Buffer[]) => new Map([...objects, [tag, tlv(tag, ...value)]]);

test('[R03] its parts are found', () => {
  const face = parseCardFace(file);
  assert.is(face.birthDigits.toString(), '19800217');
  assert.is(face.sexDigit.toString(), '2');
  assert.is(face.expiryDigits.toString(), '20350217');
  assert.is(face.photoJp2.length, 3000);
  assert.is(face.publicKey.length, 265);
  assert.is(face.signature.length, 256);
  assert.equal(face.signed.identity, Buffer.concat([0xdf22, 0xdf23, 0xdf24].map((tag) => objects.get(tag) as Buffer)));
  assert.equal(face.signed.images, Buffer.concat([0xdf25, 0xdf26].map((tag) => objects.get(tag) as Buffer)));
  assert.equal(face.signed.photo, objects.get(0xdf27));
});

test('[R42] zeroing the file zeroes every part of it: nothing was copied', () => {
  const mine = Buffer.from(file);
  const { signed, ...face } = parseCardFace(mine);
  mine.fill(0);
  for (const part of [...Object.values(face), ...Object.values(signed)]) assert.ok(isZero(part));
});

test('a missing object is refused', () => {
  for (const tag of objects.keys()) assert.is(codeOf(cardFaceFile(without(tag))), 'CARD_FILE_MALFORMED');
});

test('objects out of order, doubled, unknown or empty are refused', () => {
  const twice = Buffer.concat([...objects.values(), objects.get(0xdf27) as Buffer]);
  assert.is(codeOf(cardFaceFile(new Map([...objects].reverse()))), 'CARD_FILE_MALFORMED');
  assert.is(codeOf(tlv(0xff20, twice)), 'CARD_FILE_MALFORMED');
  assert.is(codeOf(cardFaceFile(withObject(0xdf2b, Buffer.from('x')))), 'CARD_FILE_MALFORMED');
  assert.is(codeOf(cardFaceFile(withObject(0xdf27))), 'CARD_FILE_MALFORMED');
});

test('a second photo hidden behind the file is refused', () => {
  assert.is(codeOf(Buffer.concat([file, tlv(0xdf27, Buffer.alloc(100, 9))])), 'CARD_FILE_MALFORMED');
});

test('dates that are no digits are refused', () => {
  assert.is(codeOf(cardFaceFile(withObject(0xdf22, Buffer.from('1980021x')))), 'CARD_FILE_MALFORMED');
  assert.is(codeOf(cardFaceFile(withObject(0xdf29, Buffer.from('2035021')))), 'CARD_FILE_MALFORMED');
});

test('a file cut off anywhere is malformed, never a crash', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: file.length - 1 }), (length) => {
      assert.is(codeOf(file.subarray(0, length)), 'CARD_FILE_MALFORMED');
    }),
  );
});

test('random bytes are malformed, never a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, headed) => {
      const start = headed ? [0xff, 0x20] : [];
      assert.is(codeOf(Buffer.from([...start, ...bytes])), 'CARD_FILE_MALFORMED');
    }),
    { numRuns: 1000 },
  );
});

test('a mutated file is malformed or the same in form, never a crash and never longer than it is', () => {
  const change = fc.record({
    at: fc.integer({ min: 0, max: file.length - 1 }),
    byte: fc.integer({ min: 0, max: 255 }),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const mutated = Buffer.from(file);
      for (const { at, byte } of changes) mutated[at] = byte;
      assert.ok(['parsed', 'CARD_FILE_MALFORMED'].includes(codeOf(mutated)));
    }),
    { numRuns: 1000 },
  );
});

test('lengths of all forms are read, the indefinite and the absurd refused', () => {
  assert.equal(readTlvHeader(Buffer.from('df2703', 'hex'), 0), { tag: 0xdf27, start: 0, value: 3, end: 6 });
  assert.is(readTlvHeader(Buffer.from('3081ff', 'hex'), 0).end, 258);
  assert.is(readTlvHeader(Buffer.from('3082ffff', 'hex'), 0).end, 65539);
  assert.is(readTlvHeader(Buffer.from('3083ffffff', 'hex'), 0).end, 0xffffff + 5);
  for (const bad of ['3080', '3084ffffffff', '30', '', 'df', '3082ff']) {
    assert.throws(() => readTlvHeader(Buffer.from(bad, 'hex'), 0), /not as it should be/);
  }
  assert.throws(() => readTlv(Buffer.from('30020101', 'hex'), 0, 3), /cut off/);
});

test.run();

import fc from 'fast-check';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import { firstFrame, portrait, refusal } from './support.ts';

const test = suite('camera picture');
let frame: Buffer;

test.before(async () => {
  frame = await firstFrame('grace-hopper');
});

test('a camera JPEG becomes RGB of its own size, and stays the caller’s', async () => {
  const before = Buffer.from(frame);
  const { width, height, rgb } = await decodeJpeg(frame);
  assert.equal([width, height, rgb.length], [640, 480, 640 * 480 * 3]);
  assert.ok(before.equals(frame));
});

test('grey, CMYK and progressive JPEGs become RGB as well', async () => {
  for (const jpeg of [
    sharp(frame).greyscale().jpeg(),
    sharp(frame).toColourspace('cmyk').jpeg(),
    sharp(frame).jpeg({ progressive: true }),
  ]) {
    const { width, height, rgb } = await decodeJpeg(await jpeg.toBuffer());
    assert.is(rgb.length, width * height * 3);
  }
});

test('a larger picture is shrunk to the working size, its shape kept', async () => {
  const { width, height } = await decodeJpeg(
    await sharp(portrait('grace-hopper')).resize(1920, 2560).jpeg().toBuffer(),
  );
  assert.equal([width, height], [720, 960]);
});

test('other picture formats are refused, however valid', async () => {
  const others = await Promise.all([
    sharp(frame).png().toBuffer(),
    sharp(frame).webp().toBuffer(),
    sharp(frame).gif().toBuffer(),
    sharp(frame).tiff().toBuffer(),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>'),
  ]);
  for (const other of others) assert.is(await refusal(decodeJpeg(other)), 'FACE_PICTURE_UNREADABLE');
});

test('an empty, a torn and an oversized picture are refused', async () => {
  const huge = Buffer.from(frame);
  const sizeAt = huge.indexOf(Buffer.from([0xff, 0xc0])) + 5; // SOF0: length, depth, then height and width
  huge.writeUInt16BE(60_000, sizeAt);
  huge.writeUInt16BE(60_000, sizeAt + 2);
  const long = Buffer.concat([frame, Buffer.alloc(17 * 1024 * 1024)]);
  for (const bad of [Buffer.alloc(0), Buffer.alloc(3, 0xff), frame.subarray(0, frame.length >> 1), huge, long])
    assert.is(await refusal(decodeJpeg(bad)), 'FACE_PICTURE_UNREADABLE', `${bad.length} bytes`);
});

test('a mutated picture gives pixels or a coded refusal, never a crash', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(frame.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
      fc.nat(700), // the headers lie in front
      async (changes, offset) => {
        const mutated = Buffer.from(frame);
        for (const [at, value] of changes) mutated[offset < 350 ? at : at % 700] = value;
        const outcome = await refusal(decodeJpeg(mutated));
        assert.ok(['not refused', 'FACE_PICTURE_UNREADABLE'].includes(outcome), outcome);
      },
    ),
    { numRuns: 300 },
  );
});

test.run();

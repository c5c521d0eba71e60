import fc from 'fast-check';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { chipPhotoDecoder, type DecodeChipPhoto } from '../../firmware/face/chip-photo.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { jpeg2000Size } from '../../firmware/face/jpeg2000-header.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import { templateQuality } from '../../firmware/face/template-quality.ts';
import { chipPhoto, loadEngine, portrait, refusal } from './support.ts';

const test = suite('chip photo');
let engine: FaceEngine;
let photo: Buffer;
let decode: DecodeChipPhoto;

test.before(async () => {
  engine = await loadEngine();
  photo = await chipPhoto(portrait('grace-hopper'));
  decode = await chipPhotoDecoder();
});
test.after(() => engine.close());

/** A codestream in the boxes of a JP2 file (ISO/IEC 15444-1 annex I), as cards hold it. */
function inJp2(codestream: Buffer, width: number, height: number): Buffer {
  const box = (type: string, ...content: Buffer[]) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + Buffer.concat(content).length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, ...content]);
  };
  const size = Buffer.from('00000000000000000001070700' + '00', 'hex');
  size.writeUInt32BE(height, 0);
  size.writeUInt32BE(width, 4);
  return Buffer.concat([
    box('jP  ', Buffer.from('0d0a870a', 'hex')),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', box('ihdr', size), box('colr', Buffer.from('01000000000011', 'hex'))),
    box('jp2c', codestream),
  ]);
}

test('[R03] the photo of the chip decodes, as a bare codestream and as a JP2 file', async () => {
  const plain = await decode(photo);
  const boxed = await decode(inJp2(photo, 240, 320));
  assert.is(plain.width, 240);
  assert.is(plain.height, 320);
  assert.is(plain.rgb.length, 240 * 320 * 3);
  assert.ok(Buffer.from(plain.rgb).equals(boxed.rgb));
  const wanted = await sharp(portrait('grace-hopper')).resize(240, 320, { fit: 'cover' }).greyscale().raw().toBuffer();
  const off = wanted.reduce((sum, value, i) => sum + Math.abs(value - (plain.rgb[i * 3] ?? 0)), 0) / wanted.length;
  assert.ok(off < 4, `mean error ${off}`);
});

test('[R03] the face in the photo becomes a unit template, and the photo stays the caller’s', async () => {
  const before = Buffer.from(photo);
  const reference = await referenceTemplate(photo, engine);
  assert.is(reference.values.length, engine.pack.template.length);
  assert.ok(Math.abs(Math.hypot(...reference.values) - 1) < 1e-5);
  assert.ok(templateQuality(engine.pack, reference, 1) > engine.pack.quality.least);
  assert.ok(before.equals(photo));
});

test('[R42] the codec’s whole memory is zeroed after a photo, a broken one included', async () => {
  const memories: WebAssembly.Memory[] = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (async (bytes: BufferSource, imports: WebAssembly.Imports) => {
    const loaded = await instantiate(bytes, imports);
    memories.push(...Object.values(loaded.instance.exports).filter((it) => it instanceof WebAssembly.Memory));
    return loaded;
  }) as typeof instantiate;
  try {
    for (const bytes of [photo, photo.subarray(0, photo.length - 900)])
      await refusal((await chipPhotoDecoder())(bytes));
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  assert.is(memories.length, 2);
  for (const { buffer } of memories) assert.ok(new BigUint64Array(buffer).every((word) => word === 0n));
});

test('a photo without a face is refused', async () => {
  const empty = await sharp({ create: { width: 240, height: 320, channels: 3, background: '#9ab' } })
    .png()
    .toBuffer();
  assert.is(await refusal(referenceTemplate(await chipPhoto(empty), engine)), 'CHIP_PHOTO_NO_FACE');
});

test('an empty photo, noise, a JPEG and a torn photo are refused', async () => {
  const noise = Buffer.from(Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >> 3));
  const torn = photo.subarray(0, photo.length >> 1);
  for (const bytes of [
    Buffer.alloc(0),
    noise,
    portrait('grace-hopper'),
    torn,
    photo.subarray(0, 20),
    Buffer.alloc(300_000),
  ])
    assert.is(await refusal(decode(bytes)), 'CHIP_PHOTO_UNREADABLE', `${bytes.length} bytes`);
});

test('a photo that claims a huge size is refused before memory is taken for it', async () => {
  const huge = Buffer.from(photo);
  for (const at of [8, 12, 24, 28]) huge.writeUInt32BE(60_000, at); // picture and tile, width and height
  assert.equal(jpeg2000Size(huge), { width: 60_000, height: 60_000, components: 1, plain: true });
  const before = process.memoryUsage().rss;
  assert.is(await refusal(decode(huge)), 'CHIP_PHOTO_UNREADABLE');
  assert.ok(process.memoryUsage().rss - before < 32e6);
});

test('a photo larger than any chip holds is refused, though it would decode', async () => {
  const large = await chipPhoto(portrait('grace-hopper'), 600, 1100);
  assert.is(await refusal(decode(large)), 'CHIP_PHOTO_UNREADABLE');
});

test('a mutated photo gives a picture or a coded refusal, never a crash', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(photo.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
      async (changes) => {
        const mutated = Buffer.from(photo);
        for (const [at, value] of changes) mutated[at] = value;
        const outcome = await refusal(decode(mutated));
        assert.ok(['not refused', 'CHIP_PHOTO_UNREADABLE'].includes(outcome), outcome);
      },
    ),
    { numRuns: 120 },
  );
});

test('the header reader answers or declines on any bytes', () => {
  const start = Buffer.from('ff4fff51', 'hex');
  const jp2 = Buffer.from('0000000c6a502020', 'hex');
  fc.assert(
    fc.property(fc.constantFrom(Buffer.alloc(0), start, jp2), fc.uint8Array({ maxLength: 120 }), (head, rest) => {
      const size = jpeg2000Size(Buffer.concat([head, rest]));
      assert.ok(size === undefined || (size.width > 0 && size.height > 0 && size.components > 0));
    }),
    { numRuns: 2000 },
  );
});

test.run();

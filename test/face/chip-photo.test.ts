import fc from 'fast-check';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { palette, smallPrecincts } from '../../build/hostile/jpeg2000-words.ts';
import { encodeJpeg2000, jp2 } from '../../drivers/card/emulated/jpeg2000.ts';
import { chipPhotoDecoder, type DecodeChipPhoto } from '../../firmware/face/chip-photo.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { jpeg2000Size } from '../../firmware/face/jpeg2000-header.ts';
import { photoCodecs } from '../../firmware/face/photo-codec.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import { templateQuality } from '../../firmware/face/template-quality.ts';
import { chipPhoto, loadEngine, portrait, refusal } from './support.ts';

const test = suite('chip photo');
let engine: FaceEngine;
let photo: Buffer;
/** The largest there is. */
let large: Buffer;
let decode: DecodeChipPhoto;

test.before(async () => {
  engine = await loadEngine();
  photo = await chipPhoto(portrait('grace-hopper'));
  large = await chipPhoto(portrait('grace-hopper'), 1024, 1024);
  decode = await chipPhotoDecoder();
});
test.after(() => engine.close());

test('[R03] the photo of the chip decodes, as a bare codestream and as a JP2 file', async () => {
  const plain = await decode(photo);
  const boxed = await decode(jp2(photo, { width: 240, height: 320 }));
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

/** Notes the memory of every codec that is made meanwhile. */
async function memoriesOf(work: () => Promise<unknown>): Promise<Uint8Array[]> {
  const memories: WebAssembly.Memory[] = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      memories.push(...Object.values(this.exports).filter((it) => it instanceof WebAssembly.Memory));
    }
  };
  try {
    await work();
  } finally {
    WebAssembly.Instance = Instance;
  }
  return memories.map(({ buffer }) => new Uint8Array(buffer));
}

/** A row of the picture, as the codec writes it, stands in this memory. */
const holds = (memory: Uint8Array, row: Uint8Array) => Buffer.from(memory.buffer).includes(Buffer.from(row));

test('[R42] the codec’s whole memory is zeroed after a photo, and after errors of every kind', async () => {
  const { rgb } = await decode(photo);
  const row = rgb.filter((_, at) => at % 3 === 0).slice(240 * 160, 240 * 161);
  const [untidy] = await memoriesOf(async () => {
    const { J2KDecoder } = await (await photoCodecs())();
    const decoder = new J2KDecoder();
    decoder.getEncodedBuffer(photo.length).set(photo);
    decoder.decode();
  });
  assert.ok(untidy && holds(untidy, row), 'the scan does not see the picture');

  const scattered = Buffer.from(photo);
  for (let at = 2000; at < scattered.length; at += 500) scattered[at] = 0;
  const outcomes: string[] = [];
  const memories = await memoriesOf(async () => {
    const broken = [photo.subarray(0, photo.length - 900), scattered, ...smallHeaders().values()];
    for (const bytes of [photo, ...broken]) outcomes.push(await refusal((await chipPhotoDecoder())(bytes)));
  });
  assert.is(memories.length, outcomes.length);
  assert.ok(outcomes.filter((outcome) => outcome === 'CHIP_PHOTO_UNREADABLE').length >= 3, outcomes.join());
  for (const memory of memories) assert.ok(new BigUint64Array(memory.buffer).every((word) => word === 0n));
});

/** Photos whose few bytes of header ask for very much memory: each took 180 MiB to 1 GiB while the codec could have it. */
function smallHeaders(): Map<string, Buffer> {
  const tiles = Buffer.from(large);
  tiles.writeUInt32BE(5, 24);
  tiles.writeUInt32BE(5, 28);
  return new Map([
    ['a palette', jp2(large, { width: 1024, height: 1024 }, ...palette(255))],
    ['tiles', tiles],
    ['precincts', smallPrecincts(large)],
  ]);
}

test('a header of a few bytes gets no more memory than a photo needs', async () => {
  for (const [what, bytes] of smallHeaders()) {
    let outcome = '';
    const began = performance.now();
    const [memory] = await memoriesOf(async () => {
      outcome = await refusal((await chipPhotoDecoder())(bytes));
    });
    const ms = performance.now() - began;
    assert.ok(memory && memory.length <= 50 * 2 ** 20, `${what}: ${memory?.length} bytes`);
    assert.ok(['not refused', 'CHIP_PHOTO_UNREADABLE'].includes(outcome), `${what}: ${outcome}`);
    assert.ok(ms < 3000, `${what}: ${ms} ms`);
  }
});

test('the largest photo in colour has room enough', async () => {
  const frame = { width: 1024, height: 1024, bitsPerSample: 8, componentCount: 3 };
  const { data } = await sharp(portrait('grace-hopper'))
    .resize(1024, 1024, { fit: 'cover' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { rgb } = await decode(await encodeJpeg2000(data, frame, 24));
  assert.is(rgb.length, 1024 * 1024 * 3);
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
  assert.equal(jpeg2000Size(huge), { start: 0, width: 60_000, height: 60_000, components: 1, plain: true });
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

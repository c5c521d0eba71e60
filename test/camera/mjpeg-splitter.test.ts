import fc from 'fast-check';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createMjpegSplitter } from '../../drivers/camera/mjpeg-splitter.ts';

const test = suite('MJPEG splitter');

const pictures = await Promise.all([
  jpeg(16, 16, {}),
  jpeg(90, 40, { progressive: true }), // several scans
  jpeg(64, 64, { quality: 100 }),
  withThumbnail(await jpeg(48, 32, {}), await jpeg(8, 8, {})),
  filled(await jpeg(24, 24, {})),
]);

const somePictures = fc.array(fc.constantFrom(...pictures), { maxLength: 6 });
/** Bytes that no picture starts in. */
const between = fc
  .uint8Array({ maxLength: 300 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0xff ? 0xfe : byte))));

test('pictures come out whole, in order, however the stream is cut', () => {
  fc.assert(
    fc.property(
      somePictures,
      fc.array(between, { minLength: 7, maxLength: 7 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 900 })),
      (sent, gaps, cuts) => {
        const stream = Buffer.concat([
          ...sent.flatMap((picture, index) => [gaps[index] as Buffer, picture]),
          gaps[6] as Buffer,
        ]);
        const got = push(createMjpegSplitter(), stream, () => cuts.next().value as number);
        assert.is(got.length, sent.length);
        for (const [index, picture] of sent.entries())
          assert.ok(picture.equals(got[index] as Buffer), `picture ${index}`);
      },
    ),
  );
});

test('one byte at a time gives the same pictures', () => {
  const got = push(createMjpegSplitter(), Buffer.concat(pictures), () => 1);
  assert.equal(
    got.map((each) => each.length),
    pictures.map((each) => each.length),
  );
  assert.ok(Buffer.concat(got).equals(Buffer.concat(pictures)));
});

test('garbage of any kind neither throws nor gives anything that is not framed as a picture', () => {
  const marky = fc.array(
    fc.oneof(fc.constantFrom(0xff, 0xd8, 0xd9, 0xda, 0x00, 0xe0, 0xd0), fc.integer({ min: 0, max: 255 })),
    { maxLength: 2000 },
  );
  fc.assert(
    fc.property(marky, fc.integer({ min: 1, max: 64 }), (bytes, size) => {
      for (const picture of push(createMjpegSplitter(1000), Buffer.from(bytes), () => size)) {
        assert.ok(picture.length <= 1000);
        assert.equal([...picture.subarray(0, 3)], [0xff, 0xd8, 0xff]);
        assert.equal([...picture.subarray(-2)], [0xff, 0xd9]);
      }
    }),
  );
});

test('after a torn picture the next ones come through', () => {
  fc.assert(
    fc.property(fc.constantFrom(...pictures), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (torn, part) => {
      const whole = Array.from({ length: 80 }, () => pictures[2] as Buffer); // more than one segment can swallow
      const got = push(
        createMjpegSplitter(),
        Buffer.concat([torn.subarray(0, Math.ceil(torn.length * part)), ...whole]),
        () => 4096,
      );
      assert.ok(got.at(-1)?.equals(pictures[2] as Buffer));
      assert.ok(got.length > 1);
    }),
    { numRuns: 40 },
  );
});

test('a picture larger than the cap is dropped and never held', () => {
  const large = Buffer.concat([
    (pictures[2] as Buffer).subarray(0, -2),
    Buffer.alloc(50_000, 7),
    Buffer.from([0xff, 0xd9]),
  ]);
  const splitter = createMjpegSplitter(20_000);
  assert.equal(
    push(splitter, Buffer.concat([large, pictures[0] as Buffer, pictures[3] as Buffer]), () => 5000).length,
    2,
  );
});

test('[R42] the bytes pushed are zeroed, and so is what is held of an unfinished picture', () => {
  const chunk = Buffer.from(pictures[0] as Buffer);
  const splitter = createMjpegSplitter();
  const [picture] = splitter.push(chunk);
  assert.ok(chunk.every((byte) => byte === 0));
  assert.ok(picture?.equals(pictures[0] as Buffer), 'the picture handed out is a copy of its own');

  const half = (pictures[2] as Buffer).length >> 1;
  splitter.push(Buffer.from((pictures[2] as Buffer).subarray(0, half)));
  splitter.clear();
  const rest = splitter.push(Buffer.from((pictures[2] as Buffer).subarray(half)));
  assert.is(rest.length, 0, 'nothing of the first half was kept');
});

test.run();

function push(splitter: ReturnType<typeof createMjpegSplitter>, stream: Buffer, nextSize: () => number): Buffer[] {
  const got: Buffer[] = [];
  for (let at = 0; at < stream.length; ) {
    const size = nextSize();
    got.push(...splitter.push(Buffer.from(stream.subarray(at, at + size))));
    at += size;
  }
  return got;
}

function jpeg(width: number, height: number, options: { progressive?: boolean; quality?: number }): Promise<Buffer> {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 73 + (at >> 3) * 31) & 255);
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg(options)
    .toBuffer();
}

/** A picture with another picture inside an APP1 segment, as cameras put thumbnails. */
function withThumbnail(picture: Buffer, thumbnail: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(thumbnail.length + 2, 2);
  return Buffer.concat([picture.subarray(0, 2), head, thumbnail, picture.subarray(2)]);
}

/** A picture with fill bytes (FF FF) before a marker, as the standard allows. */
function filled(picture: Buffer): Buffer {
  return Buffer.concat([picture.subarray(0, 2), Buffer.from([0xff, 0xff]), picture.subarray(2)]);
}

import type { Random } from '../../drivers/camera/emulated/random.ts';
import { box, jp2 } from '../../drivers/card/emulated/jpeg2000.ts';
import { byteOf, type Mutations, oneOf, rewritten, whole } from './mutation.ts';

/** Second bytes of the markers of ISO/IEC 15444-1, annex A. */
const [size, coding, quantization] = [0x51, 0x52, 0x5c];
/** Where the fields of SIZ stand behind its length and capabilities: picture, its offset, tile, its offset. */
const sizeFields = [4, 8, 12, 16, 20, 24, 28, 32];

/** A JPEG 2000 picture's own words changed: sizes, planes, how it is cut and coded, the boxes around it. */
export const jpeg2000Words: Mutations = {
  'another size': (random, photo) =>
    words(photo, size, (segment) => {
      for (let times = whole(random, 1, 4); times > 0; times--)
        segment.writeUInt32BE(sizeOf(random), oneOf(random, sizeFields));
    }),
  'a vast size': (random, photo) =>
    words(photo, size, (segment) => {
      const [wide, high] = [oneOf(random, vast), oneOf(random, vast)];
      for (const at of [4, 20]) segment.writeUInt32BE(wide, at);
      for (const at of [8, 24]) segment.writeUInt32BE(high, at);
    }),
  'many tiles': (random, photo) =>
    words(photo, size, (segment) => {
      for (const at of [20, 24]) segment.writeUInt32BE(whole(random, 1, 20), at);
    }),
  'other planes': (random, photo) =>
    words(photo, size, (segment) => {
      segment[whole(random, 36, segment.length)] = byteOf(random);
    }),
  'more planes than are there': (random, photo) =>
    words(photo, size, (segment) => segment.writeUInt16BE(oneOf(random, [0, 2, 3, 4, 255, 16_384, 65_535]), 36)),
  'other coding': (random, photo) => words(photo, coding, (segment) => scribble(random, segment)),
  'many layers': (random, photo) =>
    words(photo, coding, (segment) => segment.writeUInt16BE(whole(random, 2, 65_536), 4)),
  'small precincts': (_, photo) => smallPrecincts(photo),
  'other quantization': (random, photo) => words(photo, quantization, (segment) => scribble(random, segment)),
  'a palette': (random, photo) => jp2(photo.subarray(startOf(photo)), side, ...palette(whole(random, 1, 256))),
  'other boxes': (random, photo) => {
    const copy = Buffer.from(photo);
    const at = 4 * whole(random, 0, Math.floor(startOf(copy) / 4));
    copy.writeUInt32BE(oneOf(random, [0, 1, 7, 8, 2 ** 31, 2 ** 32 - 1, whole(random, 0, 100)]), at);
    return copy;
  },
};

/**
 * Cut into cells of one pixel (precincts, table A.21): memory is taken for each. The tile's own length is mended, the data behind is
 * left as it was.
 */
export function smallPrecincts(photo: Buffer): Buffer {
  const start = startOf(photo);
  const at = photo.indexOf(Buffer.from([0xff, coding]), start);
  const end = at + 2 + photo.readUInt16BE(at + 2);
  const levels = photo[at + 9] ?? 0;
  const segment = Buffer.concat([photo.subarray(at, end), Buffer.alloc(levels + 1, 0x11)]);
  segment.writeUInt16BE(segment.length - 2, 2);
  segment[4] = (segment[4] ?? 0) | 1; // sizes of precincts follow
  segment[end - at] = 0; // of one pixel in the smallest picture
  return Buffer.concat([photo.subarray(start, at), segment, photo.subarray(end)]);
}

/** A palette of so many columns, each made of the only plane (annex I.5.3.4, I.5.3.5). */
export function palette(columns: number): Buffer[] {
  const entries = Buffer.concat([
    Buffer.from([1, 0, columns]),
    Buffer.alloc(columns, 7),
    Buffer.alloc(256 * columns, 3),
  ]);
  const mapped = Buffer.concat(Array.from({ length: columns }, (_, column) => Buffer.from([0, 0, 1, column])));
  return [box('pclr', entries), box('cmap', mapped)];
}

const side = { width: 240, height: 320 };
const vast = [4097, 65_535, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const sizeOf = (random: Random) =>
  oneOf(random, [0, 1, 239, 240, 241, 320, 1024, 1025, ...vast, whole(random, 0, 4096)]);

/** Changes a segment of the main header; the first one stands behind the start of the codestream, SOC. */
const words = (photo: Buffer, marker: number, change: (segment: Buffer) => void): Buffer =>
  rewritten(photo, marker, change, startOf(photo) + 2);

const startOf = (photo: Buffer): number => photo.indexOf(Buffer.from([0xff, 0x4f, 0xff, size]));

function scribble(random: Random, segment: Buffer): void {
  for (let n = whole(random, 1, 5); n > 0; n--) segment[whole(random, 2, segment.length)] = byteOf(random);
}

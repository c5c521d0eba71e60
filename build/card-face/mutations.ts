import sharp from 'sharp';
import type { Random } from '../../drivers/camera/emulated/random.ts';
import { between } from '../../drivers/camera/emulated/random.ts';

/** Makes a picture that no camera sends out of two good frames. */
type Mutation = (random: Random, frame: Buffer, other: Buffer) => Buffer | Promise<Buffer>;

const whole = (random: Random, low: number, high: number) => Math.floor(between(random, low, high));
const byteOf = (random: Random) => whole(random, 0, 256);

/** Bytes changed as by a bad cable, a bad disk, or somebody who hopes for a crash. */
const bytes: Record<string, Mutation> = {
  'flipped bits': (random, frame) => changed(random, frame, 0, frame.length, whole(random, 1, 40)),
  'changed header': (random, frame) => changed(random, frame, 2, Math.min(700, frame.length), whole(random, 1, 6)),
  cut: (random, frame) => frame.subarray(0, whole(random, 0, frame.length)),
  hole: (random, frame) => {
    const from = whole(random, 0, frame.length);
    return Buffer.concat([frame.subarray(0, from), frame.subarray(from + whole(random, 1, 4000))]);
  },
  repeated: (random, frame) => {
    const from = whole(random, 0, frame.length);
    const stretch = frame.subarray(from, from + whole(random, 1, 4000));
    return Buffer.concat([frame.subarray(0, from), stretch, stretch, frame.subarray(from)]);
  },
  zeroed: (random, frame) => {
    const copy = Buffer.from(frame);
    const from = whole(random, 0, copy.length);
    return copy.fill(0, from, Math.min(copy.length, from + whole(random, 1, 3000)));
  },
  spliced: (random, frame, other) => {
    const at = whole(random, 0, Math.min(frame.length, other.length));
    return Buffer.concat([frame.subarray(0, at), other.subarray(at)]);
  },
  'random bytes': (random) => {
    const copy = Buffer.from(Array.from({ length: whole(random, 0, 20_000) }, () => byteOf(random)));
    const starts = [[], [0xff, 0xd8, 0xff, 0xe0], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]];
    copy.set((starts[whole(random, 0, 3)] ?? []).slice(0, copy.length));
    return copy;
  },
};

/** A JPEG's own words changed (ITU-T T.81, B.2): the size, the components, the tables. */
const jpegWords: Record<string, Mutation> = {
  'another size': (random, frame) =>
    rewritten(frame, 0xc0, (segment) => {
      segment.writeUInt16BE(whole(random, 0, random() < 0.5 ? 65_536 : 2000), 3);
      segment.writeUInt16BE(whole(random, 0, random() < 0.5 ? 65_536 : 2000), 5);
    }),
  'other components': (random, frame) =>
    rewritten(frame, 0xc0, (segment) => {
      segment[whole(random, 7, segment.length)] = byteOf(random);
    }),
  'other quantization': (random, frame) => rewritten(frame, 0xdb, (segment) => scribble(random, segment)),
  'other codes': (random, frame) => rewritten(frame, 0xc4, (segment) => scribble(random, segment)),
};

/** Whole pictures of kinds that no card camera sends. */
const pictures: Record<string, Mutation> = {
  grey: (_, frame) => sharp(frame).greyscale().jpeg().toBuffer(),
  'four inks': (_, frame) => sharp(frame).toColourspace('cmyk').jpeg().toBuffer(),
  progressive: (_, frame) => sharp(frame).jpeg({ progressive: true }).toBuffer(),
  'a PNG': (_, frame) => sharp(frame).png({ compressionLevel: 1 }).toBuffer(),
  'a damaged PNG': async (random, frame) => {
    const png = await sharp(frame).png({ compressionLevel: 1 }).toBuffer();
    return changed(random, png, 8, random() < 0.5 ? 64 : png.length, whole(random, 1, 6));
  },
  'a PNG of a palette': (_, frame) => sharp(frame).resize(640).png({ palette: true, effort: 1 }).toBuffer(),
  'a PNG of 16 bits, half clear': (_, frame) =>
    sharp(frame).ensureAlpha(0.5).toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer(),
  'another format': (_, frame) => sharp(frame).resize(640).webp({ effort: 0 }).toBuffer(),
  resized: (random, frame) => {
    const [width, height] = [whole(random, 1, 3200), whole(random, 1, 2600)];
    return sharp(frame).resize(width, height, { fit: 'fill' }).jpeg().toBuffer();
  },
  'pieces of print': (random, frame) => pieced(random, frame),
  'pure noise': (random) => {
    const [width, height] = [whole(random, 200, 1400), whole(random, 200, 900)];
    const grain = Buffer.alloc(width * height);
    for (let at = 0; at < grain.length; at++) grain[at] = byteOf(random);
    return sharp(grain, { raw: { width, height, channels: 1 } })
      .jpeg()
      .toBuffer();
  },
  nothing: (random) => sharp(marks(random)).jpeg().toBuffer(),
};

const mutations: Readonly<Record<string, Mutation>> = { ...bytes, ...jpegWords, ...pictures };
export const mutationNames: readonly string[] = Object.keys(mutations);

/** Applies the mutation of this name; it takes the frames as they are and leaves them so. */
export async function mutate(name: string, random: Random, frame: Buffer, other: Buffer): Promise<Buffer> {
  const mutation = mutations[name];
  if (!mutation) throw new Error(`no mutation is called ${name}`);
  return Buffer.from(await mutation(random, frame, other));
}

function changed(random: Random, bytesOf: Buffer, from: number, to: number, times: number): Buffer {
  const copy = Buffer.from(bytesOf);
  for (let n = 0; n < times; n++) {
    const at = whole(random, from, to);
    copy[at] = (copy[at] ?? 0) ^ (1 << whole(random, 0, 8));
  }
  return copy;
}

/** Hands the first segment of this marker, from its length on, to `change`; the frame itself stays. */
function rewritten(frame: Buffer, marker: number, change: (segment: Buffer) => void): Buffer {
  const copy = Buffer.from(frame);
  for (let at = 2; at + 4 < copy.length && copy[at] === 0xff; at += 2 + copy.readUInt16BE(at + 2)) {
    if (copy[at + 1] !== marker) continue;
    change(copy.subarray(at + 1, at + 2 + copy.readUInt16BE(at + 2)).subarray(1));
    break;
  }
  return copy;
}

/** A frame cut into rectangles that are laid anew: real print, and no card. */
async function pieced(random: Random, frame: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(frame).greyscale().raw().toBuffer({ resolveWithObject: true });
  const pixels = Buffer.from(data);
  for (let pieces = 20; pieces > 0; pieces--) {
    const [wide, high] = [whole(random, 8, info.width / 3), whole(random, 8, info.height / 6)];
    const [fromX, fromY] = [whole(random, 0, info.width - wide), whole(random, 0, info.height - high)];
    const [toX, toY] = [whole(random, 0, info.width - wide), whole(random, 0, info.height - high)];
    for (let y = 0; y < high; y++) {
      const from = (fromY + y) * info.width + fromX;
      data.copy(pixels, (toY + y) * info.width + toX, from, from + wide);
    }
  }
  return sharp(pixels, { raw: { width: info.width, height: info.height, channels: 1 } })
    .jpeg()
    .toBuffer();
}

function scribble(random: Random, segment: Buffer): void {
  for (let n = 0; n < 4; n++) segment[whole(random, 2, segment.length)] = byteOf(random);
}

/** A card-like rectangle, or none, with bars and dots in which nothing is written. */
function marks(random: Random): Buffer {
  const shapes = Array.from({ length: whole(random, 0, 60) }, () => {
    const [x, y, wide, high] = [random() * 1280, random() * 800, random() * 90, random() * 40];
    return `<rect x="${x}" y="${y}" width="${wide}" height="${high}" fill="hsl(${whole(random, 0, 360)},30%,${whole(random, 5, 95)}%)"/>`;
  });
  const card = random() < 0.6 ? '<rect x="134" y="81" width="1012" height="638" rx="38" fill="#f4dfdc"/>' : '';
  const ground = `hsl(0,0%,${whole(random, 0, 100)}%)`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"><rect width="1280" height="800" fill="${ground}"/>${card}${shapes.join('')}</svg>`,
  );
}

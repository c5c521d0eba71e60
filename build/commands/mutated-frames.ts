import sharp from 'sharp';
import { toJpeg } from '../../drivers/camera/emulated/picture.ts';
import type { Random } from '../../drivers/camera/emulated/random.ts';
import type { PrintedFace } from '../../drivers/card/emulated/printed-face.ts';
import { bedWithCard } from '../../drivers/card-camera/emulated/card-bed.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';

/** A picture that no camera sends, or not so. */
export interface MutatedFrame {
  readonly kind: string;
  readonly jpeg: Buffer;
}

/** What is mutated: the same pictures of one card, so that whatever is read of one must be that card's value, or nothing. */
interface Originals {
  readonly frame: Buffer;
  readonly picture: Buffer;
}

const bytesFrom = (random: Random, length: number) => Buffer.from(Array.from({ length }, () => random() * 256));
const upTo = (random: Random, end: number) => Math.floor(random() * end);

/** Bytes anywhere, changed. */
function spoilt(original: Buffer, random: Random, most: number): Buffer {
  const bytes = Buffer.from(original);
  for (let hits = 1 + upTo(random, most); hits > 0; hits--) bytes[upTo(random, bytes.length)] = random() * 256;
  return bytes;
}

/** A piece of the picture taken out, doubled, or put elsewhere. */
function spliced(original: Buffer, random: Random): Buffer {
  const [from, length] = [upTo(random, original.length), upTo(random, 4000)];
  const to = upTo(random, original.length);
  const piece = original.subarray(from, from + length);
  const [before, behind] = [original.subarray(0, to), original.subarray(to + (random() < 0.5 ? length : 0))];
  return Buffer.concat([before, random() < 0.3 ? Buffer.alloc(0) : piece, behind]);
}

/** A decodable picture of noise or of blocks, of any camera's size. */
async function randomPicture(random: Random): Promise<Buffer> {
  const [width, height] = [240 + upTo(random, 1100), 240 + upTo(random, 700)];
  const [cell, levels] = [1 + upTo(random, 40), 2 + upTo(random, 200)];
  const across = Math.ceil(width / cell);
  const shades = bytesFrom(random, across * Math.ceil(height / cell)).map((value) => value - (value % levels));
  const pixels = Buffer.alloc(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    pixels[at] = shades[Math.floor(y / cell) * across + Math.floor(x / cell)] ?? 0;
  }
  const picture = sharp(pixels, { raw: { width, height, channels: 1 } });
  return random() < 0.5 ? picture.jpeg({ quality: 10 + upTo(random, 90) }).toBuffer() : picture.png().toBuffer();
}

/** A whole frame cut into strips or squares that are laid anew: real print, no card. */
async function shuffled({ frame }: Originals, random: Random): Promise<Buffer> {
  const { data, info } = await sharp(frame).greyscale().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const pixels = Buffer.from(data);
  for (let pieces = 20; pieces > 0; pieces--) {
    const [wide, high] = [8 + upTo(random, 400), 8 + upTo(random, 120)];
    const [fromX, fromY] = [upTo(random, width - wide), upTo(random, height - high)];
    const [toX, toY] = [upTo(random, width - wide), upTo(random, height - high)];
    for (let y = 0; y < high; y++) {
      const from = (fromY + y) * width + fromX;
      data.copy(pixels, (toY + y) * width + toX, from, from + wide);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .jpeg()
    .toBuffer();
}

type Mutation = (originals: Originals, random: Random) => Buffer | Promise<Buffer>;

const mutations: Readonly<Record<string, Mutation>> = {
  'bytes changed': ({ frame }, random) => spoilt(frame, random, 8),
  'many bytes changed': ({ frame }, random) => spoilt(frame, random, 400),
  'header changed': ({ frame }, random) =>
    Buffer.concat([spoilt(frame.subarray(0, 700), random, 6), frame.subarray(700)]),
  'cut short': ({ frame }, random) => frame.subarray(0, upTo(random, frame.length)),
  spliced: ({ frame }, random) => spliced(frame, random),
  'PNG changed': ({ picture }, random) => spoilt(picture, random, 4),
  'random bytes': (_, random) => bytesFrom(random, upTo(random, 3000)),
  'random bytes after a signature': ({ frame }, random) =>
    Buffer.concat([frame.subarray(0, 2 + upTo(random, 400)), bytesFrom(random, upTo(random, 3000))]),
  'random picture': (_, random) => randomPicture(random),
  'pieces of print': (originals, random) => shuffled(originals, random),
};

/**
 * Frames and pictures with bytes and pieces changed at random, or random altogether, without end; each kind in turn.
 * @param face the card that those of them show which show one: whatever is read of them must be its value
 */
export async function* mutatedFrames(random: Random, face: PrintedFace): AsyncGenerator<MutatedFrame> {
  const card = await drawCardFace(face);
  const frame = await toJpeg(await bedWithCard(card, { shiftX: 4, shiftY: -6, turn: 1 }));
  const picture = await sharp(card).flatten({ background: '#fff' }).png().toBuffer();
  for (;;) {
    for (const [kind, mutate] of Object.entries(mutations)) {
      yield { kind, jpeg: Buffer.from(await mutate({ frame, picture }, random)) };
    }
  }
}

import sharp from 'sharp';
import type { Random } from '../../drivers/camera/emulated/random.ts';
import { damagedBytes } from '../hostile/damaged-bytes.ts';
import { jpegWords } from '../hostile/jpeg-words.ts';
import { byteOf, type Mutations, mutateBy, whole } from '../hostile/mutation.ts';
import { otherKinds } from '../hostile/other-kinds.ts';

/** Pictures without a card, and of any size. */
const pictures: Mutations = {
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

const mutations: Mutations = { ...damagedBytes, ...jpegWords, ...otherKinds, ...pictures };
export const mutationNames: readonly string[] = Object.keys(mutations);

/** Applies the mutation of this name; it takes the frames as they are and leaves them so. */
export const mutate = (name: string, random: Random, frame: Buffer, other: Buffer): Promise<Buffer> =>
  mutateBy(mutations, name, random, frame, other);

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

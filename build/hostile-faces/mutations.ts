import sharp from 'sharp';
import type { Random } from '../../drivers/camera/emulated/random.ts';
import { encodeJpeg2000 } from '../../drivers/card/emulated/jpeg2000.ts';
import { damagedBytes } from '../hostile/damaged-bytes.ts';
import { jpegWords } from '../hostile/jpeg-words.ts';
import { jpeg2000Words } from '../hostile/jpeg2000-words.ts';
import { byteOf, type Mutations, mutateBy, rewritten, whole } from '../hostile/mutation.ts';
import { otherFiles } from '../hostile/other-files.ts';
import { otherKinds } from '../hostile/other-kinds.ts';

/** Where pictures of faces come in: frames of the face camera (JPEG), photos of the card's chip (JPEG 2000). */
export const doors = ['frame', 'photo'] as const;
export type Door = (typeof doors)[number];

const files: Mutations = { ...damagedBytes, ...otherFiles };

const frames: Mutations = {
  ...files,
  ...jpegWords,
  ...otherKinds,
  'a vast size': (random, frame) =>
    rewritten(frame, 0xc0, (segment) => {
      segment.writeUInt16BE(whole(random, 3073, 65_536), 3);
      segment.writeUInt16BE(whole(random, 4097, 65_536), 5);
    }),
  'scans without end': async (random, frame) => {
    const slow = await sharp(frame).jpeg({ progressive: true }).toBuffer();
    const scan = Buffer.from([0xff, 0xda]);
    const [first, second] = [slow.indexOf(scan), slow.indexOf(scan, slow.indexOf(scan) + 2)];
    const again = Array.from({ length: whole(random, 2, 400) }, () => slow.subarray(first, second));
    return Buffer.concat([slow.subarray(0, second), ...again, slow.subarray(second)]);
  },
  'of another size': (random, frame) =>
    sharp(frame)
      .resize(whole(random, 1, 3000), whole(random, 1, 2400), { fit: 'fill' })
      .jpeg()
      .toBuffer(),
};

const photos: Mutations = {
  ...files,
  ...jpeg2000Words,
  'a JPEG': (random) =>
    sharp(grain(random, 3), { raw: { ...size, channels: 3 } })
      .jpeg()
      .toBuffer(),
  'three planes': (random) => grainPhoto(random, 3, 8),
  'four planes': (random) => grainPhoto(random, 4, 8),
  '16 bits': (random) => grainPhoto(random, 1, 16),
  'random bytes behind the header': (random, photo) => {
    const copy = Buffer.from(photo);
    const at = photo.indexOf(Buffer.from([0xff, 0x93])) + 2; // SOD, start of data
    for (let n = at; n < copy.length; n++) copy[n] = byteOf(random);
    return copy;
  },
};

const size = { width: 240, height: 320 };
const grain = (random: Random, bytesEach: number): Buffer =>
  Buffer.from(Array.from({ length: size.width * size.height * bytesEach }, () => byteOf(random)));

const grainPhoto = (random: Random, componentCount: number, bitsPerSample: 8 | 16): Promise<Buffer> =>
  encodeJpeg2000(grain(random, (componentCount * bitsPerSample) / 8), { ...size, componentCount, bitsPerSample }, 8);

const mutations: Readonly<Record<Door, Mutations>> = { frame: frames, photo: photos };

/** The names of a door's mutations. */
export const kindsOf = (door: Door): readonly string[] => Object.keys(mutations[door]);

/** Applies the mutation of this name of a door; `other` is another picture of the same door. */
export const mutatePicture = (
  door: Door,
  kind: string,
  random: Random,
  picture: Buffer,
  other: Buffer,
): Promise<Buffer> => mutateBy(mutations[door], kind, random, picture, other);

/** Whether the other picture's person, too, can be seen in what this mutation makes. */
export const showsBoth = (kind: string): boolean => kind === 'spliced';

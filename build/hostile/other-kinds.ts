import sharp from 'sharp';
import { changed, type Mutations, whole } from './mutation.ts';

/** Whole pictures of kinds that no camera of this device sends. */
export const otherKinds: Mutations = {
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
};

import type { Buffer } from 'node:buffer';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { emulatedCardFault } from './faults.ts';
import { encodeJpeg2000, jp2 } from './jpeg2000.ts';

/** Size of the photo in the chip: in no source; 240x320 greyscale is what this project works with (card reference, "Card face, EF 0002"). */
export const photoSize = { width: 240, height: 320 } as const;

/** A part of the portrait, in its pixels. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** At 76,800 pixels of 8 bits a quarter is 19 KB: the middle of what card photos are said to weigh. */
const compressionRatio = 4;

function framed(portrait: Uint8Array, crop: Crop | undefined): Sharp {
  const upright = sharp(portrait).autoOrient();
  return crop ? upright.extract(crop) : upright;
}

/** The photo in the chip: the portrait (JPEG or PNG), filling 240x320 from its top, as JP2. Throws `CARD_PORTRAIT_REFUSED`. */
export async function chipPhoto(portrait: Uint8Array, crop?: Crop): Promise<Buffer> {
  try {
    const pixels = await framed(portrait, crop)
      .resize({ ...photoSize, fit: 'cover', position: 'top' })
      .flatten({ background: '#ffffff' })
      .greyscale()
      .toColourspace('b-w')
      .raw()
      .toBuffer();
    const frame = { ...photoSize, bitsPerSample: 8, componentCount: 1 };
    return jp2(await encodeJpeg2000(pixels, frame, compressionRatio), photoSize);
  } catch (cause) {
    throw emulatedCardFault('CARD_PORTRAIT_REFUSED', undefined, { cause });
  }
}

/** The photo as printed: the same part of the portrait in colour, 480x640, JPEG. Throws `CARD_PORTRAIT_REFUSED`. */
export async function printedPhoto(portrait: Uint8Array, crop?: Crop): Promise<Buffer> {
  try {
    return await framed(portrait, crop)
      .resize({ width: photoSize.width * 2, height: photoSize.height * 2, fit: 'cover', position: 'top' })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 88 })
      .toBuffer();
  } catch (cause) {
    throw emulatedCardFault('CARD_PORTRAIT_REFUSED', undefined, { cause });
  }
}

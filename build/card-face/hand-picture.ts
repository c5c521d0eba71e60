import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { cardPictureFault } from './faults.ts';

/** A picture with more pixels than this is made smaller: no camera of the reader sends one, but phones and scanners do. */
const mostPixels = 6_000_000;
const longestSide = 2600;

/**
 * Reads a picture that a person gives by hand and makes it one that the reader takes: PNG or JPEG, upright by its Exif
 * orientation, not too large. The caller zeroes it.
 * @throws CARD_PICTURE_MISSING, CARD_PICTURE_UNREADABLE (also for other formats)
 */
export async function handPicture(file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw cardPictureFault('CARD_PICTURE_MISSING', file, { cause });
  });
  const unreadable = (cause?: unknown) => cardPictureFault('CARD_PICTURE_UNREADABLE', file, { cause });
  try {
    const picture = sharp(bytes, { failOn: 'error' });
    const { format, width, height, orientation = 1 } = await picture.metadata();
    if (format !== 'jpeg' && format !== 'png') throw unreadable();
    if (orientation === 1 && width * height <= mostPixels) {
      await picture.stats(); // decodes all of it
      return Buffer.from(bytes);
    }
    const fitted = picture.rotate().resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true });
    return await fitted.jpeg({ quality: 95 }).toBuffer();
  } catch (error) {
    throw unreadable(error);
  } finally {
    bytes.fill(0);
  }
}

/** What the reader's camera sees of an ID-1 card at 300 dpi, and around it. */
const bed = { width: 1280, height: 800, background: '#33363a' } as const;
const card = { width: 1012, height: 638 } as const;

/** A picture cut along the card's edges, laid on a dark bed as the card camera would see it: the reader finds a card by its edges. */
export async function onBed(picture: Buffer): Promise<Buffer> {
  const { data, info } = await sharp(picture)
    .flatten({ background: bed.background })
    .resize(card.width, card.height, { fit: 'inside' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [left, top] = [Math.floor((bed.width - info.width) / 2), Math.floor((bed.height - info.height) / 2)];
  const raw = { width: info.width, height: info.height, channels: info.channels };
  try {
    return await sharp(data, { raw })
      .extend({
        left,
        top,
        right: bed.width - info.width - left,
        bottom: bed.height - info.height - top,
        background: bed.background,
      })
      .jpeg({ quality: 95 })
      .toBuffer();
  } finally {
    data.fill(0);
  }
}

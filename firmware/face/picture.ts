import sharp from 'sharp';
import { faceFault } from './faults.ts';

/** A raw picture: 3 bytes RGB a pixel, rows from the top, no padding. Whoever made it zeroes `rgb`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Larger pictures than a camera of this device gives are refused before memory is taken for them. */
const mostPixels = 4096 * 3072;
const mostBytes = 16 * 1024 * 1024;
/** Faces are matched at 112 pixels: more than this brings nothing and costs time. */
const workingSize = { width: 1280, height: 960 };

/** Keeps libvips from caching pictures of people between calls, and from starting threads. Process-wide; call once. */
export function forbidPictureCache(threads: number): void {
  sharp.cache(false);
  sharp.concurrency(threads);
}

/**
 * Decodes one baseline or progressive JPEG (ISO/IEC 10918-1) to RGB, shrunk to fit 1280×960. Zeroes nothing it was
 * given: `jpeg` stays the caller's.
 * Throws FACE_PICTURE_UNREADABLE for anything else, other picture formats included.
 */
export async function decodeJpeg(jpeg: Uint8Array): Promise<Picture> {
  if (jpeg.length > mostBytes || jpeg[0] !== 0xff || jpeg[1] !== 0xd8 || jpeg[2] !== 0xff) {
    throw faceFault('FACE_PICTURE_UNREADABLE', 'not a JPEG');
  }
  try {
    const { data, info } = await sharp(jpeg, { failOn: 'error', limitInputPixels: mostPixels, ignoreIcc: true })
      .resize({ ...workingSize, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) {
      data.fill(0);
      throw faceFault('FACE_PICTURE_UNREADABLE', `${info.channels} channels`);
    }
    return { width: info.width, height: info.height, rgb: data };
  } catch {
    throw faceFault('FACE_PICTURE_UNREADABLE'); // the decoder's own words may quote bytes of the picture
  }
}

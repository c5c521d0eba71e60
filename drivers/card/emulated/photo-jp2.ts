import { Buffer } from 'node:buffer';
import createOpenJpeg from '@cornerstonejs/codec-openjpeg/wasmjs';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { emulatedCardFault } from './faults.ts';

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
    return jp2(await encodeJpeg2000(pixels));
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

/** 8-bit grey pixels of `photoSize` → JPEG 2000 codestream (ISO/IEC 15444-1, annex A), irreversible 9-7 transform. */
async function encodeJpeg2000(pixels: Uint8Array): Promise<Buffer> {
  const openJpeg = await createOpenJpeg({ print: () => {}, printErr: () => {} });
  const encoder = new openJpeg.J2KEncoder();
  try {
    encoder.getDecodedBuffer({ ...photoSize, bitsPerSample: 8, componentCount: 1, isSigned: false }).set(pixels);
    encoder.setQuality(false, 1);
    encoder.setCompressionRatio(0, compressionRatio);
    encoder.encode();
    return Buffer.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}

/** Wraps a bare codestream in the boxes of a JP2 file (ISO/IEC 15444-1, annex I): signature, ftyp, jp2h { ihdr, colr: greyscale }, jp2c. */
function jp2(codestream: Buffer): Buffer {
  const header = Buffer.alloc(14);
  header.writeUInt32BE(photoSize.height, 0);
  header.writeUInt32BE(photoSize.width, 4);
  header.writeUInt16BE(1, 8); // components
  header.set([7, 7, 0, 0], 10); // 8 bits unsigned, compression type 7, colour space known, no rights
  const greyscale = Buffer.from([1, 0, 0, 0, 0, 0, 17]); // enumerated colour space 17
  return Buffer.concat([
    box('jP  ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', box('ihdr', header), box('colr', greyscale)),
    box('jp2c', codestream),
  ]);
}

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

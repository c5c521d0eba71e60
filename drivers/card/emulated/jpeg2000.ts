import { Buffer } from 'node:buffer';
import createOpenJpeg, { type FrameInfo } from '@cornerstonejs/codec-openjpeg/wasmjs';

/** What raw pixels are: size, depth, planes. */
export type RawFrame = Omit<FrameInfo, 'isSigned'>;

/**
 * Unsigned pixels, interleaved, samples of more than 8 bits in two bytes, little-endian → JPEG 2000 codestream (ISO/IEC 15444-1, annex A),
 * irreversible 9-7 transform.
 * @param ratio of the pixels' bytes to the codestream's
 */
export async function encodeJpeg2000(pixels: Uint8Array, frame: RawFrame, ratio: number): Promise<Buffer> {
  const openJpeg = await createOpenJpeg({ print: () => {}, printErr: () => {} });
  const encoder = new openJpeg.J2KEncoder();
  try {
    encoder.getDecodedBuffer({ ...frame, isSigned: false }).set(pixels);
    encoder.setQuality(false, 1);
    encoder.setCompressionRatio(0, ratio);
    encoder.encode();
    return Buffer.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}

/**
 * Wraps a bare greyscale codestream in the boxes of a JP2 file (ISO/IEC 15444-1, annex I): signature, ftyp, jp2h { ihdr, colr:
 * greyscale, and what is added }, jp2c.
 */
export function jp2(codestream: Buffer, size: Pick<RawFrame, 'width' | 'height'>, ...added: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(14);
  header.writeUInt32BE(size.height, 0);
  header.writeUInt32BE(size.width, 4);
  header.writeUInt16BE(1, 8); // components
  header.set([7, 7, 0, 0], 10); // 8 bits unsigned, compression type 7, colour space known, no rights
  const greyscale = Buffer.from([1, 0, 0, 0, 0, 0, 17]); // enumerated colour space 17
  return Buffer.concat([
    box('jP  ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', box('ihdr', header), box('colr', greyscale), ...added),
    box('jp2c', codestream),
  ]);
}

/** A box of a JP2 file. */
export function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

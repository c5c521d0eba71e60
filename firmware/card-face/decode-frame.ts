import sharp from 'sharp';
import type { GreyImage } from './grey.ts';
import { newGrey } from './grey.ts';
import type { Traces } from './traces.ts';

/** Frames larger than this are refused: no card camera sends them, and memory stays bounded. */
const mostPixels = 8_000_000;
const leastSide = 240;

/** Turns off the image library's own cache and threads: a decoded card face must not stay in a cache (R42). */
export function prepareDecoder(): void {
  sharp.cache(false);
  sharp.concurrency(1);
}

/**
 * Decodes a frame to grey (luma).
 * @param jpeg a whole JPEG; PNG works too, for pictures given by hand
 * @returns undefined when it is no picture, broken, or too small or too large to be a card camera's
 */
export async function decodeFrame(jpeg: Buffer, traces: Traces): Promise<GreyImage | undefined> {
  if (!isJpegOrPng(jpeg)) return undefined;
  try {
    const { data, info } = await sharp(jpeg, { failOn: 'error', limitInputPixels: mostPixels, sequentialRead: true })
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    traces.keep(data);
    if (Math.min(info.width, info.height) < leastSide) return undefined;
    return lumaOf(data, info.channels, info.width, info.height, traces);
  } catch {
    return undefined; // whatever the decoder says of foreign bytes, it is no frame
  }
}

/** ITU-R BT.601 luma in 256ths, as JPEG has it: a third of the time that the image library's way through linear light takes. */
function lumaOf(
  samples: Buffer,
  channels: number,
  width: number,
  height: number,
  traces: Traces,
): GreyImage | undefined {
  if (channels < 3) return channels === 1 ? { data: samples, width, height } : undefined;
  const grey = newGrey(width, height, traces);
  const { data } = grey;
  for (let at = 0, from = 0; at < data.length; at++, from += channels) {
    const [red, green, blue] = [samples[from] as number, samples[from + 1] as number, samples[from + 2] as number];
    data[at] = (77 * red + 150 * green + 29 * blue) >> 8;
  }
  return grey;
}

/** By its first bytes (ITU-T T.81 SOI and a marker; PNG's signature): the image library's other formats stay out of reach. */
function isJpegOrPng(bytes: Buffer): boolean {
  if (bytes.length < 64) return false;
  return (
    (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) || bytes.readBigUInt64BE(0) === 0x89504e470d0a1a0an
  );
}

import { setFlagsFromString } from 'node:v8';
import { faceFault } from './faults.ts';
import { type Jpeg2000Size, jpeg2000Size } from './jpeg2000-header.ts';
import { type PhotoCodec, photoCodecs } from './photo-codec.ts';
import type { Picture } from './picture.ts';

/** The chip's photo is 240×320; test cards may hold more, nothing holds this much. */
const longestSide = 1024;
const mostBytes = 256 * 1024;

/** Decodes the chip's photo to RGB. Throws CHIP_PHOTO_UNREADABLE. */
export type DecodeChipPhoto = (jpeg2000: Uint8Array) => Promise<Picture>;

/**
 * Makes a decoder for the photo of the card's chip (JPEG 2000, grey or RGB, 8 bits), with one codec ready. Every photo
 * gets a codec of its own, whose whole memory is zeroed after it. `jpeg2000` stays the caller's; so does the picture.
 */
export async function chipPhotoDecoder(): Promise<DecodeChipPhoto> {
  // A photo takes 10 ms either way; optimising the codec for the next one, which never comes, stalls this process for
  // 200 ms and takes 40 MB.
  setFlagsFromString('--liftoff-only');
  const newCodec = await photoCodecs();
  let ready: PhotoCodec | undefined = await newCodec();
  return async (jpeg2000) => {
    const size = jpeg2000.length <= mostBytes ? jpeg2000Size(jpeg2000) : undefined;
    if (!size) throw faceFault('CHIP_PHOTO_UNREADABLE', 'not a JPEG 2000 picture');
    if (size.width > longestSide || size.height > longestSide || !size.plain || ![1, 3].includes(size.components)) {
      throw faceFault('CHIP_PHOTO_UNREADABLE', 'not a photo of the kind a chip holds');
    }
    const codec = ready ?? (await newCodec());
    ready = undefined;
    try {
      return decode(codec, jpeg2000.subarray(size.start), size);
    } finally {
      zeroMemory(codec.HEAPU8.buffer);
    }
  };
}

/**
 * Decodes a bare codestream: boxes around it (palettes, colour profiles, other sizes) are no matter of a chip's photo. The codec answers
 * 0×0, or throws a number, when a picture is broken.
 */
function decode(codec: PhotoCodec, codestream: Uint8Array, size: Jpeg2000Size): Picture {
  try {
    const decoder = new codec.J2KDecoder();
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    const { width, height, componentCount } = decoder.getFrameInfo();
    const pixels = decoder.getDecodedBuffer();
    const count = width * height;
    const stated = width === size.width && height === size.height && componentCount === size.components;
    if (stated && pixels.length === count * componentCount) {
      return { width, height, rgb: toRgb(pixels, count, componentCount) };
    }
  } catch {} // said below: what the codec throws tells nothing
  throw faceFault('CHIP_PHOTO_UNREADABLE');
}

function toRgb(pixels: Uint8Array, count: number, components: number): Uint8Array {
  const rgb = new Uint8Array(count * 3);
  if (components === 3) rgb.set(pixels);
  else for (let i = 0; i < count; i++) rgb.fill(pixels[i] ?? 0, i * 3, i * 3 + 3);
  return rgb;
}

const page = 65536;

/**
 * Zeroes what was written to of a large memory, page by page: pages that were never touched stay out of resident
 * memory.
 */
function zeroMemory(memory: ArrayBufferLike): void {
  const nothing = new Uint8Array(page);
  for (let at = 0; at < memory.byteLength; at += page) {
    const bytes = new Uint8Array(memory, at, Math.min(page, memory.byteLength - at));
    if (Buffer.compare(bytes, nothing) !== 0) bytes.fill(0);
  }
}

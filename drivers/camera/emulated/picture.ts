import type { Sharp } from 'sharp';
import sharp from 'sharp';

/** A picture in memory: rows of RGB bytes from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8ClampedArray;
}

/** A black picture. */
export function emptyPicture(width: number, height: number): Picture {
  return { width, height, rgb: new Uint8ClampedArray(width * height * 3) };
}

/** Decodes a sharp pipeline; its alpha is left out. */
export async function toPicture(image: Sharp): Promise<Picture> {
  const { data, info } = await image.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    rgb: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}

/** Encodes as the camera chip would: baseline JPEG, 4:2:0. The picture must not change until it is done. */
export function toJpeg({ width, height, rgb }: Picture, quality = 88): Promise<Buffer> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

import sharp from 'sharp';
import type { Picture } from '../../camera/emulated/picture.ts';
import { toPicture } from '../../camera/emulated/picture.ts';
import type { Place } from '../../camera/emulated/warp.ts';

/** Less than this (σ, pixels) the library does not blur, nor would one see it. */
const leastBlur = 0.3;

/** Out of focus: a Gaussian of this σ, pixels. */
export async function defocused(picture: Picture, sigma: number): Promise<Picture> {
  return sigma < leastBlur ? picture : toPicture(asSharp(picture).blur(sigma));
}

/** Smeared along a short way, pixels. */
export async function smeared(picture: Picture, [right, down]: Place): Promise<Picture> {
  const steps = Math.round(Math.hypot(right, down));
  if (steps < 1) return picture;
  const size = 2 * Math.ceil(Math.max(Math.abs(right), Math.abs(down)) / 2) + 1;
  const kernel = new Array<number>(size * size).fill(0);
  const middle = (size - 1) / 2;
  for (let step = 0; step <= 2 * steps; step++) {
    const part = step / (2 * steps) - 0.5;
    const at = Math.round(middle + part * down) * size + Math.round(middle + part * right);
    kernel[at] = (kernel[at] ?? 0) + 1;
  }
  return toPicture(asSharp(picture).convolve({ width: size, height: size, kernel }));
}

const asSharp = ({ width, height, rgb }: Picture) => sharp(rgb, { raw: { width, height, channels: 3 } });

import type { Traces } from './traces.ts';

/** A grey picture, one byte a pixel, row by row from the top left, 0 black. */
export interface GreyImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** An empty grey picture whose pixels `traces` will zero. */
export function newGrey(width: number, height: number, traces: Traces): GreyImage {
  return { data: traces.keep(new Uint8Array(width * height)), width, height };
}

/** The picture at half its size: each pixel the mean of a 2 × 2 block; an odd last row or column is dropped. */
export function halved(image: GreyImage, traces: Traces): GreyImage {
  const half = newGrey(image.width >> 1, image.height >> 1, traces);
  const { data, width } = image;
  for (let y = 0, to = 0; y < half.height; y++) {
    let from = 2 * y * width;
    for (let x = 0; x < half.width; x++, from += 2, to++) {
      const sum = px(data, from) + px(data, from + 1) + px(data, from + width) + px(data, from + width + 1);
      half.data[to] = (sum + 2) >> 2;
    }
  }
  return half;
}

/** The picture and its halvings, largest first, down to a width of at most `smallest`. */
export function pyramid(image: GreyImage, smallest: number, traces: Traces): [GreyImage, ...GreyImage[]] {
  const levels: [GreyImage, ...GreyImage[]] = [image];
  for (let last = image; last.width > smallest; levels.push(last)) last = halved(last, traces);
  return levels;
}

/** Pixel `at`, which the caller keeps inside the picture. */
function px(data: Uint8Array, at: number): number {
  return data[at] as number;
}

import type { Box, Homography } from './geometry.ts';
import { mapPoint } from './geometry.ts';
import type { GreyImage } from './grey.ts';
import { newGrey } from './grey.ts';
import type { Traces } from './traces.ts';

/**
 * Lifts a part of the card out of the frame, perspective undone, sampled once (bilinear) from the frame's level nearest in scale.
 * @param levels the frame and its halvings, largest first
 * @param map card pixels to frame pixels
 * @param part the part of the card, card pixels
 * @param width of the lifted picture, pixels
 * @param height of the lifted picture, pixels
 */
export function liftPart(
  levels: readonly [GreyImage, ...GreyImage[]],
  map: Homography,
  part: Box,
  width: number,
  height: number,
  traces: Traces,
): GreyImage {
  const { source, shrink } = nearestLevel(levels, map, part, width, height);
  const lifted = newGrey(width, height, traces);
  for (let v = 0, to = 0; v < height; v++) {
    const y = part.y + ((v + 0.5) * part.height) / height;
    for (let u = 0; u < width; u++, to++) {
      const x = part.x + ((u + 0.5) * part.width) / width;
      const w = 1 / ((map[6] * x + map[7] * y + map[8]) * shrink);
      lifted.data[to] = sample(
        source,
        (map[0] * x + map[1] * y + map[2]) * w - 0.5,
        (map[3] * x + map[4] * y + map[5]) * w - 0.5,
      );
    }
  }
  return lifted;
}

/** The coarsest level that still has at least the lifted picture's sharpness across the text (downwards). */
function nearestLevel(
  levels: readonly [GreyImage, ...GreyImage[]],
  map: Homography,
  part: Box,
  width: number,
  height: number,
): { source: GreyImage; shrink: number } {
  const middle = { x: part.x + part.width / 2, y: part.y + part.height / 2 };
  const at = mapPoint(map, middle);
  const right = mapPoint(map, { x: middle.x + part.width / width, y: middle.y });
  const below = mapPoint(map, { x: middle.x, y: middle.y + part.height / height });
  const step = Math.min(Math.hypot(right.x - at.x, right.y - at.y), Math.hypot(below.x - at.x, below.y - at.y));
  const index = Math.min(levels.length - 1, Math.max(0, Math.floor(Math.log2(step) + 0.1)));
  return { source: levels[index] ?? levels[0], shrink: 2 ** index };
}

/** Bilinear sample at pixel coordinates; beyond the frame's edge its last pixels go on. */
function sample({ data, width, height }: GreyImage, x: number, y: number): number {
  const cx = Math.min(Math.max(x, 0), width - 1.001);
  const cy = Math.min(Math.max(y, 0), height - 1.001);
  const ix = cx | 0;
  const iy = cy | 0;
  const fx = cx - ix;
  const at = iy * width + ix;
  const top = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
  const bottom = (data[at + width] as number) * (1 - fx) + (data[at + width + 1] as number) * fx;
  return top + (bottom - top) * (cy - iy) + 0.5;
}

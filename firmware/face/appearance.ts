import type { Picture } from './picture.ts';
import { luma } from './planes.ts';
import type { Box } from './resample.ts';

/** How an aligned face looks, whoever it is. */
export interface Appearance {
  /** Mean luma of the face, 0…255. */
  readonly light: number;
  /** Part of the face that is burnt out, 0…1. */
  readonly burnt: number;
  /**
   * Energy of fine detail against that of the whole, along the axis that has less of it: falls with blur, that of a
   * movement to one side included, and hardly depends on light.
   */
  readonly sharpness: number;
}

const white = 250;

/** Measures the middle of an aligned face (RGB, `size`×`size`): brows to mouth, without hair and background. */
export function appearanceOf(aligned: Uint8Array, size: number): Appearance {
  const [left, right, top, bottom] = [0.25, 0.75, 0.32, 0.88].map((part) => Math.round(part * size)) as Four;
  const step = size * 3;
  let [count, sum, squares, burnt, acrossDetail, downDetail] = [0, 0, 0, 0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = y * step + x * 3;
      const here = luma(aligned, at);
      count++;
      sum += here;
      squares += here * here;
      if (here >= white) burnt++;
      acrossDetail += (luma(aligned, at - 3) + luma(aligned, at + 3) - 2 * here) ** 2;
      downDetail += (luma(aligned, at - step) + luma(aligned, at + step) - 2 * here) ** 2;
    }
  }
  const light = sum / count;
  const spread = Math.max(1, squares / count - light * light);
  return { light, burnt: burnt / count, sharpness: Math.min(acrossDetail, downDetail) / count / spread };
}

type Four = [number, number, number, number];

/** Mean luma of the picture beside and above the face (every eighth pixel): what the camera sets its exposure by. */
export function lightAround({ width, height, rgb }: Picture, face: Box): number {
  let count = 0;
  let sum = 0;
  for (let y = 0; y < Math.min(height, face.y + face.height); y += 8) {
    for (let x = 0; x < width; x += 8) {
      const inside =
        x >= face.x - face.width * 0.2 && x <= face.x + face.width * 1.2 && y >= face.y - face.height * 0.3;
      if (inside) continue;
      count++;
      sum += luma(rgb, (y * width + x) * 3);
    }
  }
  return count > 0 ? sum / count : 0;
}

import type { Preprocessing } from './pack.ts';

/**
 * Writes interleaved RGB values (0…255, `width`×`height` of them) into a model's input as the planes that `how` names,
 * beginning at column `left` and row `top`. Grey is ITU-R BT.601 luma.
 */
export function writePlanes(
  rgb: Float32Array | Uint8Array,
  width: number,
  height: number,
  how: Preprocessing,
  input: Float32Array,
  left = 0,
  top = 0,
): void {
  const plane = how.width * how.height;
  const order = how.channels === 'bgr' ? [2, 1, 0] : [0, 1, 2];
  for (let y = 0; y < height; y++) {
    let at = (top + y) * how.width + left;
    let from = y * width * 3;
    for (let x = 0; x < width; x++, at++, from += 3) {
      if (how.channels === 'grey') {
        input[at] = (luma(rgb, from) - how.subtract) / how.divide;
        continue;
      }
      for (let c = 0; c < 3; c++) {
        input[c * plane + at] = ((rgb[from + (order[c] ?? 0)] ?? 0) - how.subtract) / how.divide;
      }
    }
  }
}

/** The luma (ITU-R BT.601) of the interleaved RGB pixel that begins at `at`. */
export const luma = (rgb: Float32Array | Uint8Array, at: number): number =>
  0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);

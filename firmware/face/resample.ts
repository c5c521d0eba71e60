import type { Picture } from './picture.ts';

/** A rectangle in pixels, edges not centres: the whole picture is 0, 0, width, height. May reach out of the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** For each place along one axis of the result: the first source index and the weights from there on. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: Float32Array;
  readonly reach: number;
}

/**
 * Takes `box` out of the picture into `out` as `width`×`height` RGB floats, 0…255, interleaved: by the mean of the area
 * that a pixel covers when it shrinks, bilinear when it enlarges. Pixels out of the picture repeat its edge. The caller
 * zeroes `out`.
 */
export function resample(picture: Picture, box: Box, width: number, height: number, out: Float32Array): void {
  const across = tapsOf(box.x, box.width, width, picture.width);
  const down = tapsOf(box.y, box.height, height, picture.height);
  const stride = width * 3;
  const line = new Float32Array(stride);
  out.fill(0, 0, stride * height);
  let reached = 0; // result rows before this one need no further source row
  for (let row = down.first[0] ?? 0; row < picture.height && reached < height; row++) {
    let shrunk = false;
    for (let y = reached; y < height; y++) {
      const tap = row - (down.first[y] ?? 0);
      if (tap < 0) break;
      if (tap >= down.reach) {
        reached = y + 1;
        continue;
      }
      const weight = down.weights[y * down.reach + tap] ?? 0;
      if (weight === 0) continue;
      if (!shrunk) shrinkRow(picture, row, across, line);
      shrunk = true;
      for (let i = 0, o = y * stride; i < stride; i++, o++) out[o] = (out[o] ?? 0) + weight * (line[i] ?? 0);
    }
  }
  line.fill(0);
}

/** Out-of-picture places are folded onto the edge pixel, so that every tap lies in the picture. */
function tapsOf(start: number, length: number, count: number, limit: number): Taps {
  const step = length / count;
  const reach = step > 1 ? Math.ceil(step) + 1 : 2;
  const first = new Int32Array(count);
  const weights = new Float32Array(count * reach);
  for (let i = 0; i < count; i++) {
    const from = step > 1 ? Math.floor(start + i * step) : Math.floor(start + (i + 0.5) * step - 0.5);
    const base = Math.min(limit - 1, Math.max(0, from));
    first[i] = base;
    for (let k = 0; k < reach; k++) {
      const at = i * reach + Math.min(limit - 1, Math.max(0, from + k)) - base;
      weights[at] = (weights[at] ?? 0) + weightOf(from + k, start + i * step, step);
    }
  }
  return { first, weights, reach };
}

/** How much of a result pixel that begins at `start` and is `step` wide comes from one source pixel. */
function weightOf(pixel: number, start: number, step: number): number {
  if (step > 1) return Math.max(0, Math.min(pixel + 1, start + step) - Math.max(pixel, start)) / step;
  return Math.max(0, 1 - Math.abs(pixel + 0.5 - (start + step / 2)));
}

function shrinkRow({ rgb, width }: Picture, row: number, taps: Taps, line: Float32Array): void {
  const rowEnd = (row + 1) * width * 3;
  const { first, weights, reach } = taps;
  for (let x = 0, o = 0; o < line.length; x++, o += 3) {
    let r = 0;
    let g = 0;
    let b = 0;
    let at = (row * width + (first[x] ?? 0)) * 3;
    for (let k = x * reach; k < (x + 1) * reach && at < rowEnd; k++, at += 3) {
      const weight = weights[k] ?? 0;
      if (weight === 0) continue;
      r += weight * (rgb[at] ?? 0);
      g += weight * (rgb[at + 1] ?? 0);
      b += weight * (rgb[at + 2] ?? 0);
    }
    line[o] = r;
    line[o + 1] = g;
    line[o + 2] = b;
  }
}

import type { Picture } from './picture.ts';

/** The map (x, y) → (a·x − b·y + tx, b·x + a·y + ty): turn, scale and shift, no mirror. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The similarity that takes `from` nearest to `to` in the least-squares sense (Umeyama 1991, in the plane, without
 * reflection). Both are points x, y, x, y… of equal number; coincident points give a map of scale zero.
 */
export function fitSimilarity(from: Float32Array, to: Float32Array): Similarity {
  const [fromX, fromY] = centre(from);
  const [toX, toY] = centre(to);
  let spread = 0;
  let dot = 0;
  let cross = 0;
  for (let i = 0; i < from.length; i += 2) {
    const [dx, dy] = [(from[i] ?? 0) - fromX, (from[i + 1] ?? 0) - fromY];
    const [ux, uy] = [(to[i] ?? 0) - toX, (to[i + 1] ?? 0) - toY];
    spread += dx * dx + dy * dy;
    dot += dx * ux + dy * uy;
    cross += dx * uy - dy * ux;
  }
  const [a, b] = spread > 0 ? [dot / spread, cross / spread] : [0, 0];
  return { a, b, tx: toX - a * fromX + b * fromY, ty: toY - b * fromX - a * fromY };
}

function centre(points: Float32Array): [number, number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    x += points[i] ?? 0;
    y += points[i + 1] ?? 0;
  }
  return [(2 * x) / points.length, (2 * y) / points.length];
}

/**
 * Cuts the face out: a `size`×`size` RGB picture whose pixels lie where `map` (picture → cut) says, bilinear; black
 * outside of the picture. Where the cut shrinks the picture, each pixel is the mean of a grid of samples, so that a
 * near face is not jagged. The caller zeroes the result.
 */
export function cutAligned(picture: Picture, map: Similarity, size: number): Uint8Array {
  const out = new Uint8Array(size * size * 3);
  const squared = map.a * map.a + map.b * map.b;
  if (!(squared > 0)) return out;
  const [ia, ib] = [map.a / squared, -map.b / squared]; // the inverse's turn and scale
  const grid = Math.min(4, Math.max(1, Math.round(1 / Math.sqrt(squared))));
  const weight = 1 / (grid * grid);
  const sum = new Float64Array(3);
  for (let v = 0, o = 0; v < size; v++) {
    for (let u = 0; u < size; u++, o += 3) {
      sum.fill(0);
      for (let gy = 0; gy < grid; gy++) {
        const y = v + (gy + 0.5) / grid - 0.5 - map.ty;
        for (let gx = 0; gx < grid; gx++) {
          const x = u + (gx + 0.5) / grid - 0.5 - map.tx;
          addSample(picture, ia * x - ib * y, ib * x + ia * y, sum);
        }
      }
      for (let c = 0; c < 3; c++) out[o + c] = Math.round((sum[c] ?? 0) * weight);
    }
  }
  sum.fill(0);
  return out;
}

/** Adds the bilinear colour at (x, y) to `sum`. */
function addSample({ width, height, rgb }: Picture, x: number, y: number, sum: Float64Array): void {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (x0 < -1 || y0 < -1 || x0 >= width || y0 >= height) return;
  const fx = x - x0;
  const fy = y - y0;
  for (let dy = 0; dy < 2; dy++) {
    const row = y0 + dy;
    if (row < 0 || row >= height) continue;
    for (let dx = 0; dx < 2; dx++) {
      const column = x0 + dx;
      if (column < 0 || column >= width) continue;
      const part = (dx ? fx : 1 - fx) * (dy ? fy : 1 - fy);
      const at = (row * width + column) * 3;
      for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + part * (rgb[at + c] ?? 0);
    }
  }
}

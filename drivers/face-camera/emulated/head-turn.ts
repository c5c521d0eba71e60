import type { PersonLayer } from './person-layer.ts';

/** Radians that a head is turned at a turn of 1. */
export const fullTurn = (25 * Math.PI) / 180;

/** The head as a shallow bowl turned over, in half face widths: how wide, how high, how far its front stands out. */
const head = { width: 1.2, height: 1.75, up: 0.1, depth: 0.95 };
/** The nose upon it: a ridge that grows from between the eyes to the tip. */
const nose = { width: 0.19, depth: 0.46, root: -0.42, tip: 0.1, base: 0.26 };

/**
 * How far the surface of the head stands out before its outline, for each point of the layer, in the layer's pixels.
 * Shoulders and backdrop have none: they stay when the head turns.
 */
export function depthOf({ width, height, faceX, faceY, faceHalf }: PersonLayer): Float32Array {
  const depth = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const v = (y - faceY) / faceHalf;
    const bowl = 1 - ((v + head.up) / head.height) ** 2;
    const ridge = nose.depth * (v < nose.tip ? ramp(v, nose.root, nose.tip) : 1 - ramp(v, nose.tip, nose.base));
    for (let x = 0; x < width; x += 1, at += 1) {
      const u = (x - faceX) / faceHalf;
      const front = head.depth * Math.max(0, bowl - (u / head.width) ** 2);
      depth[at] = faceHalf * (front + ridge * Math.exp(-0.5 * (u / nose.width) ** 2));
    }
  }
  return depth;
}

/**
 * Turns the head about its upright axis: what stands out further moves further to the side, as nothing flat does.
 * @param sine of the angle, positive to the right of the picture; under 0.45 the surface does not fold
 * @param offsets for each point of the turned layer, receives how many pixels right of it its colour is to be taken
 */
export function turnHead(depth: Float32Array, width: number, sine: number, offsets: Float32Array): void {
  for (let row = 0; row < depth.length; row += width) {
    let from = 0;
    let here = 0;
    let next = 1 + sine * (depth[row + 1] as number);
    for (let x = 0; x < width; x += 1) {
      while (next <= x && from < width - 2) {
        from += 1;
        here = next;
        next = from + 1 + sine * (depth[row + from + 1] as number);
      }
      offsets[row + x] = from + (x - here) / (next - here) - x;
    }
  }
}

/** From 0 at `from` to 1 at `to`. */
const ramp = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

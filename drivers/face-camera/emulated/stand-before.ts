import type { Picture } from '../../camera/emulated/picture.ts';
import type { Pose } from './living-pose.ts';
import type { PersonLayer } from './person-layer.ts';

const one = 256; // fixed point of the blend

/**
 * Paints the room with the person before it, held as `pose` says, into `frame`.
 * @param offsets how the head is turned, see `turnHead`
 */
export function standBefore(
  room: Picture,
  person: PersonLayer,
  offsets: Float32Array,
  pose: Pose,
  frame: Picture,
): void {
  const { width, height } = frame;
  frame.rgb.set(room.rgb);
  const [cos, sin] = [Math.cos(pose.roll) / pose.scale, Math.sin(pose.roll) / pose.scale];
  // The head rolls about a point below the chin, at the neck.
  const [neckX, neckY] = [person.faceX, person.faceY + 1.6 * person.faceHalf];
  const [standX, standY] = [person.left + neckX + pose.shiftX, person.top + neckY + pose.shiftY];

  for (let y = Math.max(0, Math.floor(standY - neckY) - 12); y < height; y += 1) {
    const [fromX, fromY] = [neckX + sin * (y - standY) - cos * standX, neckY + cos * (y - standY) + sin * standX];
    for (let x = 0, at = y * width * 3; x < width; x += 1, at += 3) {
      const right = fromX + cos * x;
      const v = fromY - sin * x;
      if (right < 0 || v < 0 || right >= person.width - 1 || v >= person.height - 1) continue;
      const place = (v | 0) * person.width + (right | 0);
      const near = offsets[place] as number;
      const u = right + near + ((offsets[place + 1] as number) - near) * (right - (right | 0));
      if (u >= 0 && u < person.width - 1) blend(person, u, v, frame.rgb, at);
    }
  }
}

/** Lays the person's colour at `u`, `v` (bilinear) over the pixel at `at`. */
function blend({ width, rgba }: PersonLayer, u: number, v: number, rgb: Uint8ClampedArray, at: number): void {
  const column = u | 0;
  const row = v | 0;
  const right = ((u - column) * one) | 0;
  const low = ((v - row) * one) | 0;
  const a = (row * width + column) * 4;
  const b = a + width * 4;
  const wa = (one - right) * (one - low);
  const wb = right * (one - low);
  const wc = (one - right) * low;
  const wd = right * low;
  const cover = mix(rgba, a + 3, b + 3, wa, wb, wc, wd);
  if (cover === 0) return;
  const behind = 255 - cover;
  rgb[at] = mix(rgba, a, b, wa, wb, wc, wd) + (((rgb[at] as number) * behind) >> 8);
  rgb[at + 1] = mix(rgba, a + 1, b + 1, wa, wb, wc, wd) + (((rgb[at + 1] as number) * behind) >> 8);
  rgb[at + 2] = mix(rgba, a + 2, b + 2, wa, wb, wc, wd) + (((rgb[at + 2] as number) * behind) >> 8);
}

/** Four neighbours, `upper` and `lower` and those right of them, by weights that sum to 65536. */
function mix(rgba: Uint8Array, upper: number, lower: number, wa: number, wb: number, wc: number, wd: number): number {
  const above = (rgba[upper] as number) * wa + (rgba[upper + 4] as number) * wb;
  return (above + (rgba[lower] as number) * wc + (rgba[lower + 4] as number) * wd) >> 16;
}

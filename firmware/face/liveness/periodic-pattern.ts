import type { Picture } from '../picture.ts';
import { luma } from '../planes.ts';
import type { Box } from '../resample.ts';

/** Pixels on each side of the patch, from the middle of the face at the camera's own resolution. */
const side = 96;
/** The highest frequency looked at, in cycles across the patch. */
const highest = side / 2;

const cosines = Float64Array.from({ length: side }, (_, n) => Math.cos((2 * Math.PI * n) / side));
const sines = Float64Array.from({ length: side }, (_, n) => Math.sin((2 * Math.PI * n) / side));
const fade = Float64Array.from({ length: side }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / side));

/** One way to look at pixels: what is taken of a colour, from which frequency on, and where JPEG's blocks leave lines (multiples of so many cycles). */
interface Channel {
  readonly of: (rgb: Uint8Array, at: number) => number;
  readonly lowest: number;
  readonly blockCycles: number;
}

/** Lightness: the dots of a print. A face's own structure lies under the lowest frequency. */
const lightness: Channel = { of: luma, lowest: 12, blockCycles: side / 8 };
/** Green against magenta: a screen's stripes of colour, as moiré. A face has hardly any of it, at no frequency. */
const greenness: Channel = {
  of: (rgb, at) => 2 * (rgb[at + 1] ?? 0) - (rgb[at] ?? 0) - (rgb[at + 2] ?? 0),
  lowest: 4,
  blockCycles: side / 16,
};

/** How periodic a face's fine detail is; see `periodicPattern`. */
export interface Periodicity {
  readonly pattern: number;
  readonly colour: number;
}

/**
 * How periodic the fine detail of a face is, in lightness and in colour: the natural logarithm of the strongest frequency's power
 * against the usual one (the median) at its distance from zero. Skin, hair and a sensor's noise have no frequency that stands out
 * (3 to 4); the pixels of a screen and the dots of a print do, and what is left of them as moiré.
 */
export const periodicPattern = (picture: Picture, face: Box): Periodicity => ({
  pattern: peakOf(picture, face, lightness),
  colour: peakOf(picture, face, greenness),
});

function peakOf(picture: Picture, face: Box, channel: Channel): number {
  const patch = detailOf(picture, face.x + face.width / 2, face.y + face.height / 2, channel);
  const power = powerOf(patch);
  patch.fill(0);
  const peak = standingOut(power, channel);
  power.fill(0);
  return peak;
}

/** The patch without its slow changes, fading to its rim so that the rim itself is no detail. */
function detailOf({ width, height, rgb }: Picture, middleX: number, middleY: number, { of }: Channel): Float64Array {
  const [left, top] = [Math.round(middleX - side / 2), Math.round(middleY - side / 2)];
  const at = (x: number, y: number) => {
    const [u, v] = [Math.min(width - 1, Math.max(0, left + x)), Math.min(height - 1, Math.max(0, top + y))];
    return of(rgb, (v * width + u) * 3);
  };
  return Float64Array.from({ length: side * side }, (_, n) => {
    const [x, y] = [n % side, Math.floor(n / side)];
    const around = (at(x - 2, y) + at(x + 2, y) + at(x, y - 2) + at(x, y + 2)) / 4;
    return (at(x, y) - around) * (fade[x] as number) * (fade[y] as number);
  });
}

/** The power of each frequency: the discrete Fourier transform, first of the rows, then of their columns; half of it is enough. */
function powerOf(patch: Float64Array): Float64Array {
  const half = side / 2 + 1;
  const [real, imaginary] = [new Float64Array(side * half), new Float64Array(side * half)];
  for (let y = 0; y < side; y++)
    for (let u = 0; u < half; u++) {
      let [re, im] = [0, 0];
      for (let x = 0, turn = 0; x < side; x++, turn = (turn + u) % side) {
        const value = patch[y * side + x] as number;
        re += value * (cosines[turn] as number);
        im -= value * (sines[turn] as number);
      }
      real[y * half + u] = re;
      imaginary[y * half + u] = im;
    }
  const power = new Float64Array(side * half);
  for (let v = 0; v < side; v++)
    for (let u = 0; u < half; u++) {
      let [re, im] = [0, 0];
      for (let y = 0, turn = 0; y < side; y++, turn = (turn + v) % side) {
        const [a, b] = [real[y * half + u] as number, imaginary[y * half + u] as number];
        const [c, s] = [cosines[turn] as number, sines[turn] as number];
        re += a * c + b * s;
        im += b * c - a * s;
      }
      power[v * half + u] = re * re + im * im;
    }
  real.fill(0);
  imaginary.fill(0);
  return power;
}

/** The strongest of all rings' strongest frequency against the ring's median. */
function standingOut(power: Float64Array, { lowest, blockCycles }: Channel): number {
  const half = side / 2 + 1;
  const rings: number[][] = [];
  for (let v = 0; v < side; v++)
    for (let u = 0; u < half; u++) {
      const down = v > side / 2 ? v - side : v;
      const ring = Math.round(Math.hypot(u, down));
      if (ring < lowest || ring > highest || u % blockCycles === 0 || down % blockCycles === 0) continue;
      const own = rings[ring];
      if (own) own.push(power[v * half + u] as number);
      else rings[ring] = [power[v * half + u] as number];
    }
  let most = 0;
  for (const ring of rings) {
    if (!ring) continue;
    ring.sort((a, b) => a - b);
    const usual = ring[ring.length >> 1] as number;
    if (usual > 0) most = Math.max(most, Math.log((ring.at(-1) as number) / usual));
    ring.fill(0);
  }
  return most;
}

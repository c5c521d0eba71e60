import type { Picture } from './picture.ts';
import type { Random } from './random.ts';
import { between } from './random.ts';

const grainWords = 2 ** 14;
const mostGrain = 31;

/** An image sensor: adds its noise to a picture. */
export interface Sensor {
  /**
   * Changes `picture` (of `emptyPicture`) in place, as one exposure of it.
   * @param lift levels of 255 that the whole picture is brighter, −64…64, whole
   */
  expose(picture: Picture, lift: number): void;
}

/** @param sigma noise, standard deviation in grey levels of 255; tails end at 31 levels */
export function createSensor(random: Random, sigma: number): Sensor {
  // Brighter and darker grain apart: with one table and a bias, white would be cut off before the bias is taken back.
  const [brighter, darker] = [new Uint8Array(grainWords * 4), new Uint8Array(grainWords * 4)];
  for (let at = 0; at < brighter.length; at += 1) {
    const levels = Math.round(sigma * normal(random));
    brighter[at] = Math.min(mostGrain, Math.max(0, levels));
    darker[at] = Math.min(mostGrain, Math.max(0, -levels));
  }
  const [plus, minus] = [new Int32Array(brighter.buffer), new Int32Array(darker.buffer)];

  return {
    expose({ width, height, rgb }, lift) {
      const words = new Int32Array(rgb.buffer, rgb.byteOffset, rgb.length / 4);
      const stride = (width * 3) / 4;
      const more = Math.max(0, lift) * ones;
      const less = Math.max(0, -lift) * ones;
      for (let row = 0; row < height; row += 1) {
        let from = Math.floor(random() * (grainWords - stride)); // another stretch of grain for each row of each frame
        for (let at = row * stride, end = at + stride; at < end; at += 1, from += 1) {
          const lifted = addBytes(words[at] as number, (plus[from] as number) + more);
          words[at] = takeBytes(lifted, (minus[from] as number) + less);
        }
      }
    },
  };
}

const ones = 0x01010101;
const tops = 0x80808080 | 0;

/** Adds four bytes to four bytes at once, each stopping at 255; those of `b` are under 128. */
function addBytes(a: number, b: number): number {
  const sum = ((a & ~tops) + b) | 0;
  const full = a & sum & tops;
  return (sum ^ (a & tops)) | Math.imul(full >>> 7, 255);
}

/** Takes four bytes from four bytes at once, each stopping at 0; those of `b` are under 128. */
function takeBytes(a: number, b: number): number {
  return ~addBytes(~a, b);
}

/** Standard normal by the sum of four (Irwin–Hall), tails cut at 3.5: no logarithms, and made in milliseconds. */
function normal(random: Random): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

/** A slow wander around 0 within ±1 or so, as a function of seconds: three sines of no common period. */
export function createDrift(random: Random, hertz: number): (seconds: number) => number {
  const waves = [1, 0.6, 0.35].map((share, index) => ({
    share,
    turns: hertz * (1 + index * between(random, 0.7, 1.3)),
    phase: random(),
  }));
  return (seconds) =>
    waves.reduce((sum, { share, turns, phase }) => sum + share * Math.sin(2 * Math.PI * (seconds * turns + phase)), 0) /
    1.95;
}

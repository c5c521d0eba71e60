import type { Homography, Quad } from './geometry.ts';
import { cardSize, cardToFrame, mapPoint } from './geometry.ts';
import type { GreyImage } from './grey.ts';

/** How far outside the card a sleeve's own edge may lie, card pixels (1 to 9 mm), and in which steps it is looked for. */
const outside = { from: 12, to: 104, step: 4 };
/** The film is lighter than the bed beside it by this, grey levels, within so many steps inwards and outwards. */
const leastStep = 4;
const over = 3;
const samples = 48;
const leastSides = 2;

/**
 * Whether a card lies in a sleeve: a second outline around it, inside which the film lightens the bed. A card's shadow
 * darkens what is beside it, and a line drawn on the bed is the same on both sides, so neither is one.
 * @param image the frame
 * @param corners the card's corners in `image`
 */
export function isInSleeve(image: GreyImage, corners: Quad): boolean {
  const map = cardToFrame(corners);
  const { width, height } = cardSize;
  const sides = [
    (along: number, out: number) => ({ x: along * width, y: -out }),
    (along: number, out: number) => ({ x: along * width, y: height + out }),
    (along: number, out: number) => ({ x: -out, y: along * height }),
    (along: number, out: number) => ({ x: width + out, y: along * height }),
  ];
  return sides.filter((side) => hasRim(profile(image, map, side))).length >= leastSides;
}

/** The brightness beside one side of the card, from near it outwards; NaN outside the picture. */
function profile(image: GreyImage, map: Homography, side: (along: number, out: number) => { x: number; y: number }) {
  const levels: number[] = [];
  for (let out = outside.from; out <= outside.to; out += outside.step) {
    let [sum, count] = [0, 0];
    for (let n = 0; n < samples; n++) {
      const at = mapPoint(map, side(0.08 + (0.84 * (n + 0.5)) / samples, out));
      const [x, y] = [Math.floor(at.x), Math.floor(at.y)];
      if (!(x >= 0 && y >= 0 && x < image.width && y < image.height)) continue;
      sum += image.data[y * image.width + x] as number;
      count++;
    }
    levels.push(count > samples / 2 ? sum / count : Number.NaN);
  }
  return levels;
}

/** Whether it gets darker outwards in one step that stays: the film's end. */
function hasRim(levels: readonly number[]): boolean {
  return levels.some((_, n) => {
    const [within, without] = [levels.slice(n - over, n), levels.slice(n + 1, n + 1 + over)];
    if (n < over || without.length < over) return false;
    return Math.min(...within) - Math.max(...without) >= leastStep;
  });
}

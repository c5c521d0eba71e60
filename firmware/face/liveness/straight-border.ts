import type { Picture } from '../picture.ts';
import { luma } from '../planes.ts';
import { type Box, resample } from '../resample.ts';

/** The frame is looked at in so many columns: a border is long, not fine. */
const width = 160;
/** Slopes tried, pixels aside for each pixel along: a picture held by hand is never quite upright. */
const slopes = Array.from({ length: 13 }, (_, n) => (n - 6) / 30);
/** Grey levels across an edge, under which it is none. */
const leastStep = 7;

/**
 * Whether the face is framed: how straight and whole the edges beside and above it are, as those of a sheet, a phone or a cut
 * along a line. For each side the best straight line outside the face, as the part (0…1) of its length that is an edge of
 * one direction; the answer is the mean of the two best sides. A room has such lines too, seldom on two sides.
 */
export function straightBorder(picture: Picture, face: Box): number {
  const height = Math.max(3, Math.round((width * picture.height) / picture.width));
  const small = new Float32Array(width * height * 3);
  resample(picture, { x: 0, y: 0, width: picture.width, height: picture.height }, width, height, small);
  const grey = Float32Array.from({ length: width * height }, (_, at) => luma(small, at * 3));
  small.fill(0);
  const scale = width / picture.width;
  const [x, y, w, h] = [face.x, face.y, face.width, face.height].map((value) => value * scale) as Four;
  const { upright, lying } = gridsOf(grey, height);
  // Longer than a head, whose own outline is straight for a while.
  const [top, bottom] = [y - 0.6 * h, y + 1.5 * h];
  const [left, right] = [x - 0.7 * w, x + 1.7 * w];
  const sides = [
    bestLine(upright, x - 1.6 * w, x + 0.02 * w, top, bottom),
    bestLine(upright, x + 0.98 * w, x + 2.6 * w, top, bottom),
    bestLine(lying, y - 1.2 * h, y + 0.02 * h, left, right),
    bestLine(lying, y + 1.1 * h, y + 2 * h, left, right),
  ].sort((a, b) => b - a);
  grey.fill(0);
  return ((sides[0] ?? 0) + (sides[1] ?? 0)) / 2;
}

type Four = [number, number, number, number];

/** A picture seen along lines of one direction. */
interface Grid {
  readonly grey: Float32Array;
  /** Steps in `grey` to the next pixel along a line, and across it. */
  readonly along: number;
  readonly across: number;
  readonly mostAlong: number;
  readonly mostAcross: number;
}

/** The small picture's upright lines and its level ones. */
export const gridsOf = (grey: Float32Array, height: number): { readonly upright: Grid; readonly lying: Grid } => ({
  upright: { grey, along: width, across: 1, mostAcross: width, mostAlong: height },
  lying: { grey, along: 1, across: width, mostAcross: height, mostAlong: width },
});

/** The best line that crosses the middle of `first`…`last` (along) somewhere between `from` and `to` (across). */
function bestLine(grid: Grid, from: number, to: number, first: number, last: number): number {
  const [begin, end] = [Math.max(1, Math.ceil(first)), Math.min(grid.mostAlong - 2, Math.floor(last))];
  const middle = (begin + end) / 2;
  let best = 0;
  if (end - begin < 10) return 0;
  for (const slope of slopes)
    for (let place = Math.max(2, Math.ceil(from)); place <= Math.min(grid.mostAcross - 3, to); place++) {
      let [rising, falling] = [0, 0];
      for (let n = begin; n <= end; n++) {
        const aside = Math.round(place + slope * (n - middle));
        if (aside < 1 || aside > grid.mostAcross - 2) continue;
        const at = n * grid.along + aside * grid.across;
        const step = (grid.grey[at + grid.across] as number) - (grid.grey[at - grid.across] as number);
        if (step > leastStep) rising++;
        else if (step < -leastStep) falling++;
      }
      best = Math.max(best, rising, falling);
    }
  return best / (end - begin + 1);
}

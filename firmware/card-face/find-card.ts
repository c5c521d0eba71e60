import type { EdgeLine } from './edge-lines.ts';
import { acrossAt, refined, strongestLines, support } from './edge-lines.ts';
import type { Point, Quad } from './geometry.ts';
import { cardSize } from './geometry.ts';
import type { EdgeField } from './gradient.ts';
import { edgeFields } from './gradient.ts';
import type { GreyImage } from './grey.ts';
import type { Traces } from './traces.ts';

/** How far the sides' ratio may be off ID-1's, for perspective. */
const ratioSlack = 0.09;
/** A card narrower than this part of the frame is too small to be read. */
const leastWidth = 0.4;
/** Every side must be seen on at least this part of its length. */
const leastSupport = 0.6;
const linesOfAKind = 10;

interface Fields {
  readonly level: EdgeField;
  readonly upright: EdgeField;
  /** +1 for a card brighter than what it lies on, −1 for a darker one. */
  readonly sign: 1 | -1;
}

interface Sides {
  readonly top: EdgeLine;
  readonly bottom: EdgeLine;
  readonly left: EdgeLine;
  readonly right: EdgeLine;
}

/**
 * Finds the card in a frame: four straight edges, brighter (or darker) inside, that enclose ID-1's ratio of sides.
 * Written for a card lying within some 8° of upright; larger turns are for a coarser search before it.
 * @param image a small picture of the frame, about 320 pixels wide
 * @returns the card's corners (sides prolonged over the round corners) in pixels of `image`, or undefined when there is none
 */
export function findCard(image: GreyImage, traces: Traces): Quad | undefined {
  const fields = edgeFields(image, traces);
  let best: { score: number; fields: Fields; sides: Sides } | undefined;
  for (const sign of [1, -1] as const) {
    for (const sides of candidates({ ...fields, sign })) {
      const score = scoreOf({ ...fields, sign }, sides);
      if (score > (best?.score ?? 0)) best = { score, fields: { ...fields, sign }, sides };
    }
  }
  return best && corners(best.fields, sharpened(best.fields, best.sides));
}

/** Every choice of four edges whose distances fit a card. */
function* candidates(fields: Fields): Generator<Sides> {
  const { level, upright, sign } = fields;
  const against = sign === 1 ? -1 : 1;
  const bottoms = strongestLines(level, against, linesOfAKind);
  const rights = strongestLines(upright, against, linesOfAKind);
  const lefts = strongestLines(upright, sign, linesOfAKind);
  for (const top of strongestLines(level, sign, linesOfAKind)) {
    for (const bottom of bottoms) {
      const height = bottom.offset - top.offset;
      if (height <= 0) continue;
      for (const left of lefts) {
        for (const right of rights) {
          const width = right.offset - left.offset;
          if (width < leastWidth * level.length) continue;
          const off = (width / height) * (cardSize.height / cardSize.width);
          if (Math.abs(off - 1) <= ratioSlack) yield { top, bottom, left, right };
        }
      }
    }
  }
}

/** 0 for sides that are not all there; else higher the more of them is seen, and a little for size: the outermost edge is the card's. */
function scoreOf(fields: Fields, sides: Sides): number {
  const parts = sideSupports(fields, sides);
  const least = Math.min(...parts);
  if (least < leastSupport) return 0;
  const width = (sides.right.offset - sides.left.offset) / fields.level.length;
  return least + parts.reduce((sum, part) => sum + part, 0) / 4 + 0.3 * width;
}

function sideSupports(fields: Fields, sides: Sides): number[] {
  const { level, upright, sign } = fields;
  const against = sign === 1 ? -1 : 1;
  const [a, b, c, d] = corners(fields, sides);
  const within = (from: number, to: number): [number, number] => [from + 0.07 * (to - from), to - 0.07 * (to - from)];
  return [
    support(level, sign, sides.top, ...within(a.x, b.x)),
    support(level, against, sides.bottom, ...within(d.x, c.x)),
    support(upright, sign, sides.left, ...within(a.y, d.y)),
    support(upright, against, sides.right, ...within(b.y, c.y)),
  ];
}

function sharpened(fields: Fields, sides: Sides): Sides {
  const { level, upright, sign } = fields;
  const against = sign === 1 ? -1 : 1;
  const [a, b, c, d] = corners(fields, sides);
  const within = (from: number, to: number): [number, number] => [from + 0.08 * (to - from), to - 0.08 * (to - from)];
  return {
    top: refined(level, sign, sides.top, ...within(a.x, b.x)),
    bottom: refined(level, against, sides.bottom, ...within(d.x, c.x)),
    left: refined(upright, sign, sides.left, ...within(a.y, d.y)),
    right: refined(upright, against, sides.right, ...within(b.y, c.y)),
  };
}

function corners(fields: Fields, { top, bottom, left, right }: Sides): Quad {
  const at = (level: EdgeLine, upright: EdgeLine) => crossing(fields, level, upright);
  return [at(top, left), at(top, right), at(bottom, right), at(bottom, left)];
}

/** Where a level and an upright line cross; pixel centres at half numbers. */
function crossing({ level, upright }: Fields, flat: EdgeLine, steep: EdgeLine): Point {
  let y = flat.offset;
  let x = 0;
  for (let turn = 0; turn < 4; turn++) {
    x = acrossAt(upright, steep, y);
    y = acrossAt(level, flat, x);
  }
  return { x: x + 0.5, y: y + 0.5 };
}

import type { EdgeView, Sides } from './card-sides.ts';
import { sideSupports } from './card-sides.ts';
import type { EdgeLine } from './edge-lines.ts';
import { cardSize } from './geometry.ts';

/** How far the sides' ratio may be off ID-1's, for perspective. */
const ratioSlack = 0.13;
/** A card narrower than this part of the frame is too small to be read. */
const leastWidth = 0.38;
/** The same for the height of one on its end: the photo on a card is no card. */
const leastTall = 0.68;
/** How far opposite sides may lean against each other, and neighbours off the right angle (slopes). */
const lean = 0.13;
/** Three sides are put together of the strongest only. */
const strongest = 5;
const ratio = cardSize.width / cardSize.height;

/** Sides, and whether the long ones run upwards. */
export interface LaidSides extends Sides {
  readonly tall: boolean;
}

/** The straight edges that may be each side, the strongest first. */
export type SideLines = Record<keyof Sides, EdgeLine[]>;

/** Every choice of four edges whose distances and directions fit a card. */
export function* fourSides(lines: SideLines, view: EdgeView): Generator<LaidSides> {
  const uprights = [...opposite(lines.left, lines.right)];
  for (const [top, bottom] of opposite(lines.top, lines.bottom)) {
    for (const [left, right] of uprights) {
      const sides = { top, bottom, left, right };
      if (!isSquare(sides)) continue;
      const [width, height] = [right.offset - left.offset, bottom.offset - top.offset];
      const tall = height > width;
      if (tall ? height < leastTall * view.level.depth : width < leastWidth * view.level.length) continue;
      if (Math.abs((tall ? height / width : width / height) / ratio - 1) <= ratioSlack) yield { ...sides, tall };
    }
  }
}

/** Every choice of three of the strongest edges, with the fourth side where ID-1's ratio puts it; upright cards only. */
export function* threeSides(lines: SideLines, view: EdgeView): Generator<LaidSides> {
  const [tops, bottoms] = [lines.top.slice(0, strongest), lines.bottom.slice(0, strongest)];
  const [lefts, rights] = [lines.left.slice(0, strongest), lines.right.slice(0, strongest)];
  const least = leastWidth * view.level.length;
  for (const [top, bottom] of opposite(tops, bottoms)) {
    const width = (bottom.offset - top.offset) * ratio;
    if (width < least) continue;
    for (const left of lefts) yield { top, bottom, left, right: moved(left, width), tall: false };
    for (const right of rights) yield { top, bottom, left: moved(right, -width), right, tall: false };
  }
  for (const [left, right] of opposite(lefts, rights)) {
    const [width, height] = [right.offset - left.offset, (right.offset - left.offset) / ratio];
    if (width < least) continue;
    for (const top of tops) yield { top, bottom: moved(top, height), left, right, tall: false };
    for (const bottom of bottoms) yield { top: moved(bottom, -height), bottom, left, right, tall: false };
  }
}

/** A card on its end whose long sides run through the whole picture, because its ends lie outside. */
export function runningOut(lines: SideLines, view: EdgeView): LaidSides | undefined {
  const { length, depth } = view.level;
  const over = { top: { offset: -4, slope: 0 }, bottom: { offset: depth + 4, slope: 0 } };
  for (const [left, right] of opposite(lines.left, lines.right)) {
    const width = right.offset - left.offset;
    if (width < depth / (ratio * 1.2) || width > 0.75 * length) continue;
    const sides = { ...over, left, right, tall: true };
    const [, atRight, , atLeft] = sideSupports(view, sides);
    if (Math.min(atRight.part, atLeft.part) > 0.85) return sides;
  }
  return undefined;
}

/** Pairs of lines in their right order that run nearly alike. */
function* opposite(first: readonly EdgeLine[], second: readonly EdgeLine[]): Generator<readonly [EdgeLine, EdgeLine]> {
  for (const a of first)
    for (const b of second) if (b.offset - a.offset > 20 && Math.abs(a.slope - b.slope) < lean) yield [a, b];
}

/** Whether neighbouring sides meet nearly at right angles. */
export function isSquare({ top, bottom, left, right }: Sides): boolean {
  return Math.abs(top.slope + bottom.slope + left.slope + right.slope) < 2 * lean;
}

function moved({ offset, slope }: EdgeLine, by: number): EdgeLine {
  return { offset: offset + by, slope };
}

import { findCard } from './find-card.ts';
import type { Point, Quad } from './geometry.ts';
import { cardSize } from './geometry.ts';
import type { GreyImage } from './grey.ts';
import type { Lying } from './reading.ts';
import type { Traces } from './traces.ts';

/** Where a card is taken to lie in a frame. */
export interface Place {
  /** Corners in the frame's pixels, from the top left as it lies. */
  readonly corners: Quad;
  readonly quarterTurned: boolean;
  /** By its edges; else by the frame before, or because the whole picture may be a card. */
  readonly by: 'edges' | 'before' | 'whole picture';
}

/** A picture whose sides' ratio is so near ID-1's may be a card from edge to edge. */
const wholeSlack = 0.03;

/**
 * Where the card lies: by its edges; where none are found, as it lay in the frame before; else a picture of ID-1's ratio may
 * be a card from edge to edge, cut out by another program.
 * @param smallest the frame made small for the search
 */
export function placeOfCard(
  frame: GreyImage,
  smallest: GreyImage,
  lying: Lying | undefined,
  traces: Traces,
): Place | undefined {
  const scale = frame.width / smallest.width;
  const before = lying && scaled(lying.corners, 1 / scale);
  const found = findCard(smallest, traces, before);
  if (found) {
    return { corners: scaled(found.corners, scale), quarterTurned: found.quarterTurned, by: 'edges' };
  }
  if (lying) return { corners: lying.corners, quarterTurned: false, by: 'before' };
  const { width, height } = frame;
  if (Math.abs(((width / height) * cardSize.height) / cardSize.width - 1) > wholeSlack) return undefined;
  const corners: Quad = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  return { corners, quarterTurned: false, by: 'whole picture' };
}

/** How far the corners are from where they were, in parts of the card's width. */
export function shiftOf(now: Quad, before: Quad): number {
  const far = now.map((corner, n) => distance(corner, before[n] as Point));
  return Math.max(...far) / distance(now[0], now[1]);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function scaled([a, b, c, d]: Quad, factor: number): Quad {
  const times = ({ x, y }: Point) => ({ x: x * factor, y: y * factor });
  return [times(a), times(b), times(c), times(d)];
}

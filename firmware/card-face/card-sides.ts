import type { EdgeLine, LeastEdge, Span, Support } from './edge-lines.ts';
import { acrossAt, refined, support } from './edge-lines.ts';
import type { Point, Quad } from './geometry.ts';
import type { EdgeField } from './gradient.ts';

/** A picture's edges, seen for a card that is brighter (`sign` +1) or darker (−1) than what it lies on. */
export interface EdgeView {
  readonly level: EdgeField;
  readonly upright: EdgeField;
  readonly sign: 1 | -1;
  readonly least: LeastEdge;
}

/** Four straight lines that may be a card's sides. */
export interface Sides {
  readonly top: EdgeLine;
  readonly bottom: EdgeLine;
  readonly left: EdgeLine;
  readonly right: EdgeLine;
}

/** How well the four sides are seen: top, right, bottom, left. */
export function sideSupports(view: EdgeView, sides: Sides): readonly [Support, Support, Support, Support] {
  const { level, upright, sign, least } = view;
  const against = sign === 1 ? -1 : 1;
  const spans = spansOf(view, sides, 0.07);
  return [
    support(level, sign, sides.top, spans.top, least),
    support(upright, against, sides.right, spans.right, least),
    support(level, against, sides.bottom, spans.bottom, least),
    support(upright, sign, sides.left, spans.left, least),
  ];
}

/** The sides laid anew to parts of a pixel. */
export function sharpened(view: EdgeView, sides: Sides): Sides {
  const { level, upright, sign, least } = view;
  const against = sign === 1 ? -1 : 1;
  const spans = spansOf(view, sides, 0.08);
  return {
    top: refined(level, sign, sides.top, spans.top, least),
    bottom: refined(level, against, sides.bottom, spans.bottom, least),
    left: refined(upright, sign, sides.left, spans.left, least),
    right: refined(upright, against, sides.right, spans.right, least),
  };
}

/** The corners that the prolonged sides make, from the top left, clockwise. */
export function cornersOf(view: EdgeView, { top, bottom, left, right }: Sides): Quad {
  const at = (flat: EdgeLine, steep: EdgeLine) => crossing(view, flat, steep);
  return [at(top, left), at(top, right), at(bottom, right), at(bottom, left)];
}

/** The sides of a card whose corners are known. */
export function sidesOf(view: EdgeView, [a, b, c, d]: Quad): Sides {
  const flat = (p: Point, q: Point) => lineThrough(view.level.length, p.x, p.y, q.x, q.y);
  const steep = (p: Point, q: Point) => lineThrough(view.upright.length, p.y, p.x, q.y, q.x);
  return { top: flat(a, b), bottom: flat(d, c), left: steep(a, d), right: steep(b, c) };
}

function lineThrough(length: number, along: number, across: number, along2: number, across2: number): EdgeLine {
  const slope = (across2 - across) / (along2 - along);
  return { slope, offset: across - 0.5 + slope * (length / 2 - along + 0.5) };
}

/** Each side between its corners, without the round ends. */
function spansOf(view: EdgeView, sides: Sides, corner: number): Record<keyof Sides, Span> {
  const [a, b, c, d] = cornersOf(view, sides);
  const within = (from: number, to: number): Span => [from + corner * (to - from), to - corner * (to - from)];
  return { top: within(a.x, b.x), bottom: within(d.x, c.x), left: within(a.y, d.y), right: within(b.y, c.y) };
}

/** Where a level and an upright line cross; pixel centres at half numbers. */
function crossing({ level, upright }: EdgeView, flat: EdgeLine, steep: EdgeLine): Point {
  // y = fo + fs·(x − L/2) and x = so + ss·(y − D/2), solved for y.
  const fixed = flat.offset + flat.slope * (steep.offset - (steep.slope * upright.length) / 2 - level.length / 2);
  const y = fixed / (1 - flat.slope * steep.slope);
  return { x: acrossAt(upright, steep, y) + 0.5, y: y + 0.5 };
}

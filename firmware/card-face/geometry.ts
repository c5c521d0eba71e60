/** A point in pixels; pixel centres lie at half numbers. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A card's corners in the frame, from its own top left, clockwise. */
export type Quad = readonly [Point, Point, Point, Point];

/** An upright rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The lifted card in pixels: ID-1, 85.60 × 53.98 mm (ISO/IEC 7810), at 300 dpi. All places on a card are given in these. */
export const cardSize = { width: 1012, height: 638 } as const;

/** A plane projective map: nine numbers, row by row. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

/**
 * The map that carries card pixels (`cardSize`) to frame pixels.
 * Heckbert, Fundamentals of Texture Mapping (1989), section 2.2.3: unit square to quadrilateral.
 */
export function cardToFrame([a, b, c, d]: Quad): Homography {
  const sx = a.x - b.x + c.x - d.x;
  const sy = a.y - b.y + c.y - d.y;
  const dx1 = b.x - c.x;
  const dx2 = d.x - c.x;
  const dy1 = b.y - c.y;
  const dy2 = d.y - c.y;
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  const { width: w, height: t } = cardSize;
  return [
    (b.x - a.x + g * b.x) / w,
    (d.x - a.x + h * d.x) / t,
    a.x,
    (b.y - a.y + g * b.y) / w,
    (d.y - a.y + h * d.y) / t,
    a.y,
    g / w,
    h / t,
    1,
  ];
}

/** Where `point` goes under `map`. */
export function mapPoint(map: Homography, { x, y }: Point): Point {
  const w = map[6] * x + map[7] * y + map[8];
  return { x: (map[0] * x + map[1] * y + map[2]) / w, y: (map[3] * x + map[4] * y + map[5]) / w };
}

import type { Picture } from './picture.ts';

/** A place in a picture, pixels. */
export type Place = readonly [x: number, y: number];

/** Where the corners of something flat lie in a picture: of the thing as it is read, from its top left, clockwise. */
export type Corners = readonly [Place, Place, Place, Place];

/** A picture that covers by its alpha: RGBA rows from the top left. */
export interface Layer {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
  /** Pixels outside the corners on each side: a sleeve is larger than its card, fingers reach beyond a sheet. */
  readonly margin: number;
}

/** Nine numbers, row by row; the last is 1. */
type Homography = readonly number[];

/**
 * Changes a pixel that the layer has covered.
 * @param at of its red in `rgb` @param u @param v where it is in the layer @param row of the picture
 */
export type Finish = (rgb: Uint8ClampedArray, at: number, u: number, v: number, row: number) => void;

/** Puts a layer into the picture, its inner corners at these places, each pixel sampled once (bilinear). */
export function warpInto(picture: Picture, layer: Layer, corners: Corners, finish?: Finish): void {
  const { margin } = layer;
  const [right, bottom] = [layer.width - margin, layer.height - margin];
  const places: Corners = [
    [margin, margin],
    [right, margin],
    [right, bottom],
    [margin, bottom],
  ];
  const toLayer = homography(corners, places);
  const toFrame = homography(places, corners);
  const outer = [
    [0, 0],
    [layer.width, 0],
    [layer.width, layer.height],
    [0, layer.height],
  ].map(([x = 0, y = 0]) => mapped(toFrame, x, y));
  const span = (axis: 0 | 1, most: number) =>
    [
      Math.max(0, Math.floor(Math.min(...outer.map((place) => place[axis])))),
      Math.min(most, Math.ceil(Math.max(...outer.map((place) => place[axis])))),
    ] as const;
  const [fromX, toX] = span(0, picture.width);
  const [fromY, toY] = span(1, picture.height);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = toLayer;
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX, at = (y * picture.width + fromX) * 3; x < toX; x++, at += 3) {
      const px = x + 0.5;
      const py = y + 0.5;
      const w = 1 / (g * px + h * py + 1);
      const u = (a * px + b * py + c) * w - 0.5;
      const v = (d * px + e * py + f) * w - 0.5;
      if (blend(layer, u, v, picture.rgb, at)) finish?.(picture.rgb, at, u, v, y);
    }
  }
}

/** Lays the layer's colour at a place between its pixels over the picture's pixel at `at`; answers whether it covers any of it. */
function blend({ width, height, rgba }: Layer, u: number, v: number, rgb: Uint8ClampedArray, at: number): boolean {
  if (u < 0 || v < 0 || u >= width - 1 || v >= height - 1) return false;
  const column = u | 0;
  const row = v | 0;
  const right = u - column;
  const low = v - row;
  const above = (row * width + column) * 4;
  const below = above + width * 4;
  const cover = mix(rgba, above + 3, below + 3, right, low) / 255;
  if (cover === 0) return false;
  const rest = 1 - cover;
  rgb[at] = cover * mix(rgba, above, below, right, low) + rest * (rgb[at] as number);
  rgb[at + 1] = cover * mix(rgba, above + 1, below + 1, right, low) + rest * (rgb[at + 1] as number);
  rgb[at + 2] = cover * mix(rgba, above + 2, below + 2, right, low) + rest * (rgb[at + 2] as number);
  return true;
}

/** Between four neighbours: those at `above` and `below` and those right of them. */
function mix(rgba: Uint8Array, above: number, below: number, right: number, low: number): number {
  const high = (rgba[above] as number) + right * ((rgba[above + 4] as number) - (rgba[above] as number));
  const deep = (rgba[below] as number) + right * ((rgba[below + 4] as number) - (rgba[below] as number));
  return high + low * (deep - high);
}

/** The plane map that takes four places to four others: eight linear equations, by elimination with pivots. */
function homography(from: Corners, to: Corners): Homography {
  const rows = from.flatMap(([x, y], index) => {
    const [u, v] = to[index] as Place;
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let pivot = 0; pivot < 8; pivot++) {
    const size = (row: number) => Math.abs(rows[row]?.[pivot] ?? 0);
    let best = pivot;
    for (let row = pivot + 1; row < 8; row++) if (size(row) > size(best)) best = row;
    const lead = rows[best] as number[];
    rows[best] = rows[pivot] as number[];
    rows[pivot] = lead;
    for (const row of rows) {
      if (row === lead) continue;
      const factor = (row[pivot] as number) / (lead[pivot] as number);
      for (let k = pivot; k < 9; k++) row[k] = (row[k] as number) - factor * (lead[k] as number);
    }
  }
  return rows.map((row, index) => (row[8] as number) / (row[index] as number));
}

function mapped([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0]: Homography, x: number, y: number): Place {
  const w = g * x + h * y + 1;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

import type { GreyImage } from './grey.ts';
import type { Traces } from './traces.ts';

/** A connected piece of ink; right and bottom are the first pixel outside. */
export interface InkSpot {
  left: number;
  top: number;
  right: number;
  bottom: number;
  area: number;
}

/**
 * Ink is darker than a part of its neighbourhood's mean: fine ground patterns are lighter than the first, faded print is
 * darker than the last. Between them it goes by how dark the card's darkest print is.
 */
const darkness = { least: 0.82, most: 0.93 };
/** The part of a card's pixels that is surely print, and how near the ground the limit lies between its darkness and the ground's. */
const printedPart = 0.012;
const nearGround = 0.55;
const neighbourhood = 12;

/** Writing is no higher than this, in millimetres, and a touching run of it no longer. */
const writing = { height: 5, length: 25 };

/**
 * The pieces of ink on a lifted card that may be writing, sorted by their left ends: no pictures, rules, specks, and
 * nothing that touches the card's edge.
 */
export function writingSpots(card: GreyImage, pixelsPerMm: number, traces: Traces): InkSpot[] {
  const { width, height } = card;
  return inkSpots(card, traces)
    .filter((spot) => spot.left > 0 && spot.top > 0 && spot.right < width && spot.bottom < height)
    .filter((spot) => isWriting(spot, pixelsPerMm))
    .sort((a, b) => a.left - b.left);
}

function isWriting({ left, top, right, bottom, area }: InkSpot, pixelsPerMm: number): boolean {
  const [width, height] = [(right - left) / pixelsPerMm, (bottom - top) / pixelsPerMm];
  const rule = width > 4 && height < 0.7;
  return area >= 3 && height <= writing.height && width <= writing.length && !rule;
}

/**
 * The pieces of ink of a picture: pixels darker than their neighbourhood, joined where they touch (also over corners).
 * Relative, so that uneven light does not matter.
 */
function inkSpots(image: GreyImage, traces: Traces): InkSpot[] {
  const { width, height } = image;
  const sums = integral(image, traces);
  const labels = traces.keep(new Int32Array(width * height));
  const parents: number[] = [0];
  const find = (label: number): number => {
    let at = label;
    while (parents[at] !== at) at = parents[at] = parents[parents[at] as number] as number;
    return at;
  };
  const limit = darknessOf(image, sums);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if ((image.data[at] as number) >= limit * meanAround(sums, x, y, width, height)) continue;
      labels[at] = joinedLabel(labels, at, x, width, parents, find);
    }
  }
  return gathered(labels, width, find);
}

/** How dark, in parts of its neighbourhood's mean, a pixel of this picture must be to be ink; by every third pixel of every third row. */
function darknessOf({ data, width, height }: GreyImage, sums: Uint32Array): number {
  const counts = new Uint32Array(101);
  let all = 0;
  for (let y = neighbourhood; y < height - neighbourhood; y += 3) {
    for (let x = neighbourhood; x < width - neighbourhood; x += 3, all++) {
      const part = (data[y * width + x] as number) / meanAround(sums, x, y, width, height);
      const bin = Math.min(100, Math.round(100 * part));
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  let ink = 0;
  for (let seen = 0; ink < 100; ink++) {
    seen += counts[ink] as number;
    if (seen >= printedPart * all) break;
  }
  return Math.min(darkness.most, Math.max(darkness.least, ink / 100 + nearGround * (1 - ink / 100)));
}

function meanAround(sums: Uint32Array, x: number, y: number, width: number, height: number): number {
  const [x0, x1] = [Math.max(0, x - neighbourhood), Math.min(width, x + neighbourhood + 1)];
  const [y0, y1] = [Math.max(0, y - neighbourhood), Math.min(height, y + neighbourhood + 1)];
  return boxSum(sums, width + 1, x0, y0, x1, y1) / ((x1 - x0) * (y1 - y0));
}

/** The label of the touching ink above or before, all of it made one; a new one when there is none. */
function joinedLabel(
  labels: Int32Array,
  at: number,
  x: number,
  width: number,
  parents: number[],
  find: (label: number) => number,
): number {
  let own = 0;
  const touch = (label: number | undefined) => {
    if (!label) return;
    const root = find(label);
    if (own === 0) own = root;
    else parents[root] = own;
  };
  if (x > 0) touch(labels[at - 1]);
  if (x > 0) touch(labels[at - width - 1]);
  touch(labels[at - width]);
  if (x < width - 1) touch(labels[at - width + 1]);
  if (own === 0) own = parents.push(parents.length) - 1;
  return own;
}

function gathered(labels: Int32Array, width: number, find: (label: number) => number): InkSpot[] {
  const spots = new Map<number, InkSpot>();
  for (const [at, label] of labels.entries()) {
    if (label === 0) continue;
    const root = find(label);
    const [x, y] = [at % width, Math.floor(at / width)];
    const spot = spots.get(root);
    if (!spot) spots.set(root, { left: x, top: y, right: x + 1, bottom: y + 1, area: 1 });
    else {
      spot.left = Math.min(spot.left, x);
      spot.right = Math.max(spot.right, x + 1);
      spot.bottom = y + 1;
      spot.area++;
    }
  }
  return [...spots.values()];
}

/** Summed-area table (Crow 1984), one row and one column larger than the picture. */
function integral({ data, width, height }: GreyImage, traces: Traces): Uint32Array {
  const sums = traces.keep(new Uint32Array((width + 1) * (height + 1)));
  for (let y = 0, from = 0; y < height; y++) {
    let row = 0;
    for (let x = 0, at = (y + 1) * (width + 1) + 1; x < width; x++, at++, from++) {
      row += data[from] as number;
      sums[at] = row + (sums[at - width - 1] as number);
    }
  }
  return sums;
}

function boxSum(sums: Uint32Array, stride: number, x0: number, y0: number, x1: number, y1: number): number {
  const at = (x: number, y: number) => sums[y * stride + x] as number;
  return at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
}

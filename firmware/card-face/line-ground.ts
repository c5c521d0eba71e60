import type { SymbolLine } from './ctc.ts';
import type { GreyImage } from './grey.ts';
import type { Traces } from './traces.ts';

/** A line's ground is looked at in columns of so many pixels. */
const columnWidth = 8;
/** A column's ground is what this part of its cells (so many pixels wide and high) is not brighter than. */
const groundRank = 0.88;
const cell = 4;
/** How much brighter than the line's the ground of a column without ink may be, and how much darker that of any. */
const evenness = { brighter: 1.07, darker: 0.87 };
/** What is left of a digit's confidence: it does not vote any more, nor speak against another. */
const doubted = 0.4;

/**
 * Takes their confidence from symbols where glare or dirt lies on the line, or between them and their neighbours: a digit
 * that is blotted out whole leaves a blank, as a padded number has one, and the model is sure of what is left.
 * @param columns of the line's picture, by `spoiltColumns`
 */
export function doubtSpoilt({ places, confidences, symbols }: SymbolLine, columns: Uint8Array): void {
  for (let n = 0; n < symbols.length; n++) {
    const from = n === 0 ? 0 : Math.ceil((places[n - 1] as number) * columns.length);
    const to = n === symbols.length - 1 ? columns.length : Math.floor((places[n + 1] as number) * columns.length);
    if (columns.subarray(from, Math.max(from, to)).some((value) => value !== spoilt.no))
      confidences[n] = (confidences[n] as number) * doubted;
  }
}

/** What lies on a column of a line that is not its ground. */
export const spoilt = { no: 0, glare: 1, dirt: 2 } as const;

/** What lies on each column of a line's picture (`spoilt`), from left to right. */
export function spoiltColumns(picture: GreyImage, traces: Traces): Uint8Array {
  const grounds = columnGrounds(picture);
  const usual = rankOf(grounds, 0.5);
  const washed = washedColumns(picture, usual);
  const of = (ground: number, n: number) => {
    if (ground > evenness.brighter * usual && washed[n]) return spoilt.glare;
    // A letter's stem fills a column, dirt that hides a digit more than three.
    const around = Math.max(grounds[n - 1] ?? 0, ground, grounds[n + 1] ?? 0);
    return around < evenness.darker * usual ? spoilt.dirt : spoilt.no;
  };
  const columns = traces.keep(Uint8Array.from(grounds, of));
  grounds.fill(0);
  washed.fill(0);
  return columns;
}

/**
 * Where the upper or the lower half of the line shows no ink: in a column or its neighbours, together as wide as a digit.
 * Light that leaves half of the print's contrast hides nothing, however bright it is.
 */
function washedColumns({ data, width, height }: GreyImage, ground: number): Uint8Array {
  const columns = Math.max(1, Math.floor(width / columnWidth));
  const ink = (ground + rankOf(data, 0.03)) / 2;
  const inked = [0, 1].map((half) => {
    const seen = new Uint8Array(columns);
    for (let y = Math.floor((half * height) / 2); y < ((half + 1) * height) / 2; y++)
      for (let x = 0; x < columns * columnWidth; x++)
        if ((data[y * width + x] ?? 0) < ink) seen[Math.floor(x / columnWidth)] = 1;
    return seen;
  });
  const washed = Uint8Array.from({ length: columns }, (_, n) =>
    inked.some((seen) => !(seen[n - 1] || seen[n] || seen[n + 1])) ? 1 : 0,
  );
  for (const seen of inked) seen.fill(0);
  return washed;
}

/** The ground's grey level in each column: of its cells' means, so that the sensor's noise is none of it. */
function columnGrounds({ data, width, height }: GreyImage): Uint8Array {
  const columns = Math.max(1, Math.floor(width / columnWidth));
  const [across, down] = [columnWidth / cell, Math.floor(height / cell)];
  const grounds = new Uint8Array(columns);
  const means = new Uint8Array(across * down);
  for (let n = 0; n < columns; n++) {
    for (let c = 0; c < means.length; c++) {
      const [x, y] = [n * columnWidth + (c % across) * cell, Math.floor(c / across) * cell];
      let sum = 0;
      for (let v = y; v < y + cell; v++) for (let u = x; u < x + cell; u++) sum += data[v * width + u] ?? 0;
      means[c] = sum / (cell * cell);
    }
    grounds[n] = rankOf(means, groundRank);
  }
  means.fill(0);
  return grounds;
}

/** Print fainter than this difference of grey levels is strengthened. */
const faint = 110;
/** What a strengthened line's darkest and brightest are. */
const strong = { ink: 60, ground: 225 };

/** Spreads the grey levels of a faint line, in place; the model was not trained with faded print. */
export function strengthen({ data }: GreyImage): void {
  const [ink, ground] = [rankOf(data, 0.03), rankOf(data, 0.9)];
  const span = ground - ink;
  if (span >= faint || span < 8) return;
  const gain = (strong.ground - strong.ink) / span;
  for (let at = 0; at < data.length; at++) {
    const value = strong.ink + ((data[at] as number) - ink) * gain;
    data[at] = Math.max(0, Math.min(255, value));
  }
}

/** The grey level that `part` of the pixels are not brighter than. */
function rankOf(data: Uint8Array, part: number): number {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value] = (counts[value] as number) + 1;
  let level = 0;
  for (let seen = 0; level < 255; level++) {
    seen += counts[level] as number;
    if (seen >= part * data.length) break;
  }
  counts.fill(0);
  return level;
}

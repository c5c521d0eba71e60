import type { SymbolLine } from './ctc.ts';
import type { GreyImage } from './grey.ts';
import type { Traces } from './traces.ts';

/** A line's ground is looked at in columns of so many pixels. */
const columnWidth = 8;
/** The ground of a column is what this part of its pixels is not brighter than. */
const groundRank = 0.93;
/** How much brighter or darker than the line's the ground of a column may be. */
const evenness = { brighter: 1.07, darker: 0.87 };
/** What is left of a digit's confidence: it does not vote any more, nor speak against another. */
const doubted = 0.4;

/**
 * Takes their confidence from symbols where glare or dirt lies on the line, or between them and their neighbours: a digit
 * that is blotted out whole leaves a blank, as a padded number has one, and the model is sure of what is left.
 * @param spoilt of the line's picture, by `spoiltColumns`
 */
export function doubtSpoilt({ places, confidences, symbols }: SymbolLine, spoilt: Uint8Array): void {
  for (let n = 0; n < symbols.length; n++) {
    const from = n === 0 ? 0 : Math.ceil((places[n - 1] as number) * spoilt.length);
    const to = n === symbols.length - 1 ? spoilt.length : Math.floor((places[n + 1] as number) * spoilt.length);
    if (spoilt.subarray(from, Math.max(from, to)).includes(1)) confidences[n] = (confidences[n] as number) * doubted;
  }
}

/** The columns (1) of a line's picture whose ground is not the line's, from left to right. */
export function spoiltColumns(picture: GreyImage, traces: Traces): Uint8Array {
  const grounds = columnGrounds(picture);
  const usual = rankOf(grounds, 0.5);
  const isEven = (ground: number) => ground <= evenness.brighter * usual && ground >= evenness.darker * usual;
  const spoilt = traces.keep(Uint8Array.from(grounds, (ground) => (isEven(ground) ? 0 : 1)));
  grounds.fill(0);
  return spoilt;
}

/** The ground's grey level in each column. */
function columnGrounds({ data, width, height }: GreyImage): Uint8Array {
  const columns = Math.max(1, Math.floor(width / columnWidth));
  const grounds = new Uint8Array(columns);
  const column = new Uint8Array(columnWidth * height);
  for (let n = 0; n < columns; n++) {
    for (let y = 0; y < height; y++) {
      const from = y * width + n * columnWidth;
      column.set(data.subarray(from, from + columnWidth), y * columnWidth);
    }
    grounds[n] = rankOf(column, groundRank);
  }
  column.fill(0);
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

import type { GreyImage } from './grey.ts';

/** Mean luma under which nothing can be made out. */
const darkLuma = 28;
/** Print in focus changes by at least this part of its ground's brightness from one pixel to the next (of a 506-pixel card). */
const sharpStep = 0.2;
/** The part of a card's pixels that lie on an edge of its print. */
const printedPart = 0.005;

/** Whether a frame is too dark for a card to be seen. */
export function isDark({ data }: GreyImage): boolean {
  let sum = 0;
  for (const value of data) sum += value;
  return sum < darkLuma * data.length;
}

/** A card whose darkest hundredth is not darker than this part of its mean has no print to be out of focus. */
const printDarkness = 0.75;

/** Whether the print on a lifted card is out of focus or moving. Only explains why a card was not read. */
export function isBlurred(card: GreyImage): boolean {
  const { data, width } = card;
  if (!hasPrint(card)) return false;
  let sum = 0;
  for (const value of data) sum += value;
  const step = (sharpStep * sum) / data.length;
  let steep = 0;
  for (let at = width; at < data.length; at++) {
    const here = data[at] as number;
    if (Math.abs(here - (data[at - 1] as number)) > step || Math.abs(here - (data[at - width] as number)) > step)
      steep++;
  }
  return steep < printedPart * data.length;
}

function hasPrint({ data }: GreyImage): boolean {
  const counts = new Uint32Array(256);
  let sum = 0;
  for (const value of data) {
    counts[value] = (counts[value] as number) + 1;
    sum += value;
  }
  let dark = 0;
  for (let level = 0; level < (printDarkness * sum) / data.length; level++) dark += counts[level] ?? 0;
  return dark > 0.01 * data.length;
}

/** A pixel of at least this luma is blown out. */
const blownLuma = 250;
/** A face of which half is so bright is lit too brightly, or drawn white, all over: no glare. */
const brightLuma = 238;
/** So much of a card's face blown out hides print. */
const glarePart = 0.004;

/** Whether the lamp's mirror image lies on a card. */
export function hasGlare({ data }: GreyImage): boolean {
  let [blown, bright] = [0, 0];
  for (const value of data) {
    if (value >= blownLuma) blown++;
    if (value >= brightLuma) bright++;
  }
  return blown > glarePart * data.length && bright < data.length / 2;
}

/** Whether a lifted card's print is smeared in one direction. */
export function isSmeared(card: GreyImage): boolean {
  return directedness(card) > smearedFrom;
}

/** Measured on drawn cards: sharp 0.02 to 0.05, out of focus up to 0.2, smeared over a millimetre 0.57 to 0.79. */
const smearedFrom = 0.4;

/**
 * How much a picture's changes run in one direction, 0…1: the coherence of its structure tensor (Bigün and Granlund 1987).
 * Print in focus runs in all of them; a smear takes away those along it.
 */
function directedness({ data, width, height }: GreyImage): number {
  let [xx, yy, xy] = [0, 0, 0];
  for (let y = 4; y < height - 4; y++) {
    for (let x = 4, at = y * width + 4; x < width - 4; x++, at++) {
      const gx = (data[at + 1] as number) - (data[at - 1] as number);
      const gy = (data[at + width] as number) - (data[at - width] as number);
      xx += gx * gx;
      yy += gy * gy;
      xy += gx * gy;
    }
  }
  return Math.sqrt((xx - yy) ** 2 + 4 * xy * xy) / Math.max(1, xx + yy);
}

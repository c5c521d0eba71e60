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

/** Whether the print on a lifted card is out of focus or moving. Only explains why a card was not read. */
export function isBlurred({ data, width }: GreyImage): boolean {
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

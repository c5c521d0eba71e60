import { findFourDigits } from './find-digits.ts';
import { findLines, lineGaps } from './find-lines.ts';
import type { Box, Quad } from './geometry.ts';
import { cardSize, cardToFrame } from './geometry.ts';
import type { GreyImage } from './grey.ts';
import { writingSpots } from './ink-spots.ts';
import type { Writing } from './read-fields.ts';
import { liftPart } from './rectify.ts';
import type { Traces } from './traces.ts';

/** Lines are looked for on the card at half of `cardSize`. */
const lineScale = 0.5;
const pixelsPerMm = (cardSize.width / 85.6) * lineScale;

/** The whole card, lifted out of the frame at half of `cardSize`. */
export function liftCard(levels: readonly [GreyImage, ...GreyImage[]], corners: Quad, traces: Traces): GreyImage {
  const whole = { x: 0, y: 0, ...cardSize };
  const [width, height] = [cardSize.width * lineScale, cardSize.height * lineScale];
  return liftPart(levels, cardToFrame(corners), whole, width, height, traces);
}

/** Where writing is on a card that `liftCard` lifted. */
export function findWriting(card: GreyImage, traces: Traces): Writing {
  const spots = writingSpots(card, pixelsPerMm, traces);
  return {
    lines: findLines(spots, pixelsPerMm, lineGaps.usual).map(toCardPixels),
    longLines: () => findLines(spots, pixelsPerMm, lineGaps.wide).map(toCardPixels),
    fourDigits: findFourDigits(spots, pixelsPerMm).map(toCardPixels),
  };
}

function toCardPixels({ x, y, width, height }: Box): Box {
  return { x: x / lineScale, y: y / lineScale, width: width / lineScale, height: height / lineScale };
}

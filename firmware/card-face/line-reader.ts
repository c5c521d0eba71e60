import type { Homography, Quad } from './geometry.ts';
import { cardToFrame } from './geometry.ts';
import type { GreyImage } from './grey.ts';
import { doubtSpoilt, spoilt, spoiltColumns, strengthen } from './line-ground.ts';
import type { ReadLine } from './read-fields.ts';
import type { LineRecogniser } from './recogniser.ts';
import { lineHeight } from './recogniser.ts';
import { liftPart } from './rectify.ts';
import { isDigit } from './symbols.ts';
import type { Traces } from './traces.ts';

/** The margin around a line's ink that the model was trained with, in heights of the ink. */
const margin = { beside: 0.25, above: 0.18 };
/** A line with fewer digits is no field for glare to lie on. */
const leastDigits = 2;

/** Reads lines of one frame's card, and counts those on which glare lay. */
export interface LineReader {
  readonly readLine: ReadLine;
  readonly glares: () => number;
}

/**
 * Lifts lines out of the frame and recognises them; what glare or dirt may hide of them is no longer sure.
 * @param levels the frame and its halvings, largest first
 * @param corners the card's, frame pixels
 * @param stretch the width given to the writing, 1 its own
 */
export function lineReader(
  recogniser: LineRecogniser,
  levels: readonly [GreyImage, ...GreyImage[]],
  corners: Quad,
  stretch: number,
  traces: Traces,
): LineReader {
  const [a, b, c, d] = corners;
  const maps: readonly [Homography, Homography] = [cardToFrame([a, b, c, d]), cardToFrame([c, d, a, b])];
  let glares = 0;
  const readLine: ReadLine = async (ink, halfTurned, narrowed = 1) => {
    const [beside, above] = [margin.beside * ink.height, margin.above * ink.height];
    const part = { x: ink.x - beside, y: ink.y - above, width: ink.width + 2 * beside, height: ink.height + 2 * above };
    const width = Math.max(2, Math.round((narrowed * stretch * lineHeight * part.width) / part.height / 8)) * 8;
    const picture = liftPart(levels, maps[halfTurned ? 1 : 0], part, width, lineHeight, traces);
    const columns = spoiltColumns(picture, traces);
    strengthen(picture);
    const line = await recogniser.recognise(picture, traces);
    if (columns.includes(spoilt.glare) && line.symbols.filter(isDigit).length >= leastDigits) glares++;
    doubtSpoilt(line, columns);
    return line;
  };
  return { readLine, glares: () => glares };
}

import type { Box } from './geometry.ts';
import { cardSize } from './geometry.ts';

/** Width to height of a line that may be a date, with something beside it or not; most likely, the ink of 昭和55年12月17日生. */
const dateShape = { least: 5, likely: 9.5, most: 17 };
/** Of four digits, half-width to full-width and spaced. */
const codeShape = { least: 1.5, most: 6.5 };
/** Of each kind. */
const mostLines = 8;

/** Of a title: in the upper part of the card (of its height), larger than notes (card pixels). */
const titleShape = { least: 2.5, most: 7, within: 0.36, height: 20 };
const mostTitles = 2;

/** The lines that may be dates, the likeliest first, by their shape only: a card's layout is not relied upon. */
export function dateLines(lines: readonly Box[]): Box[] {
  const off = ({ width, height }: Box) => Math.abs(Math.log(width / height / dateShape.likely));
  return shaped(lines, dateShape)
    .sort((a, b) => off(a) - off(b))
    .slice(0, mostLines);
}

/**
 * The lines that may be four digits alone, those first whose height is nearest the dates'; pieces of the dates are not.
 * @param dates places where dates were read
 */
export function codeLines(lines: readonly Box[], dates: readonly Box[]): Box[] {
  const usual = dates.reduce((sum, { height }) => sum + height / dates.length, 0);
  const off = ({ height }: Box) => Math.abs(Math.log(height / usual));
  return shaped(lines, codeShape)
    .filter((line) => !dates.some((date) => liesOn(line, date)))
    .sort((a, b) => off(a) - off(b))
    .slice(0, mostLines);
}

/** The beginnings of lines that may say what card this is, the uppermost first; seven letters are enough for any title. */
export function titleLines(lines: readonly Box[]): Box[] {
  const top = titleShape.within * cardSize.height;
  return lines
    .filter(
      ({ y, width, height }) => y + height < top && height >= titleShape.height && width >= titleShape.least * height,
    )
    .sort((a, b) => a.y - b.y)
    .slice(0, mostTitles)
    .map((line) => ({ ...line, width: Math.min(line.width, titleShape.most * line.height) }));
}

/** Whether the middle of a piece of writing lies on a line. */
function liesOn(piece: Box, line: Box): boolean {
  const [x, y] = [piece.x + piece.width / 2, piece.y + piece.height / 2];
  return x > line.x && x < line.x + line.width && y > line.y && y < line.y + line.height;
}

function shaped(lines: readonly Box[], { least, most }: { least: number; most: number }): Box[] {
  return lines.filter(({ width, height }) => width >= least * height && width <= most * height);
}

import { FieldCollector } from './collect-fields.ts';
import type { SymbolLine } from './ctc.ts';
import type { Box } from './geometry.ts';
import { cardSize } from './geometry.ts';
import { codeLines, dateLines, titleLines } from './line-order.ts';
import type { Traces } from './traces.ts';

/**
 * Recognises what stands at a place of the card (card pixels, as the writing stands), with the card on its head or not;
 * `narrowed` to a part of the usual width, where less certainty will do.
 */
export type ReadLine = (place: Box, halfTurned: boolean, narrowed?: number) => Promise<SymbolLine>;

/** The writing found on a card, card pixels as the card lies. */
export interface Writing {
  readonly lines: readonly Box[];
  /** The same writing joined over wider gaps; made when it is needed. */
  readonly longLines: () => readonly Box[];
  /** Rows of four marks that stand alone. */
  readonly fourDigits: readonly Box[];
}

/** What was made of a card's writing. */
export interface ReadWriting {
  readonly fields: FieldCollector;
  readonly halfTurned: boolean;
}

/** Reads the places where the fields were in the frame before. */
export async function readPlaces(
  places: readonly Box[],
  halfTurned: boolean,
  readLine: ReadLine,
  traces: Traces,
): Promise<ReadWriting> {
  const fields = new FieldCollector(traces);
  for (const place of places) fields.add(await readLine(place, halfTurned), place);
  return { fields, halfTurned };
}

/**
 * Reads lines until the dates are found, then every row of four digits, so that a second one is not missed; and where
 * digits touch or are broken, so that no row is found, all lines of a code's shape. A card on its head is read too.
 * @param before what another look at the same card gave; goes on from there
 */
export async function readWriting(writing: Writing, before: ReadWriting, readLine: ReadLine): Promise<ReadWriting> {
  const { fields } = before;
  const facing = new Facing(before.halfTurned, readLine);
  let left: number = mostLines.dates;
  const readEach = async (places: readonly Box[], enough: () => boolean) => {
    for (const place of places) {
      if (enough() || left-- <= 0) return;
      const { line, at } = await facing.read(place);
      fields.add(line, at);
    }
  };
  await readEach(dateLines(writing.lines), () => fields.hasDates);
  if (!fields.hasDates) await readEach(dateLines(writing.longLines()), () => fields.hasDates);
  if (fields.hasADate) {
    const dates = fields.places;
    left = mostLines.codes;
    await readEach(codeLines(writing.fourDigits, dates), () => false);
    if (!fields.hasAll) await readEach(codeLines(writing.lines, dates), () => false);
  }
  return { fields, halfTurned: facing.halfTurned };
}

/** Two or three large characters tell a title. */
const titleWidth = 0.55;

/** Reads the lines that are most like a title, for what kind of card this is. */
export async function readTitles(writing: Writing, { fields, halfTurned }: ReadWriting, readLine: ReadLine) {
  const standing = halfTurned ? writing.lines.map(onItsHead) : writing.lines;
  for (const place of titleLines(standing)) fields.addTitle(await readLine(place, halfTurned, titleWidth));
}

/** No more lines than these are read of one frame: clutter must not cost seconds. */
const mostLines = { dates: 14, codes: 6 } as const;

/** Turned writing gives the model nothing at all: so many symbols, sure together, make the sense of a line. */
const leastSense = 3;
/** Lines tried on both sides before the card is taken to lie as it was thought to. */
const mostTries = 3;

/** Finds out by the first lines whether a card lies on its head. */
class Facing {
  #tries = mostTries;
  halfTurned: boolean;
  readonly #readLine: ReadLine;

  constructor(halfTurned: boolean, readLine: ReadLine) {
    this.halfTurned = halfTurned;
    this.#readLine = readLine;
  }

  async read(place: Box): Promise<{ line: SymbolLine; at: Box }> {
    const seen = await this.#as(this.halfTurned, place);
    if (makesSense(seen.line)) this.#tries = 0;
    if (this.#tries-- <= 0) return seen;
    const other = await this.#as(!this.halfTurned, place);
    if (!makesSense(other.line)) return seen;
    this.halfTurned = !this.halfTurned;
    this.#tries = 0;
    return other;
  }

  async #as(halfTurned: boolean, place: Box): Promise<{ line: SymbolLine; at: Box }> {
    const at = halfTurned ? onItsHead(place) : place;
    return { line: await this.#readLine(at, halfTurned), at };
  }
}

function makesSense({ confidences }: SymbolLine): boolean {
  return confidences.reduce((sum, confidence) => sum + confidence, 0) >= leastSense;
}

function onItsHead({ x, y, width, height }: Box): Box {
  return { x: cardSize.width - x - width, y: cardSize.height - y - height, width, height };
}

import { FieldCollector } from './collect-fields.ts';
import type { SymbolLine } from './ctc.ts';
import type { Box } from './geometry.ts';
import { codeLines, dateLines } from './line-order.ts';
import type { CardFaceReading } from './reading.ts';
import type { Traces } from './traces.ts';

/** Recognises what stands at a place of the card (card pixels). */
export type ReadLine = (place: Box) => Promise<SymbolLine>;

/** The writing found on a card, card pixels. */
export interface Writing {
  readonly lines: readonly Box[];
  /** The same writing joined over wider gaps; made when it is needed. */
  readonly longLines: () => readonly Box[];
  /** Rows of four marks that stand alone. */
  readonly fourDigits: readonly Box[];
}

/** Reads the places where the fields were in the frame before. */
export async function readPlaces(places: readonly Box[], readLine: ReadLine, traces: Traces): Promise<CardFaceReading> {
  const fields = new FieldCollector(traces);
  for (const place of places) fields.add(await readLine(place), place);
  return fields.reading();
}

/**
 * Reads lines until the dates are found, then every row of four digits, so that a second one is not missed; and where
 * digits touch or are broken, so that no row is found, all lines of a code's shape.
 */
export async function readWriting(writing: Writing, readLine: ReadLine, traces: Traces): Promise<CardFaceReading> {
  const fields = new FieldCollector(traces);
  const readEach = async (places: readonly Box[], enough: () => boolean) => {
    for (const place of places) {
      if (enough()) return;
      fields.add(await readLine(place), place);
    }
  };
  await readEach(dateLines(writing.lines), () => fields.hasDates);
  if (!fields.hasDates) await readEach(dateLines(writing.longLines()), () => fields.hasDates);
  if (!fields.hasDates) return fields.reading();
  await readEach(codeLines(writing.fourDigits), () => false);
  if (!fields.hasAll) await readEach(codeLines(writing.lines), () => false);
  return fields.reading();
}

import type { SymbolLine } from './ctc.ts';
import type { YearStyle } from './era.ts';
import { eraOfLetters } from './era.ts';
import { isDigit, symbol } from './symbols.ts';

/** A date as it is printed: `year` counts within `style`, 元年 is 1. Not yet known to exist. */
export interface PrintedDate {
  readonly style: YearStyle;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** How sure its least sure digit is, 0…1. */
  readonly confidence: number;
  /** How sure each digit is: of the year as four, month and day as two; a blank in front is as sure as its number. All `confidence` without. */
  readonly sureness?: readonly number[];
}

/** The fields found on one line. `code` is where in the line's symbols the four digits of the security code begin. */
export interface LineFields {
  readonly birth?: PrintedDate;
  readonly expiry?: PrintedDate;
  readonly code?: number;
}

/** A date is a birth date by its 生, the card's end by the 有 of まで有効; the characters between are not all known to the model. */
const furthestEnding = 5;

/**
 * Finds the fields of a line by what they are (card reference, The printed face): `…年…月…日生`, `…年…月…日まで有効`, and
 * four digits standing alone, on a line of their own or behind the card's end.
 */
export function fieldsOf(line: SymbolLine): LineFields {
  const { symbols } = line;
  for (let at = 0; at < symbols.length; at++) {
    const date = dateAt(line, at);
    if (!date) continue;
    const ending = endingAfter(symbols, date.end);
    if (ending?.kind === symbol.born) return { birth: date.date };
    if (ending?.kind === symbol.valid) {
      const code = codeBehind(symbols, ending.at);
      return { expiry: date.date, ...(code === undefined ? {} : { code }) };
    }
  }
  return fillsItsLine(line) ? { code: 0 } : {};
}

/** Four digits, nothing else, from end to end: no letters beside them that the model did not know. */
function fillsItsLine({ symbols, places }: SymbolLine): boolean {
  if (symbols.length !== 4 || !symbols.every(isDigit)) return false;
  const [first, last] = [places[0] as number, places[3] as number];
  const pitch = (last - first) / 3;
  return first < 1.6 * pitch && 1 - last < 1.6 * pitch;
}

/** The last four symbols, when they are digits and what stands between 有 and them (効 and the like) is none. */
function codeBehind(symbols: Uint8Array, valid: number): number | undefined {
  const start = symbols.length - 4;
  if (start <= valid || start > valid + 4) return undefined;
  if (!symbols.subarray(start).every(isDigit)) return undefined;
  return symbols.subarray(valid + 1, start).some(isDigit) ? undefined : start;
}

function endingAfter(symbols: Uint8Array, from: number): { kind: number; at: number } | undefined {
  for (let at = from; at < Math.min(symbols.length, from + furthestEnding); at++) {
    const kind = symbols[at] as number;
    if (kind === symbol.born || kind === symbol.valid) return { kind, at };
    if (isDigit(kind)) return undefined;
  }
  return undefined;
}

/** The date that begins at `at`, and the place behind its 日. */
function dateAt(line: SymbolLine, at: number): { date: PrintedDate; end: number } | undefined {
  const { symbols } = line;
  const style = eraOfLetters(symbols[at], symbols[at + 1]) ?? 'western';
  if (style === 'western' && (!isDigit(symbols[at]) || isDigit(symbols[at - 1]))) return undefined;
  const year = style === 'western' ? numberAt(line, at, 4, 4) : eraYearAt(line, at + 2);
  const month = year && symbols[year.end] === symbol.year ? numberAt(line, year.end + 1, 1, 2) : undefined;
  const day = month && symbols[month.end] === symbol.month ? numberAt(line, month.end + 1, 1, 2) : undefined;
  if (!year || !month || !day || symbols[day.end] !== symbol.day) return undefined;
  const sureness = [...padded(year.sureness, 4), ...padded(month.sureness, 2), ...padded(day.sureness, 2)];
  const confidence = Math.min(...sureness);
  return {
    date: { style, year: year.value, month: month.value, day: day.value, confidence, sureness },
    end: day.end + 1,
  };
}

/** A number's digits with blanks before them: a blank is sure when all the number is, for a lost digit leaves one too. */
function padded(sureness: readonly number[], length: number): number[] {
  const blanks = length - sureness.length;
  return [...new Array<number>(blanks).fill(Math.min(...sureness)), ...sureness];
}

interface PrintedNumber {
  readonly value: number;
  readonly sureness: readonly number[];
  readonly end: number;
}

function eraYearAt(line: SymbolLine, at: number): PrintedNumber | undefined {
  if (line.symbols[at] !== symbol.firstYear) return numberAt(line, at, 1, 2);
  return { value: 1, sureness: [line.confidences[at] as number], end: at + 1 };
}

/** The number that begins at `at`, of at least `least` and at most `most` digits, no more digits behind it. */
function numberAt(
  { symbols, confidences }: SymbolLine,
  at: number,
  least: number,
  most: number,
): PrintedNumber | undefined {
  let value = 0;
  const sureness: number[] = [];
  let end = at;
  for (; isDigit(symbols[end]); end++) {
    value = value * 10 + (symbols[end] as number);
    sureness.push(confidences[end] as number);
  }
  return end - at >= least && end - at <= most ? { value, sureness, end } : undefined;
}

import { ownCopy } from '../../crypto/own-bytes.ts';
import type { SymbolLine } from './ctc.ts';
import type { PrintedDate } from './fields.ts';
import { fieldsOf } from './fields.ts';
import type { Box } from './geometry.ts';
import { isOtherCardsTitle } from './other-cards.ts';
import { dateExists } from './plausible.ts';
import type { SeenCode, SeenFields } from './reading.ts';
import { symbol } from './symbols.ts';
import type { Traces } from './traces.ts';

/** What dates are made of besides digits. */
const dateMarks: readonly number[] = [symbol.year, symbol.month, symbol.day, symbol.born, symbol.valid];

/** Gathers the fields of a card line by line, dates before codes, and says when it has them. */
export class FieldCollector {
  readonly #traces: Traces;
  readonly #places: Box[] = [];
  #birth: PrintedDate | undefined;
  #expiry: PrintedDate | undefined;
  readonly #codes: SeenCode[] = [];
  readonly #datePlaces: Box[] = [];
  #dateMarks = 0;
  #otherCard = false;

  constructor(traces: Traces) {
    this.#traces = traces;
  }

  /** Takes what stands on one line, at `place` of the card. */
  add(line: SymbolLine, place: Box): void {
    this.addTitle(line);
    const { birth, expiry, code } = fieldsOf(line);
    this.#birth = surer(this.#birth, birth);
    this.#expiry = surer(this.#expiry, expiry);
    this.#dateMarks += line.symbols.reduce((sum, value) => sum + (dateMarks.includes(value) ? 1 : 0), 0);
    if (birth || expiry) this.#datePlaces.push(place);
    else if (this.#datePlaces.some((date) => overlaps(date, place))) return; // a date's year, cut off by a scratch, is no code
    if (code !== undefined) {
      const digits = this.#traces.keep(ownCopy(line.symbols.subarray(code, code + 4)));
      const confidences = this.#traces.keep(line.confidences.slice(code, code + 4));
      this.#codes.push({ digits, confidences });
    }
    if (birth || expiry || code !== undefined) this.#places.push(place);
  }

  /** Looks at a line only for what kind of card it says this is. */
  addTitle(line: SymbolLine): void {
    this.#otherCard ||= isOtherCardsTitle(line);
  }

  get hasADate(): boolean {
    return this.#birth !== undefined || this.#expiry !== undefined;
  }

  get hasDates(): boolean {
    return this.#birth !== undefined && this.#expiry !== undefined;
  }

  get hasAll(): boolean {
    return this.hasDates && this.#codes.length > 0;
  }

  /** Whether some line said that this is another card. */
  get isOtherCard(): boolean {
    return this.#otherCard;
  }

  /** Whether lines had the looks of dates, read or not. */
  get hasSignsOfDates(): boolean {
    return this.#dateMarks >= 4;
  }

  /** Whether two different codes could be meant. */
  get isAmbiguous(): boolean {
    const [first] = this.#codes;
    return this.#codes.some(({ digits }) => digits.some((digit, index) => digit !== first?.digits[index]));
  }

  /** Whether a date was read that is in no calendar, or not in its era. */
  get hasImpossibleDate(): boolean {
    return [this.#birth, this.#expiry].some((date) => date && !dateExists(date));
  }

  /** Where the fields were. */
  get places(): readonly Box[] {
    return this.#places;
  }

  /**
   * The fields that stand for themselves: dates that exist, a code that is the only one and cannot be a year left of a date
   * that was not read. Its arrays are new; the taker zeroes them.
   */
  fields(): SeenFields {
    const [birth, expiry, code] = [this.#birth, this.#expiry, this.#codes[0]];
    return {
      ...(birth && dateExists(birth) ? { birth } : {}),
      ...(expiry && dateExists(expiry) ? { expiry } : {}),
      ...(code && !this.isAmbiguous && (this.hasDates || (this.hasADate && !isLikeAYear(code.digits)))
        ? { code: { digits: ownCopy(code.digits), confidences: code.confidences.slice() } }
        : {}),
    };
  }
}

/** 1900 to 2099: what glare leaves of a date may be its year, alone. */
function isLikeAYear([first, second]: Uint8Array): boolean {
  return (first === 1 && second === 9) || (first === 2 && second === 0);
}

function surer(a: PrintedDate | undefined, b: PrintedDate | undefined): PrintedDate | undefined {
  return a && b ? (a.confidence >= b.confidence ? a : b) : (a ?? b);
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

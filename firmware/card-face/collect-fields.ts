import { codeB } from './code-b.ts';
import type { SymbolLine } from './ctc.ts';
import type { PrintedDate } from './fields.ts';
import { fieldsOf } from './fields.ts';
import type { Box } from './geometry.ts';
import { datesExist } from './plausible.ts';
import type { CardFaceReading } from './reading.ts';
import type { Traces } from './traces.ts';

interface FoundCode {
  readonly digits: Uint8Array;
  readonly confidence: number;
}

/** Gathers the fields of a card line by line, dates before codes, and says when it has them. */
export class FieldCollector {
  readonly #traces: Traces;
  readonly #places: Box[] = [];
  #birth: PrintedDate | undefined;
  #expiry: PrintedDate | undefined;
  readonly #codes: FoundCode[] = [];
  readonly #datePlaces: Box[] = [];

  constructor(traces: Traces) {
    this.#traces = traces;
  }

  /** Takes what stands on one line, at `place` of the card. */
  add(line: SymbolLine, place: Box): void {
    const { birth, expiry, code } = fieldsOf(line);
    this.#birth = surer(this.#birth, birth);
    this.#expiry = surer(this.#expiry, expiry);
    if (birth || expiry) this.#datePlaces.push(place);
    else if (this.#datePlaces.some((date) => overlaps(date, place))) return; // a date's year, cut off by a scratch, is no code
    if (code !== undefined) {
      const digits = this.#traces.keep(line.symbols.slice(code, code + 4));
      this.#codes.push({ digits, confidence: Math.min(...line.confidences.subarray(code, code + 4)) });
    }
    if (birth || expiry || code !== undefined) this.#places.push(place);
  }

  get hasDates(): boolean {
    return this.#birth !== undefined && this.#expiry !== undefined;
  }

  get hasAll(): boolean {
    return this.hasDates && this.#codes.length > 0;
  }

  /** The reading that these fields make; a new Buffer in it, which its taker zeroes. */
  reading(): CardFaceReading {
    const [birth, expiry, code] = [this.#birth, this.#expiry, this.#codes[0]];
    if (!birth || !expiry || !code) return { outcome: 'not-read', reason: 'fields-missing' };
    if (this.#codes.some(({ digits }) => digits.some((digit, index) => digit !== code.digits[index]))) {
      return { outcome: 'not-read', reason: 'fields-ambiguous' };
    }
    if (!datesExist(birth, expiry)) return { outcome: 'not-read', reason: 'dates-impossible' };
    return {
      outcome: 'read',
      code: codeB(birth, expiry, code.digits),
      birth,
      expiry,
      confidence: Math.min(birth.confidence, expiry.confidence, code.confidence),
      places: this.#places,
    };
  }
}

function surer(a: PrintedDate | undefined, b: PrintedDate | undefined): PrintedDate | undefined {
  return a && b ? (a.confidence >= b.confidence ? a : b) : (a ?? b);
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

import { ownBytes } from '../../crypto/own-bytes.ts';
import type { CalendarDay } from './calendar.ts';
import { codeBLength, writeNumber } from './code-b.ts';
import { calendarDay } from './plausible.ts';
import type { ScannedCode } from './scan.ts';

const dayLength = 8;

/**
 * What a scan is sure of, in one piece that is handed over and zeroed as one: 照合番号B, then the printed birth date and last day
 * as YYYYMMDD (Gregorian), as the chip holds them. 30 ASCII digits; zeroes the scan's own code.
 */
export function scannedDigits({ code, birth, expiry }: ScannedCode): Uint8Array<ArrayBuffer> {
  const digits = ownBytes(codeBLength + 2 * dayLength);
  digits.set(code);
  code.fill(0);
  writeDay(birthIn(digits), calendarDay(birth));
  writeDay(lastDayIn(digits), calendarDay(expiry));
  return digits;
}

/** 照合番号B in the digits of a scan; a view, no copy. */
export const codeIn = (digits: Uint8Array): Buffer => part(digits, 0, codeBLength);

/** The printed birth date, YYYYMMDD; a view. */
export const birthIn = (digits: Uint8Array): Buffer => part(digits, codeBLength, dayLength);

/** The printed last day of the card, YYYYMMDD; a view. */
export const lastDayIn = (digits: Uint8Array): Buffer => part(digits, codeBLength + dayLength, dayLength);

const part = (digits: Uint8Array, at: number, length: number): Buffer =>
  Buffer.from(digits.buffer, digits.byteOffset + at, length);

function writeDay(target: Buffer, { year, month, day }: CalendarDay): void {
  writeNumber(target, 0, year, 4);
  writeNumber(target, 4, month, 2);
  writeNumber(target, 6, day, 2);
}

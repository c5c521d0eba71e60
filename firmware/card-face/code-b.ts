import { ownBuffer } from '../../crypto/own-bytes.ts';
import type { PrintedDate } from './fields.ts';

/** Digits of 照合番号B. */
export const codeBLength = 14;

/**
 * Puts 照合番号B together (card reference, Credentials): year of birth as printed, two digits (元年 is 01; of a western
 * year the last two, which no source confirms), month, day, western year of the card's end, four digits of the security code.
 * @param securityCode its four digits as numbers 0…9
 * @returns 14 ASCII digits; the caller zeroes them
 */
export function codeB(birth: PrintedDate, expiry: PrintedDate, securityCode: Uint8Array): Buffer {
  const code = ownBuffer(codeBLength);
  writeNumber(code, 0, birth.year % 100, 2);
  writeNumber(code, 2, birth.month, 2);
  writeNumber(code, 4, birth.day, 2);
  writeNumber(code, 6, expiry.year, 4);
  for (const [index, digit] of securityCode.entries()) code[10 + index] = 0x30 + digit;
  return code;
}

/** Writes a number as ASCII digits, with leading zeros, and makes no string of it. */
export function writeNumber(target: Buffer, at: number, value: number, digits: number): void {
  let rest = value;
  for (let place = at + digits - 1; place >= at; place--) {
    target[place] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

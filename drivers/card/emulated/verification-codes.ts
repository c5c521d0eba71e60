import type { Buffer } from 'node:buffer';
import type { PlainDate } from './calendar.ts';
import { eraYearOf, partsOf } from './calendar.ts';

/**
 * 照合番号B: two digits of the year as printed (era year, 元年 being 01; a foreign resident's western year gives its last two), MMDD of the
 * birth date, the western year of the card's expiry, the four-digit security code (card reference, "Credentials"; the foreign form is a guess).
 */
export function codeB(birth: PlainDate, expiry: PlainDate, securityCode: string, foreignResident: boolean): string {
  return `${birthKey(birth, foreignResident)}${partsOf(expiry).year}${securityCode}`;
}

/** The birth-date key of EF 0011: the first six digits of 照合番号B. */
export function birthKey(birth: PlainDate, foreignResident: boolean): string {
  const year = foreignResident ? partsOf(birth).year % 100 : eraYearOf(birth).year;
  return `${String(year).padStart(2, '0')}${birth.slice(5, 7)}${birth.slice(8, 10)}`;
}

/** A fictional My Number (12 digits, the last one checking; 照合番号A): Ordinance of the Ministry of Internal Affairs 85 of 2014, article 5. */
export function fictionalMyNumber(random: (length: number) => Buffer): string {
  const digits = [...random(11)].map((byte) => byte % 10);
  const weights = digits.map((_, i) => (i < 5 ? 6 - i : 12 - i)); // from the left: 6,5,4,3,2,7,6,5,4,3,2
  const remainder = digits.reduce((sum, digit, i) => sum + digit * (weights[i] as number), 0) % 11;
  return `${digits.join('')}${remainder <= 1 ? 0 : 11 - remainder}`;
}

/** `length` decimal digits. */
export const randomDigits = (random: (length: number) => Buffer, length: number): string =>
  [...random(length)].map((byte) => byte % 10).join('');

import type { CalendarDay } from './calendar.ts';
import { compareDays } from './calendar.ts';
import { symbol } from './symbols.ts';

/** How a year is printed: in one of the modern eras (元号), or the western year of a foreign resident's card. */
export type YearStyle = 'meiji' | 'taisho' | 'showa' | 'heisei' | 'reiwa' | 'western';

/** Every style. */
export const yearStyles: readonly YearStyle[] = ['meiji', 'taisho', 'showa', 'heisei', 'reiwa', 'western'];

interface Era {
  readonly style: YearStyle;
  readonly letters: readonly [number, number];
  /** The western year before year 1. */
  readonly base: number;
  readonly first: CalendarDay;
  readonly last: CalendarDay;
}

const day = (year: number, month: number, date: number): CalendarDay => ({ year, month, day: date });

/** 明治 dates are Gregorian since 1873-01-01 (Daijō-kan decree 337 of 1872); 大正's last day is 昭和's first; 平成 on by cabinet orders. */
const eras: readonly Era[] = [
  { style: 'meiji', letters: [symbol.meiji, symbol.ji], base: 1867, first: day(1873, 1, 1), last: day(1912, 7, 29) },
  {
    style: 'taisho',
    letters: [symbol.taisho, symbol.sho],
    base: 1911,
    first: day(1912, 7, 30),
    last: day(1926, 12, 25),
  },
  { style: 'showa', letters: [symbol.showa, symbol.wa], base: 1925, first: day(1926, 12, 25), last: day(1989, 1, 7) },
  { style: 'heisei', letters: [symbol.heisei, symbol.sei], base: 1988, first: day(1989, 1, 8), last: day(2019, 4, 30) },
  { style: 'reiwa', letters: [symbol.reiwa, symbol.wa], base: 2018, first: day(2019, 5, 1), last: day(9999, 12, 31) },
];

/** The era whose two letters these are, if any. */
export function eraOfLetters(first: number | undefined, second: number | undefined): YearStyle | undefined {
  return eras.find(({ letters }) => letters[0] === first && letters[1] === second)?.style;
}

/** The western year of a printed one. */
export function westernYear(style: YearStyle, year: number): number {
  return year + (eras.find((era) => era.style === style)?.base ?? 0);
}

/** Whether a day lies in the era in which it is printed; a western date always does. */
export function isWithinEra(style: YearStyle, date: CalendarDay): boolean {
  const era = eras.find((one) => one.style === style);
  return era === undefined || (compareDays(date, era.first) >= 0 && compareDays(date, era.last) <= 0);
}

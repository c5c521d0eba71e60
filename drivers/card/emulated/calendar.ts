import { emulatedCardFault } from './faults.ts';

/** A calendar day, as ISO 8601 writes it: `1980-02-17`. */
export type PlainDate = string;

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The eras by their first day, newest first (laws of 1926, 1979 and 2017; 明治 counts by the solar calendar since 1873). */
const eras = [
  { name: '令和', from: '2019-05-01' },
  { name: '平成', from: '1989-01-08' },
  { name: '昭和', from: '1926-12-25' },
  { name: '大正', from: '1912-07-30' },
  { name: '明治', from: '1873-01-01', firstYear: 1868 },
] as const;

/** Takes a day apart; `1980-02-30` and anything else that is no day throws `CARD_ATTRIBUTES_REFUSED`. */
export function partsOf(date: PlainDate): Parts {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const [year, month, day] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  const real = match && day <= lastDay(year, month) && day >= 1 && month >= 1 && month <= 12;
  if (!real) throw emulatedCardFault('CARD_ATTRIBUTES_REFUSED', `${date} is no day of the calendar (YYYY-MM-DD)`);
  return { year, month, day };
}

const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const two = (value: number): string => String(value).padStart(2, '0');

/** `1980-02-17` → `19800217`, the form of every date in the chip. */
export const digitsOf = (date: PlainDate): string => {
  const { year, month, day } = partsOf(date);
  return `${year}${two(month)}${two(day)}`;
};

/** The era of a day and the year in it, 元年 being 1. Throws `CARD_ATTRIBUTES_REFUSED` before 1873. */
export function eraYearOf(date: PlainDate): { readonly era: string; readonly year: number } {
  const { year } = partsOf(date);
  const era = eras.find(({ from }) => date >= from);
  if (!era) throw emulatedCardFault('CARD_ATTRIBUTES_REFUSED', `${date} lies before the solar calendar`);
  const first = 'firstYear' in era ? era.firstYear : partsOf(era.from).year;
  return { era: era.name, year: year - first + 1 };
}

const monthAndDay = ({ month, day }: Parts): string =>
  `${String(month).padStart(2, ' ')}月${String(day).padStart(2, ' ')}日`;

/** As a Japanese national's card prints it: `昭和55年 2月17日`, `平成元年 3月31日`. */
export function eraText(date: PlainDate): string {
  const { era, year } = eraYearOf(date);
  return `${era}${year === 1 ? '元' : String(year).padStart(2, ' ')}年${monthAndDay(partsOf(date))}`;
}

/** As expiry dates and foreign residents' birth dates are printed: `2035年 2月17日`. */
export const westernText = (date: PlainDate): string => `${partsOf(date).year}年${monthAndDay(partsOf(date))}`;

/**
 * The `count`-th birthday after a day; a birthday on that very day does not count.
 * Born on 29 February: 28 February in common years (a guess: what cards print there is in no source).
 */
export function birthdayAfter(birth: PlainDate, after: PlainDate, count: number): PlainDate {
  const { month, day } = partsOf(birth);
  const start = partsOf(after).year;
  const inYear = (year: number): PlainDate => `${year}-${two(month)}-${two(Math.min(day, lastDay(year, month)))}`;
  const first = inYear(start) > after ? start : start + 1;
  return inYear(first + count - 1);
}

/** Full years of age on a day. */
export function ageOn(birth: PlainDate, date: PlainDate): number {
  const [born, then] = [partsOf(birth), partsOf(date)];
  const before = then.month < born.month || (then.month === born.month && then.day < born.day);
  return then.year - born.year - (before ? 1 : 0);
}

/** The day in Japan (UTC+9) of a wall-clock time in ms, `days` later. */
export const dayInJapan = (wallMs: number, days = 0): PlainDate =>
  new Date(wallMs + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** The last second of a day in Japan, as certificates end. */
export const endOfDayInJapan = (date: PlainDate): Date => new Date(`${date}T23:59:59+09:00`);

/** The first second of a day in Japan, as certificates begin. */
export const startOfDayInJapan = (date: PlainDate): Date => new Date(`${date}T00:00:00+09:00`);

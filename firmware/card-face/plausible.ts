import type { CalendarDay } from './calendar.ts';
import { compareDays, dayExists } from './calendar.ts';
import { isWithinEra, westernYear } from './era.ts';
import type { PrintedDate } from './fields.ts';

/** Older than this nobody has been. */
const oldestAge = 123;
/** My Number Cards have been issued since January 2016. */
const firstIssued = 2016;
/** The longest life of a card: it ends on the tenth birthday after its issue. */
const longestLife = 10;
const minorsLife = 5;

/** The Gregorian day of a printed date; it need not exist. */
export function calendarDay({ style, year, month, day }: PrintedDate): CalendarDay {
  return { year: westernYear(style, year), month, day };
}

/** Whether a date exists in the calendar and lies in its era. */
export function dateExists(date: PrintedDate): boolean {
  const day = calendarDay(date);
  return dayExists(day) && isWithinEra(date.style, day);
}

/**
 * Whether a card with these dates can exist today: the checks that the card itself offers against misreading
 * (card reference, A free check digit). A card past its end is plausible: it is the later steps that refuse it.
 * @param today the day in Japan
 */
export function datesPlausible(birth: PrintedDate, expiry: PrintedDate, today: CalendarDay): boolean {
  if (!dateExists(birth) || !dateExists(expiry) || expiry.style !== 'western') return false;
  const born = calendarDay(birth);
  const ends = calendarDay(expiry);
  if (compareDays(born, today) > 0 || today.year - born.year > oldestAge) return false;
  if (ends.year < firstIssued || compareDays(ends, yearsAfter(today, longestLife)) > 0) return false;
  // A foreign resident's card may follow the stay and end on any day.
  return birth.style === 'western'
    ? compareDays(ends, born) > 0
    : endsOnABirthday(born, ends) && fitsTheAge(born, ends, today);
}

/** The card ends on a birthday of its holder; who was born on 29 February may have it a day before or after. */
function endsOnABirthday(born: CalendarDay, ends: CalendarDay): boolean {
  if (born.month === ends.month && born.day === ends.day) return true;
  const leapling = born.month === 2 && born.day === 29;
  return leapling && ((ends.month === 2 && ends.day === 28) || (ends.month === 3 && ends.day === 1));
}

/**
 * A minor's card ends on the fifth birthday after its issue, an adult's on the tenth. Minors were those under 20 until
 * 2022-03-31, under 18 since; so nobody turns 25, 26 or 27 on the last day of a card.
 */
function fitsTheAge(born: CalendarDay, ends: CalendarDay, today: CalendarDay): boolean {
  const age = ends.year - born.year;
  if (age < minorsLife) return false;
  if (age > 24) return age >= 28 && ends.year >= firstIssued + longestLife - 1;
  return ends.year >= firstIssued + minorsLife - 1 && compareDays(ends, yearsAfter(today, minorsLife)) <= 0;
}

function yearsAfter({ year, month, day }: CalendarDay, years: number): CalendarDay {
  return { year: year + years, month, day };
}

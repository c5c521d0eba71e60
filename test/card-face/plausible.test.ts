import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dayExists, dayInJapan } from '../../firmware/card-face/calendar.ts';
import type { PrintedDate } from '../../firmware/card-face/fields.ts';
import { calendarDay, dateExists, datesPlausible } from '../../firmware/card-face/plausible.ts';

const test = suite('dates of a card');

const today = { year: 2026, month: 3, day: 20 };
const styles = { M: 'meiji', T: 'taisho', S: 'showa', H: 'heisei', R: 'reiwa', W: 'western' } as const;

/** `S55-02-17`: era letter (W western), year, month, day. */
function date(text: string): PrintedDate {
  const [year = 0, month = 0, day = 0] = text.slice(1).split('-').map(Number);
  return { style: styles[text[0] as keyof typeof styles], year, month, day, confidence: 1 };
}

const cards = [
  ['an adult', 'S55-02-17', 'W2035-02-17', true],
  ['an adult whose card ends ten years from today', 'S55-03-20', 'W2036-03-20', true],
  ['an adult whose card would end a day later than that', 'S55-03-21', 'W2036-03-21', false],
  ['an adult with one of the first cards, long over', 'H1-03-31', 'W2025-03-31', true],
  ['an adult whose card would be older than all cards', 'H1-03-31', 'W2024-03-31', false],
  ['the oldest', 'T9-12-12', 'W2030-12-12', true],
  ['born in 明治, older than anyone', 'M30-07-07', 'W2030-07-07', false],
  ['the month of the end misread', 'S55-02-17', 'W2035-03-17', false],
  ['the day of the birth misread', 'S55-02-11', 'W2035-02-17', false],
  ['a minor, fifth birthday', 'H26-06-01', 'W2030-06-01', true],
  ['a minor with the life of an adult’s card', 'H26-06-01', 'W2035-06-01', false],
  ['a newborn', 'R8-03-01', 'W2031-03-01', true],
  ['a newborn whose card ends before the fifth birthday', 'R8-03-01', 'W2029-03-01', false],
  ['18 at issue: 28 at the end', 'H19-05-05', 'W2035-05-05', true],
  ['26 at the end: neither a minor’s nor an adult’s card', 'H19-05-05', 'W2033-05-05', false],
  ['born tomorrow', 'R8-03-21', 'W2031-03-21', false],
  ['born on 29 February, ends on 28', 'H12-02-29', 'W2034-02-28', true],
  ['born on 29 February, ends on 1 March', 'H12-02-29', 'W2034-03-01', true],
  ['born on 29 February, ends on 29', 'S51-02-29', 'W2032-02-29', true],
  ['born on 28 February, ends on 29', 'S51-02-28', 'W2032-02-29', false],
  ['29 February of a common year', 'S50-02-29', 'W2032-02-29', false],
  ['昭和 64 before its last day', 'S64-01-07', 'W2030-01-07', true],
  ['昭和 64 after its last day', 'S64-01-08', 'W2030-01-08', false],
  ['平成元年 before its first day', 'H1-01-07', 'W2030-01-07', false],
  ['平成 31 before its end', 'H31-04-30', 'W2029-04-30', true],
  ['令和元年 before its first day', 'R1-04-30', 'W2029-04-30', false],
  ['year 0', 'S0-02-17', 'W2030-02-17', false],
  ['昭和 85', 'S85-02-17', 'W2030-02-17', false],
  ['month 13', 'S55-13-17', 'W2035-13-17', false],
  ['day 0', 'S55-02-00', 'W2035-02-00', false],
  ['a foreign resident whose card follows the stay', 'W1988-08-08', 'W2027-01-15', true],
  ['a foreign resident with a permit of ten years', 'W1988-08-08', 'W2034-08-08', true],
  ['a foreign resident whose card ends too late', 'W1988-08-08', 'W2037-01-15', false],
  ['a foreign resident born after the end of the card', 'W2025-08-08', 'W2025-01-15', false],
  ['an end printed in an era', 'S55-02-17', 'R17-02-17', false],
] as const;

for (const [what, birth, expiry, plausible] of cards) {
  test(`[R04] ${what} (${birth}, ends ${expiry}): ${plausible ? 'plausible' : 'not plausible'}`, () => {
    assert.is(datesPlausible(date(birth), date(expiry), today), plausible);
  });
}

const anyDate = fc.record({
  style: fc.constantFrom(...Object.values(styles)),
  year: fc.integer({ min: 0, max: 2200 }),
  month: fc.integer({ min: 0, max: 99 }),
  day: fc.integer({ min: 0, max: 99 }),
  confidence: fc.constant(1),
});

test('property: plausible dates exist, and are in the right order', () => {
  fc.assert(
    fc.property(anyDate, anyDate, (birth, expiry) => {
      if (!datesPlausible(birth, expiry, today)) return;
      assert.ok(dateExists(birth) && dateExists(expiry));
      assert.ok(calendarDay(birth).year <= calendarDay(expiry).year);
    }),
    { numRuns: 5000 },
  );
});

test('property: a single misread digit of month or day, birth or end, is noticed on the card of a Japanese national', () => {
  const someday = fc.date({ min: new Date('1927-01-01'), max: new Date('1988-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(someday, fc.constantFrom('month', 'day'), fc.integer({ min: 1, max: 99 }), (born, part, wrong) => {
      const [year, month, day] = [born.getUTCFullYear() - 1925, born.getUTCMonth() + 1, born.getUTCDate()];
      fc.pre(!(month === 2 && day >= 28) && !(month === 3 && day === 1));
      const birth: PrintedDate = { style: 'showa', year, month, day, confidence: 1 };
      const expiry: PrintedDate = { style: 'western', year: 2032, month, day, confidence: 1 };
      assert.ok(datesPlausible(birth, expiry, today));
      fc.pre(birth[part] !== wrong);
      assert.not(datesPlausible({ ...birth, [part]: wrong }, expiry, today));
      assert.not(datesPlausible(birth, { ...expiry, [part]: wrong }, today));
    }),
  );
});

test('property: a day exists exactly when the calendar of the run time keeps it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1600, max: 2400 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (year, month, day) => {
        const made = new Date(Date.UTC(year, month - 1, day));
        const kept = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
        assert.is(dayExists({ year, month, day }), kept);
      },
    ),
    { numRuns: 3000 },
  );
});

test('the day in Japan begins nine hours before that of UTC', () => {
  assert.equal(dayInJapan(Date.UTC(2026, 2, 19, 14, 59, 59)), { year: 2026, month: 3, day: 19 });
  assert.equal(dayInJapan(Date.UTC(2026, 2, 19, 15, 0, 0)), { year: 2026, month: 3, day: 20 });
});

test.run();

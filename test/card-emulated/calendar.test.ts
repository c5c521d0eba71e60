import { Buffer } from 'node:buffer';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  ageOn,
  birthdayAfter,
  dayInJapan,
  eraText,
  eraYearOf,
  partsOf,
  westernText,
} from '../../drivers/card/emulated/calendar.ts';
import { cardExpiry } from '../../drivers/card/emulated/make-card-options.ts';
import { birthKey, codeB, fictionalMyNumber } from '../../drivers/card/emulated/verification-codes.ts';
import { codeOf } from './support.ts';

const test = suite('dates and codes of a card');

test('each era begins on its first day, its first year being 1', () => {
  const cases: [string, string, number][] = [
    ['2019-05-01', '令和', 1],
    ['2019-04-30', '平成', 31],
    ['1989-01-08', '平成', 1],
    ['1989-01-07', '昭和', 64],
    ['1926-12-25', '昭和', 1],
    ['1926-12-24', '大正', 15],
    ['1912-07-30', '大正', 1],
    ['1912-07-29', '明治', 45],
  ];
  for (const [date, era, year] of cases) assert.equal(eraYearOf(date), { era, year }, date);
});

test('dates are printed as on the specimen cards', () => {
  assert.is(eraText('1980-02-17'), '昭和55年 2月17日');
  assert.is(eraText('1989-03-31'), '平成元年 3月31日');
  assert.is(eraText('2023-11-03'), '令和 5年11月 3日');
  assert.is(westernText('2025-03-31'), '2025年 3月31日');
});

test('what is no day of the calendar is refused', async () => {
  for (const date of ['1981-02-29', '1980-13-01', '1980-00-10', '1980-2-17', '', '2024-04-31']) {
    assert.is(await codeOf(() => partsOf(date)), 'CARD_ATTRIBUTES_REFUSED', date);
  }
  assert.equal(partsOf('2024-02-29'), { year: 2024, month: 2, day: 29 });
  assert.is(await codeOf(() => eraYearOf('1872-12-31')), 'CARD_ATTRIBUTES_REFUSED');
});

test('birthdays count from the day after; 29 February falls on the 28th in common years', () => {
  assert.is(birthdayAfter('1980-02-17', '2025-03-01', 10), '2035-02-17');
  assert.is(birthdayAfter('1980-02-17', '2025-02-16', 1), '2025-02-17');
  assert.is(birthdayAfter('1980-02-17', '2025-02-17', 1), '2026-02-17');
  assert.is(birthdayAfter('2000-02-29', '2025-01-01', 1), '2025-02-28');
  assert.is(birthdayAfter('2000-02-29', '2025-01-01', 4), '2028-02-29');
});

test('a card lasts to the tenth birthday, a minor`s to the fifth; who is a minor changed in April 2022', () => {
  assert.is(cardExpiry('1980-02-17', '2025-03-01'), '2035-02-17');
  assert.is(cardExpiry('2007-06-01', '2025-05-31'), '2029-06-01'); // 17
  assert.is(cardExpiry('2007-06-01', '2025-06-01'), '2035-06-01'); // 18 today
  assert.is(cardExpiry('2002-06-01', '2022-03-31'), '2026-06-01'); // 19 under the old law
  assert.is(cardExpiry('2002-06-01', '2022-04-01'), '2031-06-01'); // 19 under the new one
  assert.is(ageOn('2007-06-01', '2025-05-31'), 17);
});

test('[R04] 照合番号B: era year as printed, MMDD, expiry year, code', () => {
  assert.is(codeB('1980-02-17', '2035-02-17', '2285', false), '55021720352285');
  assert.is(codeB('1989-03-31', '2030-03-31', '0007', false), '01033120300007'); // 平成元年
  assert.is(codeB('2019-05-01', '2029-05-01', '1234', false), '01050120291234'); // 令和元年
  assert.is(codeB('1980-02-17', '2035-02-17', '2285', true), '80021720352285'); // printed in western years
  assert.is(codeB('2005-02-17', '2035-02-17', '2285', true), '05021720352285');
  assert.is(birthKey('1980-02-17', false), '550217');
});

test('a fictional My Number has the check digit of a real one', () => {
  const zeros = fictionalMyNumber((length) => Buffer.alloc(length));
  assert.is(zeros, '000000000000');
  // 12345678901-8 is the specimen number of the tax agency's guides.
  assert.is(
    fictionalMyNumber(() => Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])),
    '123456789018',
  );
});

test('the day in Japan begins nine hours before that of UTC', () => {
  assert.is(dayInJapan(Date.parse('2026-05-31T15:00:00Z')), '2026-06-01');
  assert.is(dayInJapan(Date.parse('2026-05-31T14:59:59Z')), '2026-05-31');
  assert.is(dayInJapan(Date.parse('2026-06-01T00:00:00Z'), -1), '2026-05-31');
});

test.run();

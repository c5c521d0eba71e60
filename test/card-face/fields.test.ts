import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fieldsOf } from '../../firmware/card-face/fields.ts';
import { lineOf } from './symbol-lines.ts';

const test = suite('fields of a card face');

const birthDates = [
  ['明治44年7月7日生', 'meiji', 44, 7, 7],
  ['大正9年12月12日生', 'taisho', 9, 12, 12],
  ['昭和55年2月17日生', 'showa', 55, 2, 17],
  ['平成元年3月31日生', 'heisei', 1, 3, 31],
  ['令和11年11月1日生', 'reiwa', 11, 11, 1],
  ['1988年8月8日生', 'western', 1988, 8, 8],
  ['昭和55年2月17日生??女', 'showa', 55, 2, 17],
  ['??昭和55年2月17日生', 'showa', 55, 2, 17],
] as const;

for (const [text, style, year, month, day] of birthDates) {
  test(`[R04] ${text} is a birth date`, () => {
    const { birth, expiry, code } = fieldsOf(lineOf(text));
    assert.is(birth?.style, style);
    assert.equal([birth?.year, birth?.month, birth?.day], [year, month, day]);
    assert.is(expiry, undefined);
    assert.is(code, undefined);
  });
}

test('[R04] a western date before まで有効 is the end of the card, whatever the model makes of ま, で and 効', () => {
  for (const ending of ['??有?', '?有', '????有', '有?']) {
    const { expiry, birth } = fieldsOf(lineOf(`2035年2月17日${ending}`));
    assert.equal([expiry?.year, expiry?.month, expiry?.day], [2035, 2, 17], ending);
    assert.is(birth, undefined);
  }
});

test('[R04] four digits alone are the security code, and so are four behind the end of the card', () => {
  assert.is(fieldsOf(lineOf('2285')).code, 0);
  const { expiry, code } = fieldsOf(lineOf('2035年2月17日??有?2285'));
  assert.is(expiry?.year, 2035);
  assert.is(code, 14);
});

const noFields = [
  ['a date that says neither 生 nor 有効', '2035年2月17日'],
  ["the empty form of the certificates' end", '年月日'],
  ['the end of the certificates, written after 有効期限', '??有??2030年2月17日'],
  ['an era without a year', '昭和年2月17日生'],
  ['letters of two eras', '昭成55年2月17日生'],
  ['one letter of an era', '和7年2月10日生'],
  ['a western year of three digits', '988年8月8日生'],
  ['a western year of five digits', '19888年8月8日生'],
  ['an era year of three digits', '昭和555年2月17日生'],
  ['a month of three digits', '昭和55年112月17日生'],
  ['a date whose 年 is lost', '昭和552月17日生'],
  ['five digits', '22851'],
  ['three digits', '228'],
  ['four digits after a letter', '?2285'],
  ['four digits in an address', '??1?2?2285'],
  ['a serial number', '1234567890123456'],
  ['nothing', ''],
] as const;

for (const [what, text] of noFields) {
  test(`[R04] ${what} is no field`, () => {
    assert.equal(fieldsOf(lineOf(text)), {});
  });
}

test('[R04] four digits that fill only a part of their line are no security code: writing unknown to the model stands beside them', () => {
  assert.equal(fieldsOf(lineOf('1203', { from: 0.5 })), {});
  assert.equal(fieldsOf(lineOf('1203', { to: 0.5 })), {});
});

test('[R04] digits behind the end of the card that are not four, or stand far off, are no security code', () => {
  assert.is(fieldsOf(lineOf('2035年2月17日??有?22851')).code, undefined);
  assert.is(fieldsOf(lineOf('2035年2月17日??有?228')).code, undefined);
  assert.is(fieldsOf(lineOf('2035年2月17日??有??????2285')).code, undefined);
});

test('a date is as sure as its least sure digit', () => {
  const line = lineOf('昭和55年2月17日生');
  line.confidences[0] = 0.3; // the era is no part of the digits; the calendar checks it
  line.confidences[7] = 0.5;
  assert.ok(Math.abs((fieldsOf(line).birth?.confidence ?? 0) - 0.5) < 1e-6);
});

test('property: whatever is recognised, fields are of the right form', () => {
  const anyText = fc.array(fc.constantFrom(...'0123456789年月日生有元昭和平成令?'), { maxLength: 40 });
  fc.assert(
    fc.property(anyText, (letters) => {
      const line = lineOf(letters.join(''));
      const { birth, expiry, code } = fieldsOf(line);
      for (const date of [birth, expiry]) {
        if (!date) continue;
        assert.ok(date.month < 100 && date.day < 100);
        assert.ok(date.style === 'western' ? date.year < 10_000 : date.year < 100);
        assert.ok(letters.join('').includes(birth ? '生' : '有'));
      }
      if (code !== undefined) assert.ok(/^[0-9]{4}$/.test(letters.slice(code, code + 4).join('')));
    }),
    { numRuns: 3000 },
  );
});

test.run();

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeB } from '../../firmware/card-face/code-b.ts';
import type { YearStyle } from '../../firmware/card-face/era.ts';

const test = suite('照合番号B');

const cards = [
  ['showa', 55, 2, 17, 2035, '2285', '55021720352285'],
  ['heisei', 1, 3, 31, 2025, '1234', '01033120251234'],
  ['reiwa', 1, 12, 1, 2029, '0007', '01120120290007'],
  ['meiji', 44, 7, 7, 2030, '9999', '44070720309999'],
  ['western', 1980, 2, 17, 2027, '2285', '80021720272285'],
  ['western', 2005, 11, 30, 2028, '0000', '05113020280000'],
] as const;

for (const [style, year, month, day, ends, security, code] of cards) {
  test(`[R04] ${style} ${year}-${month}-${day}, ends ${ends}, ${security} → ${code}`, () => {
    assert.is(make(style, year, month, day, ends, security), code);
  });
}

test('property: always 14 ASCII digits, of which each part gives back its field', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      fc.integer({ min: 2016, max: 2100 }),
      fc.integer({ min: 0, max: 9999 }),
      (year, month, day, ends, security) => {
        const code = make('showa', year, month, day, ends, String(security).padStart(4, '0'));
        assert.match(code, /^[0-9]{14}$/);
        const parts = [code.slice(0, 2), code.slice(2, 4), code.slice(4, 6), code.slice(6, 10), code.slice(10)];
        assert.equal(parts.map(Number), [year, month, day, ends, security]);
      },
    ),
  );
});

function make(style: YearStyle, year: number, month: number, day: number, ends: number, security: string): string {
  const birth = { style, year, month, day, confidence: 1 };
  const expiry = { style: 'western' as const, year: ends, month, day, confidence: 1 };
  return codeB(birth, expiry, Uint8Array.from(security, Number)).toString('ascii');
}

test.run();

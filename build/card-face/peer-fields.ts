import type { CalendarDay } from '../../firmware/card-face/calendar.ts';
import { codeB } from '../../firmware/card-face/code-b.ts';
import type { YearStyle } from '../../firmware/card-face/era.ts';
import type { PrintedDate } from '../../firmware/card-face/fields.ts';
import { datesPlausible } from '../../firmware/card-face/plausible.ts';

const eras: Readonly<Record<string, YearStyle>> = {
  明治: 'meiji',
  大正: 'taisho',
  昭和: 'showa',
  平成: 'heisei',
  令和: 'reiwa',
};
// Kindly: what is often taken for 日 counts as 日, and a blank between letters as none.
const day = '(\\d{1,2})月(\\d{1,2})[日田目曰]';
const birthRule = new RegExp(`(?:(${Object.keys(eras).join('|')})(\\d{1,2}|元)|(\\d{4}))年${day}生`, 'u');
const expiryRule = new RegExp(`(\\d{4})年${day}まで有効`, 'u');
const codeRule = /(?<=^|\s)\d{4}(?=\s|$)(?!\s*年)/gu;

/**
 * 照合番号B out of the text that a general reader of writing made of a frame, by the rules that ours has: a date before
 * 生, one before まで有効, four digits alone (once only), and dates that one card can have on the day `today`.
 */
export function valueInText(written: string, today: CalendarDay): string | undefined {
  const plain = written.normalize('NFKC');
  const close = plain.replace(/\s+/gu, '');
  const [born, ends] = [birthRule.exec(close), expiryRule.exec(close)];
  const codes = new Set(plain.match(codeRule));
  const [code] = codes;
  if (!born || !ends || code === undefined || codes.size !== 1) return undefined;
  const [, era, eraYear, western, month, date] = born;
  const style = era === undefined ? 'western' : (eras[era] ?? 'western');
  const birth = dateOf(style, eraYear === '元' ? '1' : (eraYear ?? western), month, date);
  const expiry = dateOf('western', ends[1], ends[2], ends[3]);
  if (!datesPlausible(birth, expiry, today)) return undefined;
  return codeB(birth, expiry, Uint8Array.from(code, Number)).toString('ascii');
}

const dateOf = (style: YearStyle, year = '0', month = '0', date = '0'): PrintedDate => ({
  style,
  year: Number(year),
  month: Number(month),
  day: Number(date),
  confidence: 1,
});

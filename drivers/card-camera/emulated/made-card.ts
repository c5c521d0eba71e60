import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CalendarDay } from '../../../firmware/card-face/calendar.ts';
import { projectHome } from '../../../firmware/device/home.ts';
import type { Random } from '../../camera/emulated/random.ts';
import type { PrintedFace } from '../../card/emulated/printed-face.ts';

/** A fictional card: what is printed on it, and the 照合番号B that a reader must make of it. */
export interface MadeCard {
  readonly face: PrintedFace;
  readonly code: string;
}

const eras = [
  ['大正', 1911, Date.UTC(1920, 0, 1), Date.UTC(1926, 11, 24)],
  ['昭和', 1925, Date.UTC(1926, 11, 25), Date.UTC(1989, 0, 7)],
  ['平成', 1988, Date.UTC(1989, 0, 8), Date.UTC(2019, 3, 30)],
  ['令和', 2018, Date.UTC(2019, 4, 1), Date.UTC(2025, 11, 31)],
] as const;
const names = ['番号　花子', '山田　太郎', '齋藤　美咲', '髙橋　健一', 'NGUYEN VAN AN'];
const addresses = [
  '東京都千代田区霞が関１丁目２番３号',
  '北海道札幌市中央区北１条西２丁目 カーサ札幌1203',
  '○○県□□市△△町◇丁目○番地▽▽号',
  '大阪府大阪市北区中之島1-3-20',
];
const portraitFiles = ['eileen-collins.jpg', 'grace-hopper.jpg'];
let portraits: readonly string[] | undefined;

const oneOf = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const two = (value: number) => String(value).padStart(2, '0');

/**
 * A card of a random holder, as it lies on a counter on the day `today`; every third with full-width digits, every tenth a
 * foreign resident's, some born on 29 February or in a first year.
 * @param index chooses era and kind, so that a run of them has all kinds
 */
export function madeCard(random: Random, index: number, today: CalendarDay): MadeCard {
  const foreign = index % 10 === 9;
  const [era, base, from, to] = eras[index % eras.length] as (typeof eras)[number];
  const birth = birthDate(random, index, base, from, to);
  const expiry = foreign ? new Date(Date.UTC(2026, 4, 1) + random() * 8e10) : lastDay(random, birth, today);
  const securityCode = Array.from({ length: 4 }, () => Math.floor(random() * 10)).join('');
  const eraYear = birth.getUTCFullYear() - base;
  const year = foreign ? birth.getUTCFullYear() % 100 : eraYear;
  const wide = index % 3 === 2 ? fullWidth : (text: string) => text;
  const spacing = oneOf(random, [' ', '', '　']);
  const printedYear = foreign
    ? `${birth.getUTCFullYear()}年`
    : `${era}${eraYear === 1 ? '元' : padded(eraYear, spacing)}年`;
  return {
    face: {
      name: oneOf(random, names),
      address: oneOf(random, addresses),
      sex: oneOf(random, ['男', '女']),
      birth: wide(`${printedYear}${monthAndDay(birth, spacing)}生`),
      expiry: wide(`${expiry.getUTCFullYear()}年${monthAndDay(expiry, spacing)}まで有効`),
      securityCode: wide(securityCode),
      issuer: oneOf(random, ['□□市長', '千代田区長', '札幌市長']),
      pinless: index % 7 === 6,
      photo: oneOf(random, loadPortraits()),
    },
    code: `${two(year)}${two(birth.getUTCMonth() + 1)}${two(birth.getUTCDate())}${expiry.getUTCFullYear()}${securityCode}`,
  };
}

function loadPortraits(): readonly string[] {
  portraits ??= portraitFiles.map((file) =>
    readFileSync(join(projectHome(), 'drivers/desk/portraits', file)).toString('base64'),
  );
  return portraits;
}

function birthDate(random: Random, index: number, base: number, from: number, to: number): Date {
  if (index % 11 === 5) return inFirstYear(random, base, from);
  const date = new Date(from + random() * (to - from));
  if (index % 11 !== 7) return date;
  const leap = new Date(Date.UTC(date.getUTCFullYear() - (date.getUTCFullYear() % 4), 1, 29));
  return leap.getTime() < from ? date : leap;
}

/** 元年: from the first day of the era to the end of that year. Few with 大正元年 are alive; their cards here are of 大正 9 on. */
function inFirstYear(random: Random, base: number, from: number): Date {
  const end = Date.UTC(base + 1, 11, 31);
  return new Date(from + random() * Math.max(0, end - from));
}

/** The last day of a card issued at a random time in the last years: the tenth birthday after it, the fifth for a minor. */
function lastDay(random: Random, birth: Date, today: CalendarDay): Date {
  const now = Date.UTC(today.year, today.month - 1, today.day);
  const issued = Math.max(birth.getTime() + 3e9, now - random() * 4 * 365 * 86_400_000);
  const at = new Date(Math.min(issued, now));
  const birthday = (year: number) => Date.UTC(year, birth.getUTCMonth(), birth.getUTCDate());
  const first = at.getUTCFullYear() + (birthday(at.getUTCFullYear()) > at.getTime() ? 0 : 1);
  const minor = at.getTime() < birthday(birth.getUTCFullYear() + 18);
  const last = new Date(birthday(first + (minor ? 4 : 9)));
  // Born on 29 February: the day before in other years.
  return last.getUTCMonth() === birth.getUTCMonth() ? last : new Date(last.getTime() - 86_400_000);
}

function monthAndDay(date: Date, spacing: string): string {
  return `${padded(date.getUTCMonth() + 1, spacing)}月${padded(date.getUTCDate(), spacing)}日`;
}

const padded = (value: number, spacing: string) => (value < 10 ? `${spacing}${value}` : String(value));

const fullWidth = (text: string) =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

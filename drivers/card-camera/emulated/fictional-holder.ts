import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';
import type { PlainDate } from '../../card/emulated/calendar.ts';

/** Who another card is made out to: nobody, and the same nobody for the same seed. */
export interface FictionalHolder {
  readonly name: string;
  readonly latinName: string;
  readonly address: string;
  readonly birth: PlainDate;
  readonly issued: PlainDate;
  /** Twelve digits of which a card takes as many as its numbers have. */
  readonly digits: string;
  /** File in the folder of portraits. */
  readonly portrait: string;
}

/** Women, as those on the portraits are. */
const people = [
  { name: '番号　花子', latinName: 'MIHON ANNA' },
  { name: '見本　和子', latinName: 'SAMPLE MARIA LUISA' },
  { name: '齋藤　美咲', latinName: 'NGUYEN THI MAU' },
  { name: '髙橋　由美', latinName: 'SPECIMEN CLARA' },
] as const;
const addresses = [
  '東京都千代田区霞が関１丁目２番３号',
  '北海道札幌市中央区北１条西２丁目1203',
  '大阪府大阪市北区中之島1-3-20',
  '○○県□□市△△町◇丁目○番地▽▽号',
] as const;
const portraits = ['eileen-collins.jpg', 'grace-hopper.jpg'] as const;

/**
 * Makes up the holder of another card: of age when it was issued.
 * @param years the first and the last year in which it may have been issued
 */
export function fictionalHolder(random: Random, years: readonly [first: number, last: number]): FictionalHolder {
  const issued = dayOf(random, ...years);
  return {
    ...oneOf(random, people),
    address: oneOf(random, addresses),
    birth: dayOf(random, 1935, years[0] - 20),
    issued,
    digits: Array.from({ length: 12 }, () => Math.floor(10 * random())).join(''),
    portrait: oneOf(random, portraits),
  };
}

const oneOf = <T>(random: Random, list: readonly T[]): T => list[Math.floor(list.length * random())] as T;

/** A day of those years; never after the 28th, so that the same day is in every month. */
function dayOf(random: Random, first: number, last: number): PlainDate {
  const [year, month, day] = [between(random, first, last + 1), between(random, 1, 13), between(random, 1, 29)];
  return [year, month, day].map((part) => String(Math.floor(part)).padStart(2, '0')).join('-');
}

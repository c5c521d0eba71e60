import type { PlainDate } from '../../../card/emulated/calendar.ts';
import { birthdayAfter, eraText, eraYearOf, partsOf } from '../../../card/emulated/calendar.ts';
import type { Rule } from '../card-layout.ts';
import type { OtherCardLayout } from '../other-card-layout.ts';
import { downwards } from '../other-card-layout.ts';

const black = '#1c1d20';
const label = '#3d5f86';
const line = '#5d7fa6';

const two = (value: number): string => String(value).padStart(2, '0');

/** Printed with leading noughts: `令和06年03月17日`. */
const padded = (date: PlainDate): string => eraText(date).replaceAll(' ', '0');

/** A month after the fifth birthday: `2029年(令和11年)03月17日まで有効`. */
function validUntil(birth: PlainDate, issued: PlainDate): string {
  const { year, month, day } = partsOf(birthdayAfter(birth, issued, 5));
  const end = new Date(Date.UTC(year, month, day)); // months count from 0: the next one
  const { era, year: eraYear } = eraYearOf(end.toISOString().slice(0, 10));
  return `${end.getUTCFullYear()}年(${era}${two(eraYear)}年)${two(end.getUTCMonth() + 1)}月${two(end.getUTCDate())}日まで有効`;
}

const kinds = ['大型', '中型', '準中', '普通', '大特', '大自', '普自', '小特', '原付', '引']; // 種類
const held = ['準中', '普通', '原付'];
const cell = { x: 32.2, y: 40.6, width: 2.9, height: 5.4 } as const;

const rows: readonly Rule[] = [9.2, 14.4, 18.4, 23.4].map((y) => ({
  from: [3, y],
  to: [82.6, y],
  ink: line,
  solid: true,
}));
const grid: readonly Rule[] = Array.from({ length: 11 }, (_, column) => {
  const x = cell.x + column * cell.width;
  return { from: [x, cell.y], to: [x, cell.y + cell.height * 1.9], ink: line, solid: true } as const;
});

/** 運転免許証, as the police of the prefectures issue it. */
export const drivingLicence: OtherCardLayout = {
  issued: [2021, 2025],
  ground: {
    stops: ['#e3eff0', '#dbe9f2', '#e9e3ef'],
    glow: '#f8fcfa',
    waves: [
      { count: 40, ink: '#9cc4c9', swing: 7, length: 200, phase: 0.4 },
      { count: 30, ink: '#c3b3d6', swing: 11, length: 320, phase: 2 },
    ],
    rosettes: { ink: '#9fc0b4', at: [{ x: 0.33, y: 0.62, size: 200 }] },
    panels: [
      { x: 3, y: 4, width: 79.6, height: 46.8, fill: '#ffffff', opacity: 0.25, stroke: line, corner: 4 },
      { x: 3, y: 18.4, width: 79.6, height: 5, fill: '#e0b84a', opacity: 0.95 },
      {
        x: cell.x,
        y: cell.y,
        width: 10 * cell.width,
        height: cell.height * 1.9,
        fill: '#fff',
        opacity: 0.4,
        stroke: line,
      },
    ],
    rules: [
      ...rows,
      ...grid,
      { from: [cell.x, 45.7], to: [cell.x + 10 * cell.width, 45.7], ink: line, solid: true },
      { from: [62, 23.4], to: [62, 40.6], ink: line, solid: true },
    ],
  },
  photo: { x: 63, y: 24.2, width: 18.8, height: 23.6 },
  words: [
    { text: '氏名', x: 4, middle: 6.6, em: 1.8, room: 5, ink: label },
    { text: ({ name }) => name, x: 11, middle: 6.7, em: 3.2, room: 36, ink: black },
    { text: ({ birth }) => `${eraText(birth)}生`, x: 81.8, middle: 6.7, em: 2.5, room: 30, ink: black, from: 'right' },
    { text: '住所', x: 4, middle: 11.8, em: 1.8, room: 5, ink: label },
    { text: ({ address }) => address, x: 11, middle: 11.8, em: 2.5, room: 70, ink: black },
    { text: '交付', x: 4, middle: 16.4, em: 1.8, room: 5, ink: label },
    {
      text: ({ issued, digits }) => `${padded(issued)}　${digits.slice(0, 5)}`,
      x: 11,
      middle: 16.4,
      em: 2.3,
      room: 46,
      ink: black,
    },
    { text: ({ birth, issued }) => validUntil(birth, issued), x: 5, middle: 20.9, em: 3.1, room: 56, ink: black },
    { text: '免許の', x: 4, middle: 26, em: 1.7, room: 6, ink: label },
    { text: '条件等', x: 4, middle: 28.2, em: 1.7, room: 6, ink: label },
    { text: '眼鏡等', x: 11, middle: 26, em: 2.2, room: 40, ink: black },
    { text: '準中型車は準中型車(5t)に限る', x: 11, middle: 29, em: 2.2, room: 42, ink: black },
    { text: '優良', x: 12, middle: 36.4, em: 2.8, room: 8, ink: label, weight: 'bold' },
    { text: '番号', x: 4, middle: 40.4, em: 1.8, room: 5, ink: label },
    { text: ({ digits }) => `第　${digits}　号`, x: 4, middle: 43.2, em: 2.3, room: 27.4, ink: black },
    { text: ({ issued }) => `二・小・原　${padded(issued)}`, x: 4, middle: 46.2, em: 1.6, room: 27, ink: black },
    { text: ({ issued }) => `他　　　　　${padded(issued)}`, x: 4, middle: 48.2, em: 1.6, room: 27, ink: black },
    { text: '種類', x: 32.4, middle: 39.4, em: 1.6, room: 5, ink: label },
    ...kinds.flatMap((kind, column) => [
      { text: kind, x: cell.x + column * cell.width + 0.25, middle: 43.3, em: 1.25, room: 2.4, ink: label },
      {
        text: held.includes(kind) ? kind : '―',
        x: cell.x + column * cell.width + 0.25,
        middle: 48.7,
        em: 1.25,
        room: 2.4,
        ink: black,
      },
    ]),
    ...downwards('運転免許証', { x: 57.6, middle: 25.6, em: 3, room: 3.6, ink: label, weight: 'bold' }, 3.4),
    { text: '○○県公安委員会', x: 81.8, middle: 49.4, em: 1.7, room: 18.6, ink: black, from: 'right' },
  ],
};

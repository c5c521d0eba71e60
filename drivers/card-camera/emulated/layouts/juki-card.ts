import { birthdayAfter, eraText, westernText } from '../../../card/emulated/calendar.ts';
import type { OtherCardLayout } from '../other-card-layout.ts';

const black = '#1d211f';
const label = '#3c6b57';

/** 住民基本台帳カード with a photo (様式第二), the forerunner of the My Number Card: the last ran out in 2025. */
export const jukiCard: OtherCardLayout = {
  issued: [2005, 2015],
  ground: {
    stops: ['#e6f2e4', '#d9ecdf', '#eaf1dc'],
    glow: '#fafdf6',
    waves: [
      { count: 30, ink: '#a5cfae', swing: 12, length: 380, phase: 0.3 },
      { count: 30, ink: '#c9d6a0', swing: 9, length: 220, phase: 1.5 },
    ],
    rosettes: { ink: '#9cc7ab', at: [{ x: 0.7, y: 0.68, size: 170 }] },
    panels: [
      { x: 29.4, y: 44.6, width: 53.2, height: 5.6, fill: '#fbfdf9', opacity: 0.8, stroke: '#9fc3ac', corner: 6 },
    ],
    rules: [],
  },
  photo: { x: 3.4, y: 18.6, width: 24, height: 32 },
  words: [
    { text: '住民基本台帳カード', x: 3.4, middle: 5.6, em: 4, room: 50, ink: label, weight: 'bold' },
    { text: '○○県□□市', x: 82.2, middle: 5.6, em: 2.4, room: 24, ink: label, from: 'right' },
    { text: '氏名', x: 3.4, middle: 12.6, em: 2, room: 6, ink: label },
    { text: ({ name }) => name, x: 10, middle: 12.6, em: 3.8, room: 50, ink: black },
    { text: '生年月日', x: 29.6, middle: 20.8, em: 1.9, room: 9, ink: label },
    { text: ({ birth }) => `${eraText(birth)}生`, x: 39.4, middle: 20.8, em: 2.6, room: 30, ink: black },
    { text: '性別', x: 72, middle: 20.8, em: 1.9, room: 5, ink: label },
    { text: '女', x: 77.6, middle: 20.8, em: 2.6, room: 5, ink: black },
    { text: '住所', x: 29.6, middle: 26, em: 1.9, room: 6, ink: label },
    { text: ({ address }) => address, x: 35.4, middle: 26, em: 2.4, room: 47, ink: black },
    {
      text: ({ issued }) => `${westernText(birthdayAfter(issued, issued, 10))}まで有効`,
      x: 29.6,
      middle: 32,
      em: 2.6,
      room: 34,
      ink: black,
    },
    { text: '□□市長', x: 29.6, middle: 38, em: 2.4, room: 20, ink: black },
    { text: 'サインパネル領域', x: 30.2, middle: 43.6, em: 1.1, room: 14, ink: label },
  ],
};

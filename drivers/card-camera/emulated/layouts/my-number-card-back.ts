import { eraText } from '../../../card/emulated/calendar.ts';
import type { OtherCardLayout } from '../other-card-layout.ts';

const black = '#1f1a1c';
const label = '#7d4a55';
const gold = '#b98f3c';

/** The back (裏面) of the My Number Card: magnetic stripe, contacts, the number and its QR code. */
export const myNumberCardBack: OtherCardLayout = {
  issued: [2016, 2025],
  ground: {
    stops: ['#fdeee6', '#fbe6e6', '#f7e3ea'],
    glow: '#fffaf4',
    waves: [
      { count: 34, ink: '#e7a9b4', swing: 10, length: 300, phase: 1.1 },
      { count: 34, ink: '#e9bfa6', swing: 12, length: 280, phase: 0.2 },
    ],
    rosettes: { ink: '#e2a3b6', at: [{ x: 0.45, y: 0.68, size: 190 }] },
    panels: [
      { x: 0, y: 4.2, width: 85.6, height: 8.6, fill: '#26221f', opacity: 1 },
      { x: 9.2, y: 19.2, width: 12.6, height: 11.4, fill: '#e3c16f', opacity: 1, stroke: gold, corner: 16 },
      { x: 28, y: 17.4, width: 36, height: 8.4, fill: '#fffdfa', opacity: 0.85, stroke: '#d9a9b0', corner: 6 },
    ],
    rules: [
      { from: [9.2, 23], to: [13.4, 23], ink: gold, solid: true },
      { from: [9.2, 26.8], to: [13.4, 26.8], ink: gold, solid: true },
      { from: [17.6, 23], to: [21.8, 23], ink: gold, solid: true },
      { from: [17.6, 26.8], to: [21.8, 26.8], ink: gold, solid: true },
      { from: [13.4, 19.2], to: [13.4, 30.6], ink: gold, solid: true },
      { from: [17.6, 19.2], to: [17.6, 30.6], ink: gold, solid: true },
    ],
  },
  qrCode: { x: 68.2, y: 15.6, width: 13.6, height: 13.6 },
  words: [
    { text: '個人番号', x: 29, middle: 18.9, em: 1.7, room: 12, ink: label },
    { text: '0000 0000 0000', x: 30.6, middle: 22.8, em: 3.6, room: 31, ink: black }, // never a number that might be somebody's
    { text: '氏名', x: 28.2, middle: 30.4, em: 1.9, room: 6, ink: label },
    { text: ({ name }) => name, x: 35, middle: 30.4, em: 3, room: 31, ink: black },
    { text: '生年月日', x: 28.2, middle: 35.2, em: 1.9, room: 9, ink: label },
    { text: ({ birth }) => `${eraText(birth)}生`, x: 38, middle: 35.2, em: 2.5, room: 30, ink: black },
    { text: 'このカードは個人番号を証明する書類です。', x: 9.2, middle: 43.4, em: 1.6, room: 60, ink: label },
    {
      text: '法律で認められた場合を除き、裏面の写しを取ることはできません。',
      x: 9.2,
      middle: 46,
      em: 1.4,
      room: 66,
      ink: label,
    },
    { text: '紛失のときの連絡先　0000-00-0000', x: 9.2, middle: 48.6, em: 1.4, room: 60, ink: label },
  ],
};

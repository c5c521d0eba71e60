import type { FaceLayout, Panel, Rule } from '../card-layout.ts';
import { organNotes } from './organ-notes.ts';

const black = '#1f1a1c';
const label = '#7d4a55';
const faint = '#8d6a72';

const areas = {
  photo: { x: 3, y: 19.2, width: 24, height: 32 },
  ghost: { x: 72.6, y: 27.6, width: 9.6, height: 12.8 },
  signaturePanel: { x: 29.4, y: 17, width: 53.2, height: 9.4 },
  certificateEnd: { x: 47.4, y: 38.2, width: 23.2, height: 2.8 },
  organNotes: { x: 29.4, y: 42, width: 53.2, height: 9.4 },
} as const;

const framed = { stroke: '#d9a9b0', corner: 6 } as const;
const panels: readonly Panel[] = [
  { ...areas.signaturePanel, ...framed, fill: '#fdfaf6', opacity: 0.82 },
  { ...areas.certificateEnd, ...framed, fill: '#fdfaf6', opacity: 0.7 },
  { ...areas.organNotes, ...framed, fill: '#fdf3ee', opacity: 0.55 },
];

/** Two lines in the signature panel (サインパネル領域), where changes of address and name are written. */
const signatureLines: readonly Rule[] = [1 / 3, 2 / 3].map((part) => {
  const { x, y, width, height } = areas.signaturePanel;
  return { from: [x + 1, y + height * part], to: [x + width - 1, y + height * part], ink: '#e3c3c6' };
});

/**
 * The front of the cards issued since 2016, in millimetres from the top left corner.
 * What is printed is public; exact positions are in no public source, so these are only true to the look of the real one.
 */
export const currentGeneration = {
  codeDigits: 4,
  areas,
  ground: {
    stops: ['#fbe3e2', '#f8d9df', '#f6dfd3'],
    glow: '#fff6ee',
    waves: [
      { count: 34, ink: '#e7a9b4', swing: 9, length: 260, phase: 0 },
      { count: 34, ink: '#e9bfa6', swing: 13, length: 340, phase: 1.9 },
    ],
    rosettes: {
      ink: '#e2a3b6',
      at: [
        { x: 0.79, y: 0.3, size: 150 },
        { x: 0.16, y: 0.66, size: 190 },
      ],
    },
    panels,
    rules: signatureLines,
  },
  fields: {
    name: { x: 9.4, middle: 5.2, em: 3.9, room: 49, ink: black },
    address: { x: 9.4, middle: 10.6, em: 2.7, room: 73, ink: black },
    addressRest: { x: 9.4, middle: 14.1, em: 2.7, room: 73, ink: black },
    birth: { x: 29.6, middle: 29.4, em: 2.7, room: 27, ink: black },
    sex: { x: 65, middle: 29.4, em: 2.7, room: 5.4, ink: black },
    expiry: { x: 29.6, middle: 34.6, em: 2.6, room: 28, ink: black },
    securityCode: { x: 62, middle: 34.4, em: 3, room: 9, ink: black },
    issuer: { x: 29.6, middle: 39.6, em: 2.3, room: 16.5, ink: black },
    serial: { x: 82.6, middle: 3.2, em: 1.5, room: 22, ink: black, from: 'right' },
    pinless: { x: 31, middle: 19.6, em: 2.6, room: 30, ink: black },
  },
  words: [
    { text: '氏名', x: 3.2, middle: 5.2, em: 2.2, room: 6, ink: label },
    { text: '住所', x: 3.2, middle: 10.6, em: 2.2, room: 6, ink: label },
    { text: '性別', x: 59.4, middle: 29.4, em: 2.2, room: 6, ink: label },
    { text: '個人番号カード', x: 82.6, middle: 6.2, em: 2.5, room: 22, ink: label, weight: 'bold', from: 'right' },
    { text: 'マイナンバーカード', x: 82.6, middle: 8.5, em: 1.2, room: 20, ink: faint, from: 'right' },
    { text: '電子証明書の有効期限', x: 47.6, middle: 37.4, em: 1.2, room: 16, ink: label },
    { text: '年　　月　　日', x: 53.4, middle: 39.6, em: 1.5, room: 16, ink: label },
  ],
  organNotes,
} as const satisfies FaceLayout;

import type { FaceLayout, Panel } from '../card-layout.ts';
import { organNotes } from './organ-notes.ts';

const black = '#1b1d22';
const label = '#4f5f78';

const areas = {
  photo: { x: 3, y: 8.4, width: 23.4, height: 31.2 },
  ghost: { x: 74.4, y: 18.6, width: 8.1, height: 10.8 },
  signaturePanel: { x: 29.4, y: 35.8, width: 53.2, height: 6.6 },
  organNotes: { x: 29.4, y: 43.4, width: 53.2, height: 8.8 },
} as const;

const framed = { stroke: '#b3bfd3', corner: 6 } as const;
const panels: readonly Panel[] = [
  { ...areas.signaturePanel, ...framed, fill: '#fcfdfe', opacity: 0.85 },
  { ...areas.organNotes, ...framed, fill: '#f4f7fb', opacity: 0.55 },
  { x: 3, y: 6.6, width: 79.6, height: 0.35, fill: '#c2566b', opacity: 0.7 },
];

/**
 * The front of the announced next generation, in millimetres from the top left corner. Public are: 日本国 JAPAN on it, no sex,
 * the certificates' end no longer written by hand (they last as long as the card), a security code of six digits.
 * Where things stand is not settled: these are places that differ from today's. Its フリガナ are left out, no card here has any.
 */
export const nextGeneration = {
  codeDigits: 6,
  areas,
  ground: {
    stops: ['#eef2f8', '#f3e9ee', '#e6eef2'],
    glow: '#ffffff',
    waves: [
      { count: 26, ink: '#b9c6de', swing: 14, length: 420, phase: 0.6 },
      { count: 26, ink: '#e2b9c4', swing: 8, length: 300, phase: 2.4 },
    ],
    rosettes: { ink: '#a9bbd6', at: [{ x: 0.62, y: 0.5, size: 230 }] },
    panels,
    rules: [],
  },
  fields: {
    name: { x: 29.6, middle: 11.6, em: 4.2, room: 50, ink: black },
    birth: { x: 38.4, middle: 17, em: 2.6, room: 28, ink: black },
    address: { x: 35.4, middle: 21.6, em: 2.4, room: 38, ink: black },
    addressRest: { x: 35.4, middle: 25, em: 2.4, room: 38, ink: black },
    expiry: { x: 29.6, middle: 31.6, em: 2.6, room: 28, ink: black },
    securityCode: { x: 82.6, middle: 32.2, em: 3, room: 13.4, ink: black, from: 'right' },
    issuer: { x: 3.2, middle: 43, em: 2.3, room: 23, ink: black },
    serial: { x: 3.2, middle: 50.4, em: 1.4, room: 22, ink: black },
    pinless: { x: 31, middle: 39.1, em: 2.6, room: 30, ink: black },
  },
  words: [
    { text: '日本国 JAPAN', x: 3.2, middle: 4.2, em: 2.6, room: 24, ink: label, weight: 'bold' },
    { text: 'マイナンバーカード', x: 82.6, middle: 3.6, em: 2.2, room: 28, ink: label, weight: 'bold', from: 'right' },
    { text: 'Individual Number Card', x: 82.6, middle: 5.6, em: 1.1, room: 24, ink: label, from: 'right' },
    { text: '生年月日', x: 29.6, middle: 17, em: 1.8, room: 8, ink: label },
    { text: '住所', x: 29.6, middle: 21.6, em: 1.8, room: 5, ink: label },
    { text: '追記欄', x: 78, middle: 37, em: 1.1, room: 4, ink: label },
  ],
  organNotes,
} as const satisfies FaceLayout;

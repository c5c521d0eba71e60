import type { PlainDate } from '../../../card/emulated/calendar.ts';
import { birthdayAfter, westernText } from '../../../card/emulated/calendar.ts';
import type { FictionalHolder } from '../fictional-holder.ts';
import type { OtherCardLayout } from '../other-card-layout.ts';

const black = '#1d1c22';
const label = '#5d4f86';

/** Printed with leading noughts: `1985年03月09日`. */
const padded = (date: PlainDate): string => westernText(date).replaceAll(' ', '0');

/** The stay, and with it the card, ends some years after it was issued: on no birthday. */
const stayEnds = ({ issued }: FictionalHolder): string => padded(birthdayAfter(issued, issued, 5));

/** 在留カード, as the Immigration Services Agency issues it. */
export const residenceCard: OtherCardLayout = {
  issued: [2021, 2025],
  ground: {
    stops: ['#ece3f2', '#e3e8f4', '#f1e3ea'],
    glow: '#fbf8fd',
    waves: [
      { count: 36, ink: '#b7a6d6', swing: 10, length: 240, phase: 0.9 },
      { count: 36, ink: '#d8b1c6', swing: 10, length: 240, phase: 2.6 },
    ],
    rosettes: {
      ink: '#a89bd0',
      at: [
        { x: 0.3, y: 0.5, size: 210 },
        { x: 0.88, y: 0.85, size: 120 },
      ],
    },
    panels: [{ x: 2.8, y: 44.6, width: 58, height: 6.2, fill: '#ffffff', opacity: 0.5, stroke: label, corner: 4 }],
    rules: [[8.6], [12.8], [17.2], [21.6], [26], [30.4], [35.4], [40.3]].map(([y = 0]) => ({
      from: [3, y],
      to: [60.6, y],
      ink: '#a79cc4',
    })),
  },
  photo: { x: 62.4, y: 13, width: 20, height: 26.6 },
  words: [
    { text: '日本国政府', x: 3.2, middle: 4.4, em: 1.7, room: 12, ink: label },
    { text: 'GOVERNMENT OF JAPAN', x: 3.2, middle: 6.6, em: 1.1, room: 18, ink: label },
    { text: '在留カード', x: 22, middle: 5, em: 3.2, room: 18, ink: label, weight: 'bold' },
    { text: 'RESIDENCE CARD', x: 39.6, middle: 5.2, em: 1.8, room: 18, ink: label },
    { text: '番号 No.', x: 62, middle: 4, em: 1.3, room: 8, ink: label },
    {
      text: ({ digits }) => `AB${digits.slice(0, 8)}CD`,
      x: 82.4,
      middle: 7,
      em: 2.5,
      room: 22,
      ink: black,
      from: 'right',
    },
    { text: '氏名 NAME', x: 3.2, middle: 10.8, em: 1.3, room: 10, ink: label },
    { text: ({ latinName }) => latinName, x: 14, middle: 10.9, em: 2.7, room: 46, ink: black },
    { text: '生年月日 DATE OF BIRTH', x: 3.2, middle: 15.1, em: 1.2, room: 17, ink: label },
    { text: ({ birth }) => padded(birth), x: 20.6, middle: 15.1, em: 2.4, room: 24, ink: black },
    { text: '性別 SEX', x: 46, middle: 15.1, em: 1.2, room: 6, ink: label },
    { text: '女 F.', x: 53, middle: 15.1, em: 2.2, room: 7, ink: black },
    { text: '国籍・地域 NATIONALITY/REGION', x: 3.2, middle: 19.5, em: 1.2, room: 22, ink: label },
    { text: '見本国', x: 28, middle: 19.5, em: 2.4, room: 30, ink: black },
    { text: '住居地 ADDRESS', x: 3.2, middle: 23.9, em: 1.2, room: 12, ink: label },
    { text: ({ address }) => address, x: 15.4, middle: 23.9, em: 2.2, room: 45, ink: black },
    { text: '在留資格 STATUS', x: 3.2, middle: 28.3, em: 1.2, room: 12, ink: label },
    { text: '技術・人文知識・国際業務', x: 17, middle: 28.3, em: 2.3, room: 42, ink: black },
    { text: '就労制限の有無', x: 3.2, middle: 33, em: 1.2, room: 12, ink: label },
    { text: '在留資格に基づく就労活動のみ可', x: 17, middle: 33, em: 2.2, room: 43, ink: black },
    {
      text: '在留期間(満了日) PERIOD OF STAY (DATE OF EXPIRATION)',
      x: 3.2,
      middle: 36.5,
      em: 1.1,
      room: 38,
      ink: label,
    },
    { text: (holder) => `5年(${stayEnds(holder)})`, x: 17, middle: 38.5, em: 2, room: 43, ink: black },
    { text: '許可年月日', x: 3.2, middle: 42.4, em: 1.2, room: 8, ink: label },
    { text: ({ issued }) => padded(issued), x: 12, middle: 42.4, em: 1.9, room: 18, ink: black },
    { text: '交付年月日', x: 34, middle: 42.4, em: 1.2, room: 8, ink: label },
    { text: ({ issued }) => padded(issued), x: 42.8, middle: 42.4, em: 1.9, room: 18, ink: black },
    { text: 'このカードは', x: 4, middle: 46.4, em: 1.4, room: 10, ink: label },
    { text: (holder) => `${stayEnds(holder)}まで有効です。`, x: 14, middle: 46.7, em: 2.5, room: 46, ink: black },
    { text: 'PERIOD OF VALIDITY OF THIS CARD', x: 14, middle: 49.4, em: 1.1, room: 30, ink: label },
    { text: '出入国在留管理庁長官', x: 82.4, middle: 43.4, em: 1.9, room: 20, ink: black, from: 'right' },
    { text: '法務省　MOJ', x: 82.4, middle: 48, em: 2.2, room: 20, ink: label, weight: 'bold', from: 'right' },
  ],
};

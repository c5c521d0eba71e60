import { eraText } from '../../../card/emulated/calendar.ts';
import type { OtherCardLayout } from '../other-card-layout.ts';

const black = '#20242a';
const label = '#35577f';

/** 健康保険被保険者証 of an insured person (本人), as handed out until December 2024: without a photo. */
export const healthInsuranceCard: OtherCardLayout = {
  issued: [2020, 2024],
  ground: {
    stops: ['#dcebf6', '#d3e6f3', '#e1eef5'],
    glow: '#f3fafd',
    waves: [
      { count: 44, ink: '#a2c6e2', swing: 6, length: 150, phase: 0 },
      { count: 44, ink: '#b3d0e0', swing: 6, length: 150, phase: 3.1 },
    ],
    rosettes: { ink: '#a9cbe3', at: [{ x: 0.8, y: 0.55, size: 140 }] },
    panels: [{ x: 2.6, y: 38.2, width: 80.4, height: 0.25, fill: label, opacity: 0.7 }],
    rules: [],
  },
  words: [
    { text: '健康保険', x: 4, middle: 5.4, em: 2.6, room: 12, ink: label, weight: 'bold' },
    { text: '被保険者証', x: 4, middle: 9, em: 3.4, room: 22, ink: label, weight: 'bold' },
    { text: '本人(被保険者)', x: 36, middle: 5.4, em: 2.2, room: 20, ink: label },
    {
      text: ({ issued }) => `${eraText(issued)}　交付`,
      x: 82,
      middle: 9,
      em: 2.2,
      room: 30,
      ink: black,
      from: 'right',
    },
    { text: '記号', x: 4, middle: 14.4, em: 2, room: 6, ink: label },
    { text: ({ digits }) => digits.slice(0, 8), x: 11, middle: 14.4, em: 2.8, room: 20, ink: black },
    { text: '番号', x: 36, middle: 14.4, em: 2, room: 6, ink: label },
    { text: ({ digits }) => digits.slice(8), x: 43, middle: 14.4, em: 2.8, room: 14, ink: black },
    { text: '(枝番)', x: 60, middle: 14.4, em: 2, room: 8, ink: label },
    { text: '00', x: 68.4, middle: 14.4, em: 2.8, room: 6, ink: black },
    { text: '氏名', x: 4, middle: 19.4, em: 2, room: 6, ink: label },
    { text: ({ name }) => name, x: 22, middle: 19.4, em: 3.2, room: 40, ink: black },
    { text: '生年月日', x: 4, middle: 24, em: 2, room: 10, ink: label },
    { text: ({ birth }) => eraText(birth), x: 22, middle: 24, em: 2.5, room: 30, ink: black },
    { text: '性別', x: 60, middle: 24, em: 2, room: 6, ink: label },
    { text: '女', x: 67, middle: 24, em: 2.5, room: 5, ink: black },
    { text: '資格取得年月日', x: 4, middle: 28.2, em: 2, room: 17, ink: label },
    { text: ({ issued }) => eraText(issued), x: 22, middle: 28.2, em: 2.5, room: 30, ink: black },
    { text: '事業所名称', x: 4, middle: 34, em: 2, room: 14, ink: label },
    { text: '株式会社　見本商事', x: 22, middle: 34, em: 2.4, room: 50, ink: black },
    { text: '保険者番号', x: 4, middle: 41.4, em: 2, room: 14, ink: label },
    { text: '00000000', x: 22, middle: 41.4, em: 2.8, room: 30, ink: black },
    { text: '保険者名称', x: 4, middle: 45.4, em: 2, room: 14, ink: label },
    { text: '見本健康保険組合', x: 22, middle: 45.4, em: 2.4, room: 50, ink: black },
    { text: '保険者所在地', x: 4, middle: 49.2, em: 2, room: 16, ink: label },
    { text: '○○県□□市△△町１－２－３', x: 22, middle: 49.2, em: 2.2, room: 56, ink: black },
  ],
};

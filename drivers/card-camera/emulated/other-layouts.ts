import type { Area } from './card-layout.ts';

/** Cards that a patient may lay in place of the My Number Card, and its own back. */
export type OtherCardKind =
  | 'my-number-card-back'
  | 'driving-licence'
  | 'health-insurance-card'
  | 'residence-card'
  | 'juki-card';

/** What stands where, in millimetres: a line's left end, its middle height, the size of an em. */
export interface OtherLayout {
  readonly colour: string;
  readonly words: readonly (readonly [text: string, x: number, middle: number, em: number])[];
  readonly photo?: Area;
  readonly band?: Area & { readonly colour: string };
  readonly code?: { readonly x: number; readonly y: number; readonly side: number };
}

/** After the public look of each; every holder and number is made up. */
export const otherLayouts: Readonly<Record<OtherCardKind, OtherLayout>> = {
  'my-number-card-back': {
    colour: '#f6e9e4',
    words: [
      ['個人番号', 30, 8, 2.6],
      ['0000 0000 0000', 30, 13, 4.4],
      ['氏名　番号　花子', 30, 21, 2.8],
      ['平成元年 3月31日生', 30, 26, 2.6],
      ['2025年 3月31日まで有効', 30, 31, 2.6],
      ['2285', 66, 31, 2.8],
    ],
    band: { x: 8, y: 19, width: 11, height: 9, colour: '#c7a752' },
    code: { x: 66, y: 36, side: 14 },
  },
  'driving-licence': {
    colour: '#e4edf2',
    words: [
      ['氏名', 3, 5, 2.2],
      ['番　号　　花　子', 10, 5, 3],
      ['昭和55年 2月17日生', 55, 5, 2.6],
      ['住所', 3, 10, 2.2],
      ['東京都千代田区霞が関一丁目2番2号', 10, 10, 2.6],
      ['交付　令和06年03月10日　12345', 3, 15, 2.4],
      ['2029年(令和11年)03月17日まで有効', 3, 20.5, 2.9],
      ['免許の', 3, 26, 2],
      ['条件等　眼鏡等', 3, 29, 2.4],
      ['優良', 44, 33, 3],
      ['番号　第 012345678900 号', 3, 39, 2.8],
      ['運転免許証', 60, 49, 4],
      ['二・小・原　平成11年05月20日', 3, 45, 2],
    ],
    photo: { x: 59, y: 14, width: 24, height: 30 },
    band: { x: 2, y: 18.2, width: 55, height: 4.6, colour: '#d8b64a' },
  },
  'health-insurance-card': {
    colour: '#dfeccf',
    words: [
      ['健康保険　被保険者証', 18, 6, 3.6],
      ['本人（被保険者）　令和 6年 4月 1日交付', 20, 11, 2.2],
      ['記号 21700023　番号 1234　枝番 00', 8, 17, 2.6],
      ['氏名　番号　花子', 8, 23, 3],
      ['生年月日　昭和55年 2月17日', 8, 28, 2.6],
      ['性別　女', 60, 28, 2.6],
      ['資格取得年月日　平成15年 4月 1日', 8, 33, 2.6],
      ['事業所名称　○○○○株式会社', 8, 39, 2.4],
      ['保険者番号　01130012', 8, 44, 2.4],
      ['全国健康保険協会　東京支部', 8, 49, 2.6],
    ],
  },
  'residence-card': {
    colour: '#e3eee6',
    words: [
      ['日本国政府　在留カード', 4, 5, 3],
      ['RESIDENCE CARD', 36, 5, 2],
      ['番号 AB12345678CD', 58, 5, 2.2],
      ['氏名 NAME', 3, 10, 1.8],
      ['TURNER ELIZABETH', 14, 10, 3],
      ['生年月日 1985年12月31日　性別 女 F.', 3, 15.5, 2.4],
      ['国籍・地域 米国', 3, 20, 2.4],
      ['住居地 東京都千代田区霞が関1丁目1番1号', 3, 25, 2.4],
      ['在留資格 留学', 3, 30, 2.6],
      ['在留期間（満了日） 4年3月（2028年10月20日）', 3, 36, 2.4],
      ['許可の種類 在留期間更新許可', 3, 40, 2],
      ['このカードは 2028年10月20日まで有効 です。', 3, 47, 2.6],
    ],
    photo: { x: 60, y: 12, width: 22, height: 28 },
  },
  'juki-card': {
    colour: '#f4f0d6',
    words: [
      ['住民基本台帳カード', 24, 6, 3.8],
      ['氏名　番号　花子', 4, 15, 3],
      ['生年月日　昭和55年 2月17日生', 4, 21, 2.6],
      ['性別　女', 48, 21, 2.6],
      ['住所　○○県□□市△△町◇丁目○番地', 4, 27, 2.6],
      ['2015年 2月17日まで有効', 4, 36, 2.8],
      ['連絡先　□□市役所　2285', 4, 43, 2.4],
      ['□□市', 4, 48, 2.6],
    ],
    photo: { x: 60, y: 15, width: 20, height: 26 },
  },
};

export const otherCardKinds = Object.keys(otherLayouts) as readonly OtherCardKind[];

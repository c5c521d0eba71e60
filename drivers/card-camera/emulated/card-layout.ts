/**
 * Where things stand on a drawn card's front, in millimetres from its top left corner. The card is ID-1 (ISO/IEC 7810).
 * What is printed is public; exact positions are in no public source, so these are only true to the look of the real one.
 */
export const cardSize = { width: 85.6, height: 53.98, corner: 3.18 } as const;

/** The drawn card's size in pixels: ID-1 at 300 dpi. */
export const cardPixels = { width: 1012, height: 638 } as const;

/** Pixels in a millimetre of the drawn card. */
export const pixelsPerMm = cardPixels.width / cardSize.width;

/** A rectangle in millimetres. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a line of text stands: left end (or right end), middle height, size of an em, the room it has; all mm. */
export interface TextPlace {
  readonly x: number;
  readonly middle: number;
  readonly em: number;
  readonly room: number;
  readonly ink: string;
  readonly weight?: 'regular' | 'bold';
  readonly from?: 'left' | 'right';
}

const black = '#1f1a1c';
const label = '#7d4a55';
const faint = '#8d6a72';

export const areas = {
  photo: { x: 3, y: 19.2, width: 24, height: 32 },
  ghost: { x: 72.6, y: 27.6, width: 9.6, height: 12.8 },
  signaturePanel: { x: 29.4, y: 17, width: 53.2, height: 9.4 },
  certificateEnd: { x: 47.4, y: 38.2, width: 23.2, height: 2.8 },
  organNotes: { x: 29.4, y: 42, width: 53.2, height: 9.4 },
} as const satisfies Record<string, Area>;

/** The fields of the holder. */
export const fields = {
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
} as const satisfies Record<string, TextPlace>;

/** The next generation, as far as it is public: no sex printed, the code of six digits, the fields moved. */
export const nextFields: Partial<Record<keyof typeof fields, TextPlace>> = {
  name: { ...fields.name, x: 30.4, middle: 13 },
  address: { ...fields.address, x: 9.4, middle: 6 },
  addressRest: { ...fields.addressRest, x: 9.4, middle: 9.4 },
  birth: { ...fields.birth, x: 44.4, middle: 29.4 },
  expiry: { ...fields.expiry, x: 44.4, middle: 34.4 },
  securityCode: { ...fields.securityCode, x: 29.6, middle: 34.4, room: 13.4 },
  issuer: fields.issuer,
  serial: fields.serial,
  pinless: fields.pinless,
};

/** Words that every card of today carries; the next generation has those but for 氏名, 住所 and 性別. */
export const printedWords: readonly (TextPlace & { readonly text: string })[] = [
  { text: '氏名', x: 3.2, middle: 5.2, em: 2.2, room: 6, ink: label },
  { text: '住所', x: 3.2, middle: 10.6, em: 2.2, room: 6, ink: label },
  { text: '性別', x: 59.4, middle: 29.4, em: 2.2, room: 6, ink: label },
  { text: '個人番号カード', x: 82.6, middle: 6.2, em: 2.5, room: 22, ink: label, weight: 'bold', from: 'right' },
  { text: 'マイナンバーカード', x: 82.6, middle: 8.5, em: 1.2, room: 20, ink: faint, from: 'right' },
  { text: '電子証明書の有効期限', x: 47.6, middle: 37.4, em: 1.2, room: 16, ink: label },
  { text: '年　　月　　日', x: 53.4, middle: 39.6, em: 1.5, room: 16, ink: label },
];

/** The organ-donation notes (臓器提供意思), line by line from the top of their area. */
export const organNotes = {
  em: 1.02,
  pitch: 1.3,
  inset: 0.6,
  ink: faint,
  lines: [
    '《　1. 私は、脳死後及び心臓が停止した死後のいずれでも、移植の為に臓器を提供します。',
    '　　2. 私は、心臓が停止した死後に限り、移植の為に臓器を提供します。　　3. 私は、臓器を提供しません。',
    '　　〈1又は2を選んだ方で、提供したくない臓器があれば、×をつけてください。〉',
    '　　【心臓・肺・肝臓・腎臓・膵臓・小腸・眼球】　〔特記欄：　　　　　　　　　　〕',
    '',
    '　　署名年月日：　　　　年　　月　　日　　署名：　　　　　　　　　　　　　　》',
  ],
} as const;

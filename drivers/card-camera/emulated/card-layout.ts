/** A card is ID-1 (ISO/IEC 7810), in millimetres. */
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

/** Words that every card of a kind carries. */
export type PrintedWord = TextPlace & { readonly text: string };

/** A filled rectangle; corner and stroke in pixels of the drawn card. */
export interface Panel extends Area {
  readonly fill: string;
  readonly opacity: number;
  readonly stroke?: string;
  readonly corner?: number;
}

/** A straight line, its ends in mm; dashed unless `solid`. */
export interface Rule {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly ink: string;
  readonly solid?: boolean;
}

/** Fine wave lines over the whole card; swing and length in pixels, phase in radians. */
export interface Waves {
  readonly count: number;
  readonly ink: string;
  readonly swing: number;
  readonly length: number;
  readonly phase: number;
}

/** A card before anything is written on it. */
export interface CardGround {
  /** Colours from the top left over the middle to the bottom right. */
  readonly stops: readonly [string, string, string];
  /** A light spot right above the middle. */
  readonly glow: string;
  readonly waves: readonly Waves[];
  /** Turned ellipses, as on documents that are hard to copy: middle in parts of the card, size in pixels. */
  readonly rosettes: { readonly ink: string; readonly at: readonly { x: number; y: number; size: number }[] };
  readonly panels: readonly Panel[];
  readonly rules: readonly Rule[];
}

/** What the front of a My Number Card says of its holder. */
export type HolderField =
  | 'name'
  | 'address'
  | 'addressRest'
  | 'birth'
  | 'sex'
  | 'expiry'
  | 'securityCode'
  | 'issuer'
  | 'serial'
  | 'pinless';

/** The organ-donation notes (臓器提供意思), line by line from the top of their area; mm. */
export interface Notes {
  readonly em: number;
  readonly pitch: number;
  readonly inset: number;
  readonly ink: string;
  readonly lines: readonly string[];
}

/** Where things stand on the front of one generation of the My Number Card. */
export interface FaceLayout {
  readonly ground: CardGround;
  readonly areas: Readonly<Record<'photo' | 'ghost' | 'signaturePanel' | 'organNotes', Area>>;
  /** A field without a place is not printed. */
  readonly fields: Readonly<Record<Exclude<HolderField, 'sex'>, TextPlace> & { sex?: TextPlace }>;
  readonly words: readonly PrintedWord[];
  readonly organNotes: Notes;
  /** Length of the security code (セキュリティコード). */
  readonly codeDigits: 4 | 6;
}

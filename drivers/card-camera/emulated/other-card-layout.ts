import type { Area, CardGround, TextPlace } from './card-layout.ts';
import type { FictionalHolder } from './fictional-holder.ts';

/** Where things stand on another card; its look is public, the places are only true to it. */
export interface OtherCardLayout {
  /** The years in which such a card may have been issued. */
  readonly issued: readonly [first: number, last: number];
  readonly ground: CardGround;
  /** What it says: the same on all, or made of its holder. */
  readonly words: readonly (TextPlace & { readonly text: string | ((holder: FictionalHolder) => string) })[];
  readonly photo?: Area;
  /** A square; holds a symbol with its quiet zone. */
  readonly qrCode?: Area;
}

/** A word written downwards, a letter a line: `place` is the first letter's. */
export function downwards(text: string, place: TextPlace, pitch: number): (TextPlace & { readonly text: string })[] {
  return [...text].map((letter, line) => ({ ...place, text: letter, middle: place.middle + line * pitch }));
}

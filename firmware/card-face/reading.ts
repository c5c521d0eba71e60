import type { PrintedDate } from './fields.ts';
import type { Box } from './geometry.ts';

/** Why a frame gave no 照合番号B; the panel turns it into the person's words. */
export type NotReadReason =
  /** The bytes are no picture, or no camera's. */
  | 'frame-broken'
  | 'no-card'
  | 'too-dark'
  /** The lamp's mirror image blots out print. */
  | 'glare'
  /** Out of focus. */
  | 'blurred'
  | 'moving'
  /** Lies by a half turn, and could not be read so. */
  | 'upside-down'
  /** Lies by a quarter turn. */
  | 'wrong-way-round'
  /** The side with the My Number: nothing on it is ever recognised. */
  | 'back-side'
  | 'in-sleeve'
  | 'not-my-number-card'
  /** Sharp and evenly lit, and yet its digits are not sure. */
  | 'worn'
  /** A card is there, but not all three fields were found on it. */
  | 'fields-missing'
  /** Two different security codes could be meant. */
  | 'fields-ambiguous'
  | 'dates-impossible'
  /** Every field is there, but a digit is not sure enough, or frames contradict each other. */
  | 'unsure';

/** What one frame gave. Whoever takes a `read` reading zeroes its `code`. */
export type CardFaceReading = ReadCardFace | { readonly outcome: 'not-read'; readonly reason: NotReadReason };

export interface ReadCardFace {
  readonly outcome: 'read';
  /** 照合番号B, 14 ASCII digits. */
  readonly code: Buffer;
  readonly birth: PrintedDate;
  readonly expiry: PrintedDate;
  /** How sure the least sure of the digits is, 0…1. */
  readonly confidence: number;
  /** Where the fields were, for the next frame. */
  readonly places: readonly Box[];
}

/** How a frame is to be looked at. */
export interface Glance {
  /** Where the fields were in the frame before; looked at first. Card pixels (`cardSize`). */
  readonly places?: readonly Box[];
  /** Width given to the writing, 1 its own: two frames looked at differently share fewer mistakes. */
  readonly stretch?: number;
}

import type { PrintedDate } from './fields.ts';
import type { Box, Quad } from './geometry.ts';

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

/** The security code as it was read, four digits as numbers and how sure each is. */
export interface SeenCode {
  readonly digits: Uint8Array;
  readonly confidences: Float32Array;
}

/** The fields that could be read of one frame; glare on one does not hide the others. Dates among them exist. */
export interface SeenFields {
  readonly birth?: PrintedDate;
  readonly expiry?: PrintedDate;
  readonly code?: SeenCode;
}

/** How a card lies, for the next frame. */
export interface Lying {
  /** Its corners in the frame's pixels, from the top left as it lies. */
  readonly corners: Quad;
  /** Whether its writing stands on its head. */
  readonly halfTurned: boolean;
  /** Where its fields are. Card pixels (`cardSize`), as the writing stands. */
  readonly places: readonly Box[];
}

/** What one frame gave. Its taker zeroes it with `wipeReading`. */
export type CardFaceReading = ReadCardFace | UnreadCardFace;

export interface ReadCardFace {
  readonly outcome: 'read';
  /** 照合番号B, 14 ASCII digits. */
  readonly code: Buffer;
  readonly fields: Required<SeenFields>;
  /** How sure the least sure of the digits is, 0…1. */
  readonly confidence: number;
  /** What may be the cause when a digit is not sure. */
  readonly doubt?: NotReadReason;
  readonly lying: Lying;
}

export interface UnreadCardFace {
  readonly outcome: 'not-read';
  readonly reason: NotReadReason;
  /** What was read all the same. */
  readonly fields?: SeenFields;
  readonly lying?: Lying;
}

/** Zeroes what a reading holds of the card. */
export function wipeReading(reading: CardFaceReading): void {
  if (reading.outcome === 'read') reading.code.fill(0);
  reading.fields?.code?.digits.fill(0);
  reading.fields?.code?.confidences.fill(0);
}

/** How a frame is to be looked at. */
export interface Glance {
  /** How the card lay in the frame before; looked at first. */
  readonly lying?: Lying;
  /** Width given to the writing, 1 its own: two frames looked at differently share fewer mistakes. */
  readonly stretch?: number;
}

import type { Quad } from './geometry.ts';
import type { GreyImage } from './grey.ts';
import type { Place } from './lay.ts';
import { shiftOf } from './lay.ts';
import { hasGlare, isBlurred, isDark, isSmeared } from './picture-quality.ts';
import type { ReadWriting } from './read-fields.ts';
import type { NotReadReason } from './reading.ts';
import { isInSleeve } from './sleeve.ts';

/** What is known of a frame that was not read. */
export interface Unread {
  readonly frame: GreyImage;
  /** The frame made small. */
  readonly smallest: GreyImage;
  /** The lifted card. */
  readonly card: GreyImage;
  readonly place: Place;
  readonly read: ReadWriting;
  /** Lines of writing found on it. */
  readonly lines: number;
  /** Lines read on which glare lay. */
  readonly glares: number;
  /** Where the card lay in the frame before. */
  readonly before?: Quad | undefined;
}

/** A card that is this far from where it was (of its width) is moving. */
const movedFar = 0.012;

/**
 * Why a frame was not read, or not surely; by measured cues, what hides the print before what is wrong with it.
 * Only explains: what is read is not touched by it.
 */
export function troubleOf(unread: Unread): NotReadReason {
  const { frame, smallest, card, place, read, lines, glares, before } = unread;
  if (isDark(smallest)) return 'too-dark';
  if (place.by !== 'edges' && lines === 0) return 'no-card';
  if (isSmeared(card) || (before && shiftOf(place.corners, before) > movedFar)) return 'moving';
  if (place.by === 'edges' && isInSleeve(frame, place.corners)) return 'in-sleeve';
  if (isBlurred(card)) return 'blurred';
  if (glares > 0 || hasGlare(card)) return 'glare';
  const { fields, halfTurned } = read;
  if (fields.isAmbiguous) return 'fields-ambiguous';
  if (fields.hasImpossibleDate) return 'dates-impossible';
  if (halfTurned) return 'upside-down';
  if (fields.hasSignsOfDates) return 'worn';
  return place.by === 'edges' ? 'fields-missing' : 'no-card';
}

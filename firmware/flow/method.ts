import type { CardSummary, FaceState, House, Method } from './types.ts';

/** A person may try face this often in one session; then the other methods remain (R17). */
export const faceTriesAllowed = 3;

/**
 * The methods that this card, this reader and the tries so far allow, in the order of the screen (R05, R10, R13, R15, R29).
 * PIN: never on a card without one, nor once the card has locked it. Face: not on profiles without a camera step, nor when the photo cannot be had.
 * Visual: where the facility has its password. Face and visual: not where the card cannot sign without its PIN, as no phone can (R34).
 */
export function methodsOffered(house: House, card: CardSummary, face: FaceState): Method[] {
  if (card.phone) return card.pinTries > 0 ? ['pin'] : [];
  const offered: Method[] = [];
  const faceLeft = face.photo !== 'unavailable' && face.triesUsed < faceTriesAllowed;
  if (house.profile === 'standard' && house.signsWithoutPin && faceLeft) offered.push('face');
  if (!card.pinless && card.pinTries > 0) offered.push('pin');
  if (house.facilityPassword && house.signsWithoutPin) offered.push('visual');
  return offered;
}

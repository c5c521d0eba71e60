import type { CardSummary, FaceState, Method, Profile } from './types.ts';

/** A person may try face this often in one session; then the other methods remain (R17). */
export const faceTriesAllowed = 3;

/**
 * The methods that this card, this profile and the tries so far allow, in the order of the screen (R05, R10, R13, R29).
 * PIN: never on a card without one, nor once the card has locked it. Face: not on profiles without a camera step, nor when the photo cannot be had.
 */
export function methodsOffered(profile: Profile, card: CardSummary, face: FaceState): Method[] {
  const offered: Method[] = [];
  if (profile === 'standard' && face.photo !== 'unavailable' && face.triesUsed < faceTriesAllowed) offered.push('face');
  if (!card.pinless && card.pinTries > 0) offered.push('pin');
  return offered;
}

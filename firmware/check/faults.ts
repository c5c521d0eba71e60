import { type FaultTable, faultsOf } from '../records/coded-error.ts';

/** What can go wrong with a check process itself. */
export const checkFaults = {
  CHECK_DIED: {
    at: 'device',
    what: 'the check process ended by itself',
    next: 'lay the card again; if it repeats, restart the reader',
  },
  CHECK_NOT_READY: {
    at: 'vendor',
    what: 'the check process ended before it was ready',
    next: 'mend what it said: trust store, PIN-less authorization, model files and drivers must be there',
  },
  CHECK_TIMEOUT: { at: 'device', what: 'the check took longer than its deadline', next: 'lay the card again' },
  CODE_B_TRIES_LOW: {
    at: 'card',
    what: 'too few tries are left on the card for its printed code: a refusal would go below the floor, so none is spent',
    next: 'use another method; the municipal office can reset the card',
  },
  CARD_FACE_NOT_READ: {
    at: 'person',
    what: 'the printed face of the card could not be read',
    next: 'lay the card flat, printed side to the camera, out of its sleeve',
  },
  CARD_FACE_NOT_SEEN: {
    at: 'person',
    what: 'no card was seen by the card camera',
    next: 'lay the card on its place, printed side to the camera',
  },
  CARD_FACE_TOO_DARK: {
    at: 'staff',
    what: 'it was too dark to read the card',
    next: "see that nothing covers the card camera, and switch the card's light on",
  },
  CARD_FACE_GLARE: {
    at: 'person',
    what: 'light was mirrored in the card and hid its print',
    next: 'shade the card with a hand, or turn it a little',
  },
  CARD_FACE_BLURRED: {
    at: 'person',
    what: 'the print of the card was out of focus',
    next: 'lay the card flat; if it repeats, clean the glass over the card camera',
  },
  CARD_FACE_MOVING: { at: 'person', what: 'the card did not lie still', next: 'lay the card down and let go of it' },
  CARD_UPSIDE_DOWN: {
    at: 'person',
    what: 'the card lay upside down and could not be read so',
    next: 'turn the card so that its photo stands upright',
  },
  CARD_WRONG_WAY_ROUND: { at: 'person', what: 'the card lay crosswise', next: 'turn the card by a quarter' },
  CARD_BACK_SIDE_UP: {
    at: 'person',
    what: 'the back of the card was up; nothing on it was read',
    next: 'turn the card over, the side with the photo up',
  },
  CARD_IN_SLEEVE: { at: 'person', what: 'the card was in a sleeve', next: 'take the card out of its sleeve' },
  CARD_FACE_NOT_A_MY_NUMBER_CARD: {
    at: 'person',
    what: 'another card was seen, not a My Number Card',
    next: 'lay the My Number Card (マイナンバーカード)',
  },
  CARD_FACE_WORN: {
    at: 'person',
    what: 'the digits printed on the card are too worn to be read surely',
    next: 'use another method; the municipal office renews worn cards',
  },
  CARD_FACE_ALTERED: {
    at: 'attack',
    what: 'the print and the chip of this card contradict each other',
    next: 'do not accept this card; call staff',
  },
  PINLESS_NOT_AVAILABLE: {
    at: 'vendor',
    what: 'this reader has no PIN-less authorization, so a face or visual check cannot be signed',
    next: 'install the PIN-less authorization of the card issuer, or use the PIN',
  },
  FACE_NOT_MATCHED: {
    at: 'person',
    what: 'the face could not be matched with the photo of the card',
    next: 'try again, or use another method',
  },
  CHECK_FAILED: {
    at: 'device',
    what: 'the check failed for a reason of its own',
    next: 'lay the card again; if it repeats, restart the reader',
  },
} as const satisfies FaultTable;

export const checkFault = faultsOf(checkFaults);

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
    what: 'too few tries are left on the card for its printed code; none is spent',
    next: 'use another method; the municipal office can reset the card',
  },
  CARD_FACE_NOT_READ: {
    at: 'person',
    what: 'the printed face of the card could not be read',
    next: 'lay the card flat, printed side to the camera, out of its sleeve',
  },
  PHOTO_ALTERED: {
    at: 'attack',
    what: 'the print and the chip of this card contradict each other',
    next: 'do not accept this card; call staff',
  },
  PINLESS_NOT_AVAILABLE: {
    at: 'vendor',
    what: 'this reader has no PIN-less authorization, so a face check cannot be signed',
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

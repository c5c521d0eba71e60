import type { FaultTable } from '../records/coded-error.ts';
import { faultsOf } from '../records/coded-error.ts';

/** What can go wrong while the printed face of a card is read. The detail of CARD_FACE_NOT_READ is a `NotReadReason`. */
export const cardFaceFaults = {
  CARD_FACE_MODEL_MISSING: {
    at: 'device',
    what: 'A model file for reading card faces is missing.',
    next: 'Run the set-up again; it brings the model files.',
  },
  CARD_FACE_MODEL_BROKEN: {
    at: 'device',
    what: 'A model file for reading card faces is damaged or of another model.',
    next: 'Delete the model folder and run the set-up again.',
  },
  CARD_FACE_NOT_READ: {
    at: 'person',
    what: 'The printed face of the card could not be read with certainty.',
    next: 'Lay the card flat on its bed without a sleeve, printed face to the camera, or choose another method.',
  },
} as const satisfies FaultTable;

/** Makes this room's coded errors. */
export const cardFaceFault = faultsOf(cardFaceFaults);

import type { FaultTable } from '../../../firmware/records/coded-error.ts';
import { faultsOf } from '../../../firmware/records/coded-error.ts';

/** What can go wrong around the emulated card: its file, its test authority, its making, its way into pcscd. */
export const emulatedCardFaults = {
  CARD_DOCUMENT_UNREADABLE: {
    at: 'staff',
    what: 'The file of the emulated card cannot be read',
    next: 'Check the path and its permissions, or make a new card.',
  },
  CARD_DOCUMENT_MALFORMED: {
    at: 'staff',
    what: 'The file is not an emulated card of this version',
    next: 'Make the card anew with the card maker of this version.',
  },
  CARD_DOCUMENT_UNWRITABLE: {
    at: 'staff',
    what: 'The file of the emulated card cannot be written',
    next: 'Check that the folder exists, is writable and has room.',
  },
  AUTHORITY_UNREADABLE: {
    at: 'staff',
    what: 'The test authority cannot be read',
    next: 'Make a test authority first; it is generated, never shipped.',
  },
  CARD_ATTRIBUTES_REFUSED: {
    at: 'staff',
    what: 'No card can be made from these attributes',
    next: 'Correct the attribute that the message names.',
  },
  CARD_PORTRAIT_REFUSED: {
    at: 'staff',
    what: 'No card photo can be made from this portrait',
    next: 'Give a JPEG or PNG picture of at least 240x320 pixels.',
  },
  CARD_FONT_MISSING: {
    at: 'staff',
    what: 'No font at hand draws this text',
    next: 'Install the development packages, or use characters that BIZ UDPGothic or Noto Sans JP holds.',
  },
  BEHAVIOURS_REFUSED: {
    at: 'staff',
    what: 'A behaviour of the emulated card makes no sense',
    next: 'Correct the behaviour that the message names.',
  },
} as const satisfies FaultTable;

/** Makes a coded error of the emulated card: `throw emulatedCardFault('CARD_DOCUMENT_MALFORMED', detail)`. */
export const emulatedCardFault = faultsOf(emulatedCardFaults);

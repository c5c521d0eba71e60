import type { FaultTable } from '../../firmware/records/coded-error.ts';
import { faultsOf } from '../../firmware/records/coded-error.ts';

const layAgain = 'Take the card out of any sleeve and lay it flat on the reader again.';
const anotherWay = 'Choose another method: face, PIN or visual check, whichever is still offered.';
const callVendor = 'Try once more; if it happens with several cards, call the vendor.';

/** What can go wrong between the reader and the card: one entry for each cause, and for each status word (ISO/IEC 7816-4, 5.6). */
export const cardFaults = {
  // The card on the reader
  CARD_ABSENT: { at: 'person', what: 'No card lies on the reader', next: 'Lay the My Number Card on the reader.' },
  CARD_REMOVED: { at: 'person', what: 'The card was taken away too early', next: layAgain },
  CARD_RESET: { at: 'device', what: 'The card was reset by another program', next: layAgain },
  CARD_MUTE: {
    at: 'card',
    what: 'The card does not answer',
    next: 'Lay the card flat, alone and out of its sleeve; if it stays silent its chip may be broken: check by other means.',
  },
  CARD_BUSY: {
    at: 'device',
    what: 'Another program holds the card',
    next: 'Wait a moment and lay the card again; stop other programs that use the card reader.',
  },
  CARD_READER_UNAVAILABLE: {
    at: 'staff',
    what: 'The card reader cannot be used',
    next: 'Check that the card reader is plugged in; if it is, restart the device; if that does not help, call the vendor.',
  },

  // What kind of card it is
  NOT_A_MY_NUMBER_CARD: {
    at: 'person',
    what: 'This is not a My Number Card',
    next: 'Lay the My Number Card (マイナンバーカード).',
  },
  JUKI_CARD: {
    at: 'person',
    what: 'This is an old 住基カード, which health insurance does not use',
    next: 'Lay the My Number Card (マイナンバーカード), or show another proof of insurance at the counter.',
  },
  USER_CERTIFICATE_MISSING: {
    at: 'person',
    what: 'The card holds no user-authentication certificate',
    next: 'Have the certificate issued at the municipal office; today, show another proof of insurance at the counter.',
  },

  // PIN and 照合番号B
  PIN_MALFORMED: { at: 'person', what: 'The PIN is not four digits', next: 'Enter the four digits again.' },
  PIN_WRONG: { at: 'person', what: 'The PIN is wrong', next: 'Enter the PIN again, or choose another method.' },
  PIN_LOCKED: {
    at: 'person',
    what: 'The PIN is locked, or the card has none',
    next: 'Choose the face or the visual check; a locked PIN is reset at the municipal office.',
  },
  CODE_B_MALFORMED: {
    at: 'device',
    what: 'The 照合番号B made from the card face is not fourteen digits',
    next: 'Scan the card face again.',
  },
  CODE_B_REFUSED: {
    at: 'device',
    what: 'The card refused the 照合番号B read from its face',
    next: 'Scan the card face again, then choose another method.',
  },
  CODE_B_TRIES_LOW: {
    at: 'card',
    what: 'Too few tries are left for the 照合番号B: the reader spends none of them',
    next: anotherWay,
  },
  CODE_B_LOCKED: {
    at: 'card',
    what: 'The 照合番号B of the card is locked',
    next: 'Choose the PIN or the visual check; the lock is lifted at the municipal office.',
  },
  TERMINAL_NOT_AUTHORIZED: {
    at: 'vendor',
    what: 'The card does not accept this reader for signing without a PIN',
    next: 'Choose the PIN; the vendor must install a valid certificate of the reader.',
  },

  // What the card holds
  CARD_FILE_MALFORMED: { at: 'card', what: 'A file of the card is not as it should be', next: anotherWay },
  CARD_FILE_TOO_LONG: { at: 'card', what: 'A file of the card is longer than any such file may be', next: anotherWay },

  // Status words
  CARD_END_OF_FILE: { at: 'card', what: 'The file of the card ends too early (6282)', next: anotherWay },
  CARD_AUTHENTICATION_FAILED: { at: 'card', what: 'The card refused an authentication (6300)', next: anotherWay },
  CARD_MEMORY_FAILURE: { at: 'card', what: 'The memory of the card failed (6581)', next: anotherWay },
  CARD_LENGTH_REFUSED: { at: 'device', what: 'The card refused the length of a command (6700)', next: callVendor },
  CARD_FILE_TYPE_WRONG: { at: 'card', what: 'The command does not fit the file of the card (6981)', next: callVendor },
  CARD_SECURITY_NOT_SATISFIED: { at: 'device', what: 'The card wants a credential first (6982)', next: anotherWay },
  CARD_CREDENTIAL_BLOCKED: { at: 'card', what: 'The credential of the card is blocked (6983, 6984)', next: anotherWay },
  CARD_CONDITIONS_NOT_MET: { at: 'card', what: 'The card is not ready for the command (6985)', next: callVendor },
  CARD_NO_CURRENT_FILE: { at: 'device', what: 'No file of the card is selected (6986)', next: callVendor },
  CARD_DATA_REFUSED: { at: 'device', what: 'The card refused the data of a command (6A80)', next: callVendor },
  CARD_FUNCTION_UNKNOWN: { at: 'card', what: 'The card does not know the function (6A81)', next: callVendor },
  CARD_FILE_NOT_FOUND: { at: 'card', what: 'The card lacks a file (6A82)', next: anotherWay },
  CARD_RECORD_NOT_FOUND: { at: 'card', what: 'The card lacks a record (6A83)', next: anotherWay },
  CARD_PARAMETERS_REFUSED: {
    at: 'device',
    what: 'The card refused the parameters of a command (6A86)',
    next: callVendor,
  },
  CARD_DATA_NOT_FOUND: { at: 'card', what: 'The card lacks a data object (6A88)', next: anotherWay },
  CARD_OFFSET_REFUSED: { at: 'card', what: 'The file of the card is shorter than it says (6B00)', next: anotherWay },
  CARD_INSTRUCTION_UNKNOWN: { at: 'card', what: 'The card does not know the command (6D00)', next: callVendor },
  CARD_CLASS_UNKNOWN: { at: 'card', what: 'The card does not know the class of the command (6E00)', next: callVendor },
  CARD_INTERNAL_ERROR: { at: 'card', what: 'The card failed inside (6F00)', next: layAgain },
  CARD_ANSWER_UNEXPECTED: { at: 'card', what: 'The card gave an unexpected answer', next: layAgain },
} as const satisfies FaultTable;

export type CardFaultCode = keyof typeof cardFaults;

/** Makes a coded error of the card: `throw cardFault('CARD_REMOVED')`. */
export const cardFault = faultsOf(cardFaults);

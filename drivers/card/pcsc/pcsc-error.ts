import { CodedError } from '../../../firmware/records/coded-error.ts';
import type { CardFaultCode } from '../faults.ts';
import { cardFault } from '../faults.ts';

/** The binding tells PC/SC return codes as these sentences only (its `pcsc_errors.h`). */
const codes: Readonly<Record<string, CardFaultCode>> = {
  'No smart card present': 'CARD_ABSENT',
  'Card was removed': 'CARD_REMOVED',
  'Card is unpowered': 'CARD_MUTE',
  'Card was reset': 'CARD_RESET',
  'Card is unresponsive': 'CARD_MUTE',
  'Card is not supported': 'CARD_MUTE',
  'Unknown card type': 'CARD_MUTE',
  'Protocol mismatch': 'CARD_MUTE',
  'Invalid ATR': 'CARD_MUTE',
  'Transaction failed': 'CARD_MUTE',
  'Operation timed out': 'CARD_MUTE',
  'Sharing violation': 'CARD_BUSY',
};

/**
 * Turns an error of the PC/SC binding into a coded error; whatever is no trouble with the card itself
 * (service stopped, reader unplugged, driver missing) is `CARD_READER_UNAVAILABLE` with the sentence as detail.
 */
export function codedPcscError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const sentence = error instanceof Error ? error.message : String(error);
  const code = Object.hasOwn(codes, sentence) ? codes[sentence] : undefined;
  return code ? cardFault(code) : cardFault('CARD_READER_UNAVAILABLE', sentence, { cause: error });
}

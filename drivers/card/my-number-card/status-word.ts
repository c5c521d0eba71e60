import type { CodedError } from '../../../firmware/records/coded-error.ts';
import type { CardFaultCode } from '../faults.ts';
import { cardFault } from '../faults.ts';

/** Command done. */
export const done = 0x9000;

/** Fewer bytes than asked for, because the file ends: an answer like any other to READ BINARY. */
export const endOfFile = 0x6282;

/** Status word → fault (ISO/IEC 7816-4, 5.6; card reference, "Commands"). 61xx and 6Cxx never come this far, see `exchange.ts`. */
const faults: ReadonlyMap<number, CardFaultCode> = new Map([
  [0x6282, 'CARD_END_OF_FILE'],
  [0x6300, 'CARD_AUTHENTICATION_FAILED'],
  [0x6581, 'CARD_MEMORY_FAILURE'],
  [0x6700, 'CARD_LENGTH_REFUSED'],
  [0x6981, 'CARD_FILE_TYPE_WRONG'],
  [0x6982, 'CARD_SECURITY_NOT_SATISFIED'],
  [0x6983, 'CARD_CREDENTIAL_BLOCKED'],
  [0x6984, 'CARD_CREDENTIAL_BLOCKED'],
  [0x6985, 'CARD_CONDITIONS_NOT_MET'],
  [0x6986, 'CARD_NO_CURRENT_FILE'],
  [0x6a80, 'CARD_DATA_REFUSED'],
  [0x6a81, 'CARD_FUNCTION_UNKNOWN'],
  [0x6a82, 'CARD_FILE_NOT_FOUND'],
  [0x6a83, 'CARD_RECORD_NOT_FOUND'],
  [0x6a86, 'CARD_PARAMETERS_REFUSED'],
  [0x6a88, 'CARD_DATA_NOT_FOUND'],
  [0x6b00, 'CARD_OFFSET_REFUSED'],
  [0x6d00, 'CARD_INSTRUCTION_UNKNOWN'],
  [0x6e00, 'CARD_CLASS_UNKNOWN'],
  [0x6f00, 'CARD_INTERNAL_ERROR'],
]);

/** The status word as it is written: four hexadecimal digits. */
export const statusText = (word: number): string => word.toString(16).toUpperCase().padStart(4, '0');

/** Turns a status word that is not 9000 into a coded error; one that no table knows is `CARD_ANSWER_UNEXPECTED` with the word as detail. */
export function statusFault(word: number): CodedError<CardFaultCode> {
  const code = faults.get(word);
  if (code !== undefined) return cardFault(code);
  if ((word & 0xfff0) === 0x63c0) return cardFault('CARD_AUTHENTICATION_FAILED', `status word ${statusText(word)}`);
  return cardFault('CARD_ANSWER_UNEXPECTED', `status word ${statusText(word)}`);
}

/**
 * The tries left that an answer to VERIFY tells: 63Cx is x, 6983 and 6984 (locked already) are 0.
 * Undefined for every other word, 9000 too: a card that says "verified" when only asked has not told its counter.
 */
export function triesLeftIn(word: number): number | undefined {
  if ((word & 0xfff0) === 0x63c0) return word & 0x0f;
  return word === 0x6983 || word === 0x6984 ? 0 : undefined;
}

import type * as Smartcard from 'smartcard';
import { cardFault } from '../faults.ts';

/** The part of the binding that is used: its low level. Its `Devices` leaves cards powered and shared. */
export type PcscLibrary = Pick<
  typeof Smartcard,
  | 'Context'
  | 'SCARD_SHARE_EXCLUSIVE'
  | 'SCARD_PROTOCOL_T0'
  | 'SCARD_PROTOCOL_T1'
  | 'SCARD_UNPOWER_CARD'
  | 'SCARD_STATE_UNAWARE'
  | 'SCARD_STATE_CHANGED'
  | 'SCARD_STATE_UNKNOWN'
  | 'SCARD_STATE_UNAVAILABLE'
  | 'SCARD_STATE_PRESENT'
  | 'SCARD_STATE_MUTE'
>;
export type PcscContext = Smartcard.ContextInterface;
export type PcscCard = Smartcard.CardInterface;
export type PcscReaderHandle = Smartcard.ReaderInterface;

/**
 * Loads the optional package `smartcard`, which compiles against libpcsclite when it is installed.
 * Throws `CARD_READER_UNAVAILABLE` when it is not there or does not load.
 */
export async function loadPcscLibrary(): Promise<PcscLibrary> {
  try {
    return (await import('smartcard')).default;
  } catch (error) {
    throw cardFault(
      'CARD_READER_UNAVAILABLE',
      'the package smartcard is not installed: install libpcsclite-dev, then the packages again',
      { cause: error },
    );
  }
}

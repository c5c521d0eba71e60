import { cardFaults } from '../../drivers/card/faults.ts';
import { type FaultsBoard, knownFault } from '../records/faults-board.ts';
import type { Reader } from './reader.ts';

/** Raises the card reader's fault while it is gone, and clears it when it is back (R46). */
export function watchFaults(reader: Reader, faults: FaultsBoard): void {
  const code = 'CARD_READER_UNAVAILABLE';
  reader.listen({
    onView: ({ state }) => {
      if (state.bed === 'unavailable') faults.raise(knownFault(code, cardFaults[code], 'card-reader'));
      else faults.clear(code, 'card-reader');
    },
  });
}

import { cardFault } from '../faults.ts';
import type { PcscContext, PcscReaderHandle } from './pcsc-library.ts';

/** The first reader whose name holds `part`; without `part` the first reader. Throws `CARD_READER_UNAVAILABLE` when there is none. */
export function findReader(context: PcscContext, part: string | undefined): PcscReaderHandle {
  const readers = context.listReaders();
  const reader = part === undefined ? readers[0] : readers.find(({ name }) => name.includes(part));
  if (reader !== undefined) return reader;
  throw cardFault(
    'CARD_READER_UNAVAILABLE',
    part === undefined ? 'no reader is attached' : `no reader is named ${part}`,
  );
}

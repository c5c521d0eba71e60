import { type FaultTable, faultsOf } from './coded-error.ts';

export const recordsFaults = {
  RECORDS_UNWRITABLE: {
    at: 'device',
    what: 'The operation log cannot be written.',
    next: 'Make room on the disk and check that it can be written to; the log goes on by itself and tells the gap.',
  },
  RECORDS_IN_USE: {
    at: 'vendor',
    what: 'Another process writes the operation log of this folder.',
    next: 'Stop it, or set another folder for the records.',
  },
  RECORDS_CLOSED: { at: 'device', what: 'The operation log is closed.', next: 'Start the reader again.' },
  RECORD_NOT_ALLOWED: {
    at: 'vendor',
    what: 'The operation log does not take this record: it holds codes, counts, times and names of closed sets only.',
    next: 'Write what operation-entry.schema.json describes, or extend the schema.',
  },
} as const satisfies FaultTable;

export const recordsFault = faultsOf(recordsFaults);

import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

export const terminalToolFaults = {
  READER_LOST: {
    at: 'device',
    what: 'The connection to the reader was lost before it answered',
    next: 'Look whether the reader runs and lets this terminal in, then try again.',
  },
  READER_UNREACHABLE: {
    at: 'device',
    what: 'The reader cannot be reached, or does not let this terminal listen',
    next: 'Check the address and that the reader runs; by mqtts:// pair first (kazasu terminal --pair) and give --credentials.',
  },
  READER_SILENT: {
    at: 'device',
    what: 'The reader did not answer',
    next: 'Check its name, the address, and whether it runs.',
  },
  TERMINAL_REFUSED: {
    at: 'staff',
    what: 'The reader has refused the request',
    next: 'Do what its words say, then try again.',
  },
  RECORDS_DAMAGED: {
    at: 'device',
    what: 'The records did not come over whole',
    next: 'Fetch them again.',
  },
} as const satisfies FaultTable;

export const terminalToolFault = faultsOf(terminalToolFaults);

import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

export const terminalToolFaults = {
  READER_LOST: {
    at: 'device',
    what: 'The connection to the reader was lost before it answered',
    next: 'Look whether the reader runs and lets this terminal in, then try again.',
  },
  TERMINAL_REFUSED: {
    at: 'staff',
    what: 'The reader has refused the request',
    next: 'Do what its words say, then try again.',
  },
} as const satisfies FaultTable;

export const terminalToolFault = faultsOf(terminalToolFaults);

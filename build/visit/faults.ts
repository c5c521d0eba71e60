import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

/** What can go wrong when the reader's programs are started and visited from outside. */
export const visitFaults = {
  PROGRAM_NOT_STARTED: {
    at: 'device',
    what: 'A program of the reader ended before it was ready',
    next: 'Mend what it said.',
  },
  READER_GONE: {
    at: 'device',
    what: 'The reader went in the middle of the visit',
    next: 'Look at what it said before, then start it again.',
  },
  BROKER_NOT_STARTED: {
    at: 'vendor',
    what: 'The broker mosquitto does not listen',
    next: 'Install it (apt-get install mosquitto), and look at what it says when it is started by hand.',
  },
} as const satisfies FaultTable;

/** Makes a coded error of a visit: `throw visitFault('READER_GONE')`. */
export const visitFault = faultsOf(visitFaults);

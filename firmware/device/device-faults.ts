import type { FaultTable } from '../records/coded-error.ts';

/** What can be wrong with the device as a whole (R46). */
export const deviceFaults = {
  CLOCK_WRONG: {
    at: 'staff',
    what: 'The date of the reader cannot be right, so certificates cannot be judged.',
    next: 'Let the reader reach its time server, or have its clock set; if that happens again, its battery is empty.',
  },
  CLOCK_JUMPED: {
    at: 'device',
    what: 'The clock of the reader jumped.',
    next: 'Nothing, if it was set; else have the battery of the clock changed.',
  },
  DISK_NEARLY_FULL: {
    at: 'device',
    what: 'The disk of the reader is nearly full: soon nothing can be recorded.',
    next: 'Export the records and make room, or lower records.maxTotalMiB.',
  },
  DISK_UNREADABLE: {
    at: 'device',
    what: 'The disk of the reader does not answer.',
    next: 'Restart the reader; if that does not help, call the vendor.',
  },
  CASE_OPENED: {
    at: 'staff',
    what: 'The case of the reader was opened.',
    next: 'Look whether anything was put in or changed, then clear it: kazasu case clear.',
  },
} as const satisfies FaultTable;

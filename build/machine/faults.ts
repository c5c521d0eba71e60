import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

export const machineFault = faultsOf({
  MACHINE_NOT_STARTED: {
    at: 'vendor',
    what: 'The emulated machine did not start.',
    next: 'See what qemu said.',
  },
  MACHINE_SILENT: {
    at: 'vendor',
    what: 'The emulated machine did not do in time what was waited for.',
    next: 'See its console in the log named; on a slow machine give it more time.',
  },
} as const satisfies FaultTable);

import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

/** What can go wrong when work is shared out among processes. */
export const workerFaults = {
  BENCH_WORKER_DIED: {
    at: 'device',
    what: 'a worker of the bench ended before it could read',
    next: 'mend what it said; the model files are brought by the set-up',
  },
} as const satisfies FaultTable;

export const workerFault = faultsOf(workerFaults);

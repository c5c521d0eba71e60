import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

/** What can go wrong when face pipelines are measured beside each other. */
export const faceBenchFaults = {
  PEER_MISSING: {
    at: 'staff',
    what: 'A peer to measure beside is not installed',
    next: 'Install the development packages: npm ci.',
  },
  CONTENDER_DIED: {
    at: 'staff',
    what: 'The process of a face pipeline ended before its work was done',
    next: 'See what it said above; free memory if it was killed, then run the command again.',
  },
  TOO_FEW_PAIRS: {
    at: 'staff',
    what: 'Too few pairs of different people to tell one false match in ten thousand',
    next: 'Give a larger dataset or more --people: about 150 photos that can be used make 10000 pairs.',
  },
} as const satisfies FaultTable;

export const faceBenchFault = faultsOf(faceBenchFaults);

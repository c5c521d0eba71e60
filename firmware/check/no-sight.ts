import { checkFault } from './faults.ts';
import type { Sight } from './sight.ts';

const notOffered = async (): Promise<never> => {
  throw checkFault('CHECK_FAILED', 'this reader has no face check');
};

/** Of a reader without a face check (R29): no model is loaded, nothing is seen, nothing held. */
export const noSight: Sight = {
  scanCard: notOffered,
  reference: notOffered,
  live: notOffered,
  matches: notOffered,
  mark: () => undefined,
  forget: async () => ({ held: {}, marks: [] }),
};

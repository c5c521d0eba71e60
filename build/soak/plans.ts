import type { Outcome } from '../../firmware/flow/types.ts';
import type { VisitPlan } from '../visit/visit.ts';

/** One kind of visit, how often it comes, and how it must end when nothing is broken. */
export interface SoakPlan {
  readonly name: string;
  readonly share: number;
  readonly plan: (random: () => number, people: People) => Partial<VisitPlan>;
  /** The method by which the person is verified; undefined: never. */
  readonly verifiedBy: Outcome['method'] | undefined;
}

export interface People {
  readonly stranger: string;
}

/** Commands of a check before its verdict; a card may be pulled in each. */
const commandsBeforeVerdict = 60;

export const byFace: SoakPlan = { name: 'face', share: 10, plan: () => ({}), verifiedBy: 'face' };

/** As a busy counter sees them. */
export const soakPlans: readonly SoakPlan[] = [
  byFace,
  { name: 'PIN', share: 3, plan: () => ({ tries: [{ method: 'pin', pin: '1234' }] }), verifiedBy: 'pin' },
  {
    name: 'wrong PIN, then face',
    share: 1,
    plan: () => ({ tries: [{ method: 'pin', pin: '0000' }, { method: 'face' }] }),
    verifiedBy: 'face',
  },
  {
    name: 'wrong PIN',
    share: 1,
    plan: () => ({ tries: [{ method: 'pin', pin: '0000' }] }),
    verifiedBy: undefined,
  },
  { name: 'another person', share: 1, plan: (_, { stranger }) => ({ person: stranger }), verifiedBy: undefined },
  { name: 'cancelled', share: 2, plan: () => ({ tries: [] }), verifiedBy: undefined },
  {
    name: 'card pulled',
    share: 2,
    plan: (random) => ({ behaviours: { pullAtApdu: 1 + Math.floor(random() * commandsBeforeVerdict) } }),
    verifiedBy: undefined,
  },
];

const allShares = soakPlans.reduce((sum, { share }) => sum + share, 0);

/** A kind of visit, drawn by its share. */
export function drawPlan(random: () => number): SoakPlan {
  const at = random() * allShares;
  let reached = 0;
  for (const plan of soakPlans) {
    reached += plan.share;
    if (at < reached) return plan;
  }
  throw new RangeError('a random number of 1 or more');
}

/**
 * What is wrong with how a visit ended; undefined: nothing. A visit that a fault met may fail, but never verify whom it must not, nor by
 * another method.
 */
export function wrongIn(
  { verifiedBy }: SoakPlan,
  outcome: Outcome | undefined,
  disturbed: boolean,
): string | undefined {
  const verified = outcome?.verdict === 'verified';
  if (verified && outcome.method !== verifiedBy) return `verified by ${outcome.method}`;
  if (disturbed || verified === (verifiedBy !== undefined)) return undefined;
  return outcome ? `${outcome.verdict}: ${outcome.reason}` : 'no outcome';
}

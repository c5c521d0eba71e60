/** What our pipeline must be beside the better of its peers. */
export const limits = { fewerFalseNonMatches: 10, faster: 2 };

/** What a contender is judged by. */
export interface Judged {
  readonly name: string;
  /** Pairs of one person, and how many of them fail at the threshold for FMR 0.01 %. */
  readonly genuine: number;
  readonly falseNonMatches: number;
  readonly msPerComparison: number;
}

export interface Verdict {
  readonly what: string;
  /** The peer that is best in this. */
  readonly peer: string;
  /** How many times better ours is. */
  readonly found: number;
  readonly limit: number;
  readonly holds: boolean;
}

/**
 * Holds ours against the best peer in each, FNMR at FMR 0.01 % and time. No false non-match at all counts as one: it shows no more
 * than that the rate lies under one in so many.
 */
export function judge(ours: Judged, peers: readonly Judged[]): Verdict[] {
  const fnmr = ({ falseNonMatches, genuine }: Judged) => falseNonMatches / genuine;
  const ourFnmr = Math.max(1, ours.falseNonMatches) / ours.genuine;
  const surest = lowest(peers, fnmr);
  const fastest = lowest(peers, ({ msPerComparison }) => msPerComparison);
  return [
    verdict('times fewer false non-matches', surest, fnmr(surest) / ourFnmr, limits.fewerFalseNonMatches),
    verdict('times faster', fastest, fastest.msPerComparison / ours.msPerComparison, limits.faster),
  ];
}

const verdict = (what: string, { name }: Judged, found: number, limit: number): Verdict => ({
  what,
  peer: name,
  found,
  limit,
  holds: found >= limit, // NaN holds nothing
});

function lowest(peers: readonly Judged[], of: (peer: Judged) => number): Judged {
  const [first, ...others] = peers;
  if (!first) throw new RangeError('there is no peer to be held against');
  return others.reduce((best, peer) => (of(peer) < of(best) ? peer : best), first);
}

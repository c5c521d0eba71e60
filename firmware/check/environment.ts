/**
 * The whole environment of a check process, on top of PATH and NODE_ENV: two heaps at most, so that what is freed is used again, and
 * what is freed overwritten (mallopt(3), M_PERTURB): libraries leave pictures behind that nobody else can zero.
 */
export const checkEnvironment = { MALLOC_ARENA_MAX: '2', MALLOC_PERTURB_: '85' } as const;

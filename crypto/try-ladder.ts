/** A moment of the machine's running time: which boot, and ms since it began, which nobody can set. */
export interface BootMoment {
  readonly boot: string;
  readonly uptimeMs: number;
}

/** Wrong tries so far, and the lock after the last one: `leftMs` of it were left at `seen`. */
export interface Tries {
  readonly wrong: number;
  readonly leftMs: number;
  readonly seen: BootMoment;
}

const minuteMs = 60_000;

/** From so many wrong tries on, each wrong try locks for so long. */
export const ladder = [
  { wrong: 21, lockMs: 24 * 60 * minuteMs },
  { wrong: 11, lockMs: 60 * minuteMs },
  { wrong: 7, lockMs: 10 * minuteMs },
  { wrong: 3, lockMs: minuteMs },
] as const;

/** How long the n-th wrong try locks, ms. */
export const lockMsAfter = (wrong: number): number => ladder.find((rung) => wrong >= rung.wrong)?.lockMs ?? 0;

/** No tries yet. */
export const freshTries = (now: BootMoment): Tries => ({ wrong: 0, leftMs: 0, seen: now });

/**
 * What is left of the lock. Only time that the machine runs counts: within a boot by its uptime; a new boot goes on, from when it is first
 * asked, with what was left when that was last written down. The wall clock is not asked at all, so that setting it, with the power on or off,
 * shortens nothing; time without power does not count.
 */
export function triesAt(tries: Tries, now: BootMoment): Tries {
  const passedMs = tries.seen.boot === now.boot ? Math.max(0, now.uptimeMs - tries.seen.uptimeMs) : 0;
  return { wrong: tries.wrong, leftMs: Math.max(0, Math.ceil(tries.leftMs - passedMs)), seen: now };
}

/** One more try, taken for wrong until it has proved right. */
export function countTry({ wrong }: Tries, now: BootMoment): Tries {
  return { wrong: wrong + 1, leftMs: lockMsAfter(wrong + 1), seen: now };
}

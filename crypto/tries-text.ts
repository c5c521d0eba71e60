import { lockMsAfter, type Tries } from './try-ladder.ts';

const maxWrong = 1_000_000;

/** The tries as they stand in their file. */
export const writeTries = (tries: Tries): string => `${JSON.stringify(tries)}\n`;

/** Reads them; undefined when it is not what `writeTries` can have written for some tries. */
export function readTries(text: string): Tries | undefined {
  try {
    const { wrong, leftMs, seen } = JSON.parse(text);
    const tries: Tries = { wrong, leftMs, seen: { boot: seen.boot, uptimeMs: seen.uptimeMs } };
    const sound = isWhole(wrong, maxWrong) && isWhole(leftMs, lockMsAfter(wrong)) && isMoment(tries.seen);
    return sound && writeTries(tries) === text ? tries : undefined;
  } catch {
    return undefined;
  }
}

const isMoment = ({ boot, uptimeMs }: Tries['seen']): boolean =>
  typeof boot === 'string' && /^[0-9a-f-]{1,64}$/.test(boot) && isWhole(uptimeMs, Number.MAX_SAFE_INTEGER);
const isWhole = (value: unknown, most: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;

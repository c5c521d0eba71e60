import { Cron } from 'croner';
import type { Clock } from './clock.ts';
import { settingsFault } from './settings-faults.ts';

const lookMs = 20_000;
/** A time that lies further back was missed, or the clock was set: then the next one counts. */
const lateMs = 60 * 60_000;

export interface DailyRestart {
  /** Cron pattern of five fields, in Japan's time; or `never`. */
  readonly times: string;
  /** Nobody is at the reader and no card lies there. */
  readonly isFree: () => boolean;
  readonly restart: () => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Throws `SETTINGS_INVALID` for times that no clock shows. */
export function demandTimes(times: string): void {
  try {
    timesOf(times);
  } catch (cause) {
    throw settingsFault('SETTINGS_INVALID', `schedule.restart: ${(cause as Error).message}`, { cause });
  }
}

/** Restarts once a time of the pattern has come and nobody is at the reader: never in the middle of a visit (R45). Ends with the signal. */
export async function restartDaily({ times, isFree, restart, clock, signal }: DailyRestart): Promise<void> {
  const pattern = timesOf(times);
  if (!pattern) return;
  let looked = clock.wall();
  for (let due = false; !signal.aborted; ) {
    await clock.sleep(lookMs, signal).catch(() => undefined);
    const now = clock.wall();
    const next = pattern.nextRun(new Date(Math.min(looked, now)))?.getTime() ?? Number.POSITIVE_INFINITY;
    if (next <= now && now - next < lateMs) due = true;
    looked = now;
    if (!due || !isFree() || signal.aborted) continue;
    due = false;
    restart();
  }
}

const timesOf = (times: string): Cron | undefined =>
  times === 'never' ? undefined : new Cron(times, { timezone: 'Asia/Tokyo', paused: true });

import { dayInJapan } from '../../crypto/japan-calendar.ts';
import type { OperationLog } from '../records/operation-log.ts';
import type { Clock } from './clock.ts';

const lookMs = 60_000;

/** Has the logs sealed whenever a day has passed, by the wall clock and wherever it jumps; ends with the signal. */
export async function sealDaily(logs: readonly OperationLog[], clock: Clock, signal: AbortSignal): Promise<void> {
  const today = () => dayInJapan(clock.wall());
  for (let day = today(); ; ) {
    await clock.sleep(lookMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    if (today() === day) continue;
    day = today();
    for (const log of logs) await log.seal('day').catch(() => undefined); // the fault of the log says why
  }
}

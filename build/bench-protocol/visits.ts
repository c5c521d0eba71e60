import { setTimeout as delay } from 'node:timers/promises';
import { answerEligibility } from '../terminal/eligibility-service.ts';
import { serveVisits } from '../terminal/serve-visits.ts';
import { openWire } from '../terminal/wire.ts';
import { type MemoryTrend, trendOf } from '../visit/memory-trend.ts';
import { residentMiB } from '../visit/process-family.ts';
import type { ServedCounter } from './served-counter.ts';

const sampleMs = 1000;

/** What one reader did. */
export interface CounterLoad {
  readonly reader: string;
  /** Visits that ended, those of them that were not verified, and how many ended in a minute. */
  readonly visits: number;
  readonly failed: number;
  readonly perMinute: number;
  /** Of its main process. */
  readonly memory: MemoryTrend;
}

/** Lets patients come to all counters at once for so many minutes, each reader served by a terminal of its own. `tell`: once every ten seconds. */
export async function visitLoad(
  counters: readonly ServedCounter[],
  minutes: number,
  tell: (line: string) => void,
): Promise<CounterLoad[]> {
  const served = await Promise.all(counters.map(serve));
  const began = performance.now();
  for (const { counter } of counters) await counter.receive();
  for (let told = 0; performance.now() - began < minutes * 60_000; ) {
    await delay(Math.min(sampleMs, minutes * 60_000 - (performance.now() - began)));
    for (const { memory, pid } of served) memory.push(residentMiB([pid]));
    const seconds = Math.floor((performance.now() - began) / 1000);
    if (seconds < told + 10) continue;
    told = seconds;
    const each = served.map(({ ended, memory }) => `${ended.length} visits, ${memory.at(-1)?.toFixed(0)} MiB`);
    tell(`${seconds} s: ${each.join('; ')}`);
  }
  const took = (performance.now() - began) / 60_000;
  for (const { counter } of counters) counter.rest();
  return Promise.all(
    served.map(async ({ name, ended, memory, close }) => {
      const visits = ended.length;
      await close();
      const failed = ended.filter((reason) => reason !== 'VERIFIED').length;
      return { reader: name, visits, failed, perMinute: visits / took, memory: trendOf(memory) };
    }),
  );
}

/** Serves one reader; `ended` are the reasons of the visits that ended. */
async function serve({ counter, terminal, credentials }: ServedCounter) {
  const { name, pid } = counter;
  const ended: string[] = [];
  const wire = await openWire(counter.mqtt, name, credentials);
  serveVisits(wire, {
    reader: name,
    terminal,
    eligibility: async (verdict) => answerEligibility('valid', verdict),
    onRow: () => {},
  });
  wire.onMessage(({ payload }) => {
    const { type, data } = JSON.parse(payload.toString());
    if (type === 'kazasu.v1.event.session-ended') ended.push(data.reason);
  });
  return { name, pid, ended, memory: [] as number[], close: () => wire.close() };
}

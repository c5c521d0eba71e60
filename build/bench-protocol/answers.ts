import { openAsking } from '../terminal/asking.ts';
import type { ServedCounter } from './served-counter.ts';

/** Milliseconds from each request to its answer, by TLS from this process to the reader's; a hundred are left out before. */
export async function answerTimes(
  { counter, terminal, credentials }: ServedCounter,
  requests: number,
): Promise<number[]> {
  const asking = await openAsking({ url: counter.mqtt, reader: counter.name, terminal, mqtt: credentials });
  try {
    const times: number[] = [];
    for (let n = -100; n < requests; n += 1) {
      const began = performance.now();
      await asking.ask('reader-information', {});
      if (n >= 0) times.push(performance.now() - began);
    }
    return times;
  } finally {
    await asking.close();
  }
}

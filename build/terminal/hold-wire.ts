import { setTimeout as delay } from 'node:timers/promises';
import type { Wire } from './wire.ts';

const againMs = 1000;

/** Keeps a wire to a reader until `signal` aborts: opens it, hands it to `use`, and opens it again a second after it was lost or could not be opened. */
export async function holdWire(
  open: () => Promise<Wire>,
  { use, onLost, signal }: { use: (wire: Wire) => void; onLost?: () => void; signal: AbortSignal },
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  while (!signal.aborted) {
    const wire = await open().catch(() => undefined);
    if (wire) {
      use(wire);
      await Promise.race([stopped, wire.lost]);
      await wire.close();
      if (!signal.aborted) onLost?.();
    }
    await delay(againMs, undefined, { signal }).catch(() => {});
  }
}

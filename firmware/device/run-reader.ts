import type { RunningReader } from './start.ts';

/**
 * Runs a reader until `stop` says why. When a restart is asked for, it is closed and started anew, with its settings read again; when an
 * update waits, it is closed, so that no visit can begin any more, and the machine restarted.
 */
export async function runReader(
  start: () => Promise<RunningReader>,
  stop: Promise<string>,
  onReady: (reader: RunningReader) => void,
): Promise<void> {
  for (;;) {
    const reader = await start();
    onReady(reader);
    const { reason, again } = await Promise.race([
      stop.then((why) => ({ reason: why, again: false })),
      reader.restartAsked.then((why) => ({ reason: why, again: true })),
    ]);
    await reader.close(reason);
    if (!again) return;
    if (reason !== 'UPDATE_RESTART') continue;
    reader.restartMachine();
    await stop;
    return;
  }
}

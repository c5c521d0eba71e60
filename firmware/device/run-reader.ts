import type { RunningReader } from './start.ts';

/** Runs a reader until `stop` says why; when a terminal or the schedule asks for a restart it is closed and started anew, with its settings read again. */
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
  }
}

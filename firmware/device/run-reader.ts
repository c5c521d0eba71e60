import type { RunningReader } from './start.ts';

/** Runs a reader until `stop` says why; when a terminal asks for a restart it is closed and started anew, with its settings read again. */
export async function runReader(
  start: () => Promise<RunningReader>,
  stop: Promise<string>,
  onReady: (reader: RunningReader) => void,
): Promise<void> {
  for (;;) {
    const reader = await start();
    onReady(reader);
    const reason = await Promise.race([stop, reader.restartAsked.then(() => undefined)]);
    await reader.close(reason ?? 'TERMINAL_RESTART');
    if (reason !== undefined) return;
  }
}

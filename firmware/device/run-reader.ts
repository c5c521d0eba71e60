import type { Restart, RunningReader } from './start.ts';

const reasons: Readonly<Record<Restart, string>> = { reader: 'TERMINAL_RESTART', machine: 'UPDATE_RESTART' };

/**
 * Runs a reader until `stop` says why. When a terminal asks for a restart it is closed and started anew, with its settings read again; when an update
 * waits, it is closed, so that no visit can begin any more, and the machine restarted.
 */
export async function runReader(
  start: () => Promise<RunningReader>,
  stop: Promise<string>,
  onReady: (reader: RunningReader) => void,
): Promise<void> {
  for (;;) {
    const reader = await start();
    onReady(reader);
    const restart = await Promise.race([stop.then(() => undefined), reader.restartAsked]);
    await reader.close(restart === undefined ? await stop : reasons[restart]);
    if (restart === 'reader') continue;
    if (restart === 'machine') reader.restartMachine();
    await stop;
    return;
  }
}

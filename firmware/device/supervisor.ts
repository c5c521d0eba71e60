import koffi from 'koffi';
import type { Clock } from './clock.ts';

/** The service manager that has started this process and looks after it (sd_notify(3)). */
export interface Supervisor {
  ready(): void;
  stopping(): void;
}

/** It is told this often that the reader lives, whatever it asks for: a hanging core says nothing. */
const aliveMs = 5000;

/**
 * Speaks to systemd where it is there, which `NOTIFY_SOCKET` says; to nobody elsewhere. Once ready it is told that the reader
 * lives until the signal ends that: then it may start it again.
 */
export function supervisor(clock: Clock, signal: AbortSignal): Supervisor {
  const tell = process.env.NOTIFY_SOCKET ? notifier() : () => undefined;
  let known = false;
  return {
    ready: () => {
      tell('READY=1');
      if (!known) void stayAlive(() => tell('WATCHDOG=1'), clock, signal);
      known = true; // a restart within the process is ready once more
    },
    stopping: () => tell('STOPPING=1'),
  };
}

async function stayAlive(tell: () => void, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    tell();
    await clock.sleep(aliveMs, signal).catch(() => undefined);
  }
}

/** libsystemd itself: Node knows no datagram sockets of Unix. */
function notifier(): (state: string) => void {
  const notify = koffi.load('libsystemd.so.0').func('int sd_notify(int, const char *)');
  return (state) => void notify(0, state);
}

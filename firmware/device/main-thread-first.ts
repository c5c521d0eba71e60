import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Niceness of the other threads: they get what the main thread leaves, and half a core against another busy process. */
const later = 5;

/**
 * Lets the main thread go before all threads that this process has now: models and pictures want a processor for long, a card wants
 * it a hundred times for an instant, and each of its answers waits for the one before (R12). Needs no privilege; where it is not
 * allowed all the same, a check is slower and nothing else.
 */
export function mainThreadFirst(): void {
  for (const thread of readdirSync('/proc/self/task').map(Number)) {
    if (thread === process.pid) continue;
    try {
      setPriority(thread, later);
    } catch {} // that thread has ended meanwhile
  }
}

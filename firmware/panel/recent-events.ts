import type { Clock } from '../device/clock.ts';
import type { Reader } from '../device/reader.ts';
import type { FaultsBoard } from '../records/faults-board.ts';

/** Something that happened, in codes; nothing personal, no session. */
export interface RecentEvent {
  /** ISO 8601. */
  readonly at: string;
  readonly what: 'visit-ended' | 'mode' | 'fault-raised' | 'fault-cleared';
  /** How a visit ended, which mode, which fault. */
  readonly code: string;
}

const kept = 20;

/** Remembers the last things that happened, newest first, for staff to look at (R46). */
export function recentEvents(reader: Reader, faults: FaultsBoard, clock: Clock): () => readonly RecentEvent[] {
  const events: RecentEvent[] = [];
  const note = (what: RecentEvent['what'], code: string) => {
    events.unshift({ at: new Date(clock.wall()).toISOString(), what, code });
    events.length = Math.min(events.length, kept);
  };
  reader.listen({
    onEvent: (event) => {
      if (event.name === 'session-ended') note('visit-ended', event.outcome.reason);
      if (event.name === 'mode-changed') note('mode', event.mode);
    },
  });
  faults.onChange(({ is, fault }) => note(`fault-${is}`, fault.code));
  return () => events;
}

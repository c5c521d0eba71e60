import type { ErrorNotes } from '../records/error-notes.ts';
import type { FaultsBoard } from '../records/faults-board.ts';
import { absentCameras } from './absent-cameras.ts';
import type { Clock } from './clock.ts';
import { restartDaily } from './daily-restart.ts';
import type { Records } from './open-records.ts';
import type { Reader } from './reader.ts';
import type { RestartBell } from './restart-bell.ts';
import { sealDaily } from './seal-daily.ts';
import type { Settings } from './settings.ts';
import { watchCameras } from './watch-cameras.ts';
import { watchClock } from './watch-clock.ts';
import { freeBytes, watchDisk } from './watch-disk.ts';

export interface Watching {
  readonly settings: Settings;
  readonly reader: Reader;
  readonly records: Records;
  readonly notes: ErrorNotes;
  readonly faults: FaultsBoard;
  readonly bell: RestartBell;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Keeps watch over what is no part of a visit, until the signal: logs, clock, cameras, disk and the daily restart (R45, R46). */
export function keepWatch({ settings, reader, records, notes, faults, bell, clock, signal }: Watching): void {
  void sealDaily([records.operations, records.errors], clock, signal);
  void watchClock(faults, (jump) => notes.note(jump, 'clock'), clock, signal);
  void watchCameras(reader, () => absentCameras(settings.drivers), { faults, clock, signal });
  void watchDisk(() => freeBytes(settings.records.folder), faults, clock, signal);
  void restartDaily({
    times: settings.schedule.restart,
    isFree: () => reader.isFree,
    restart: () => bell.ring('SCHEDULED_RESTART'),
    clock,
    signal,
  });
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Files, removeFile, replaceFile } from '../../crypto/durable-files.ts';
import type { FaultsBoard } from '../records/faults-board.ts';
import type { Clock } from './clock.ts';
import { FlightRecorder } from './flight-recorder.ts';
import type { Reader } from './reader.ts';

/** The oldest give way to newer ones. */
const mostFiles = 20;

export interface IncidentParts {
  readonly folder: string;
  readonly version: string;
  readonly files: Files;
  readonly clock: Clock;
  /** An incident that cannot be written is lost. */
  readonly onTrouble: (error: unknown) => void;
}

/** Writes what led to each fault, and to each visit that ended in one, into files of a folder (R43, R46): events and timings alone. */
export function recordIncidents(
  reader: Pick<Reader, 'listen'>,
  faults: FaultsBoard,
  { folder, version, files, clock, onTrouble }: IncidentParts,
): void {
  const recorder = new FlightRecorder(version);
  let writing: Promise<void> = Promise.resolve();
  const write = (code: string) => {
    const incident = recorder.incident(code);
    if (!incident) return;
    const name = `incident-${new Date(clock.wall()).toISOString().replaceAll(/[:.]/g, '-')}-${code}.json`;
    writing = writing
      .then(async () => {
        await files.mkdir(folder, { recursive: true, mode: 0o700 });
        await replaceFile(files, join(folder, name), `${JSON.stringify(incident)}\n`);
        await makeRoom(folder, files);
      })
      .catch(onTrouble);
  };
  reader.listen({
    onInput: (house, before, input, after) => recorder.note(house, before, input, after, clock.monotonic()),
    onEvent: (event) => {
      if (event.name === 'session-ended' && event.outcome.verdict === 'fault') write(event.outcome.reason);
    },
  });
  faults.onChange(({ is, fault }) => {
    if (is === 'raised') write(fault.code);
  });
}

async function makeRoom(folder: string, files: Files): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^incident-.*\.json$/.test(name)).sort();
  for (const name of names.slice(0, Math.max(0, names.length - mostFiles))) await removeFile(files, join(folder, name));
}

import { join } from 'node:path';
import { openDeviceKey } from '../../crypto/device-key.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { type FaultsBoard, standingFault } from '../records/faults-board.ts';
import { headAnchor } from '../records/head-anchor.ts';
import { type Book, type OperationLog, openOperationLog } from '../records/operation-log.ts';
import type { Clock } from './clock.ts';
import { keyFiles } from './key-files.ts';
import type { Settings } from './settings.ts';

/** Both logs of the reader, signed with the device's key (R43). */
export interface Records {
  readonly operations: OperationLog;
  readonly errors: OperationLog;
  close(): Promise<void>;
}

/** Where logs and key lie. */
type LogSettings = {
  readonly device: Pick<Settings['device'], 'folder' | 'tpm'>;
  readonly records: Omit<Settings['records'], 'incidents' | 'incidentFolder'>;
};

/** A log that cannot be written is tried again after this, so that its fault clears by itself. */
const retryMs = 10_000;

/** Opens the device's key, made at the first start, and both logs. Throws the faults of `openDeviceKey` and `openOperationLog`. */
export async function openRecords(
  { device, records }: LogSettings,
  faults: FaultsBoard,
  clock: Clock,
): Promise<Records> {
  const stop = new AbortController();
  const { sign } = await openDeviceKey(device.folder, { files: keyFiles(device), now: clock.wall() });
  const open = async (book: Book): Promise<OperationLog> => {
    const anchor = headAnchor(join(device.folder, `${book}-head.json`), { files, sign });
    const part = `${book}-log`;
    const log: OperationLog = await openOperationLog(
      { ...records, book },
      {
        clock,
        device: { sign, anchor },
        onDisk: (fault) => {
          if (!fault) return void faults.clear('RECORDS_UNWRITABLE', part);
          faults.raise(standingFault(fault, part));
          void tryAgain(log, clock, stop.signal);
        },
      },
    );
    return log;
  };
  const operations = await open('operation');
  try {
    const errors = await open('error');
    return {
      operations,
      errors,
      close: async () => {
        stop.abort();
        await Promise.all([operations.close(), errors.close()]);
      },
    };
  } catch (error) {
    await operations.close();
    throw error;
  }
}

/** Writes a seal again and again until it stands, or the signal ends it. */
async function tryAgain(log: OperationLog, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let written = false; !written; ) {
    await clock.sleep(retryMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    written = await log.seal('resume').then(
      () => true,
      () => false,
    );
  }
}

import { mkdir } from 'node:fs/promises';
import type { Clock } from '../device/clock.ts';
import { CodedError } from './coded-error.ts';
import { recordsFault } from './faults.ts';
import { lockFolder } from './folder-lock.ts';
import { validateOperationEntry } from './generated/validators.mjs';
import { type LogResumption, resumeLog } from './log-recovery.ts';
import { type LogWriter, logWriter } from './log-writer.ts';
import { type ChainHead, chainLine, type OperationEntry } from './operation-record.ts';

export { operationLogFiles } from './log-files.ts';
export { type LogVerdict, verifyOperationLog } from './verify-operation-log.ts';
export type { ChainHead, OperationEntry };

/** The operation log (R43): what was done when, by which method, with which result; nothing personal. */
export interface OperationLog {
  /**
   * Adds a record; done when it is on the disk. Records stand in the order of the calls.
   * Throws `RECORD_NOT_ALLOWED`, `RECORDS_UNWRITABLE` (the record is lost; the next one that can be written tells the gap), `RECORDS_CLOSED`.
   */
  append(entry: OperationEntry): Promise<void>;
  /** The last record on the disk. */
  head(): ChainHead;
  /** Writes what was handed in, then closes. */
  close(): Promise<void>;
}

interface Waiting {
  readonly entry: OperationEntry;
  readonly time: number;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

const maxBatch = 64;

/**
 * Opens the operation log of a folder, which is made if need be; goes on where an earlier run ended, however it ended.
 * @param settings `maxFileKiB`: size after which a new file is begun
 * @throws RECORDS_IN_USE, RECORDS_UNWRITABLE
 */
export async function openOperationLog(
  settings: { readonly folder: string; readonly maxFileKiB: number },
  { clock }: { readonly clock: Clock },
): Promise<OperationLog> {
  await mkdir(settings.folder, { recursive: true, mode: 0o700 }).catch(unwritable);
  const unlock = await lockFolder(settings.folder);
  try {
    const from = await resumeLog(settings.folder);
    return chainedLog(logWriter(settings.folder, from, settings.maxFileKiB * 1024), from, clock, unlock);
  } catch (error) {
    await unlock();
    return unwritable(error);
  }
}

function chainedLog(writer: LogWriter, from: LogResumption, clock: Clock, unlock: () => Promise<void>): OperationLog {
  const queue: Waiting[] = [];
  let { head, toTell } = from; // told with the first record that can be written: a full disk must not keep the reader from starting
  let lost = 0;
  let closed = false;
  let working: Promise<void> | undefined;

  /** All that waits goes to the disk at once: one sync for many records. */
  async function work(): Promise<void> {
    for (let batch = queue.splice(0, maxBatch); batch.length > 0; batch = queue.splice(0, maxBatch)) {
      const gap: OperationEntry[] = lost > 0 ? [{ kind: 'log-gap', fields: { lost: Math.min(lost, 1_000_000) } }] : [];
      try {
        const own = [...toTell, ...gap].map((entry) => ({ entry, time: clock.wall() }));
        const { lines, head: next } = chainLines(head, [...own, ...batch]);
        await writer.write(lines);
        [head, toTell, lost] = [next, [], 0];
        for (const { written } of batch) written();
      } catch (error) {
        lost += batch.length;
        const fault = recordsFault('RECORDS_UNWRITABLE', codeOf(error), { cause: error });
        for (const { failed } of batch) failed(fault);
      }
    }
    working = undefined;
  }

  return {
    async append(entry) {
      if (closed) throw recordsFault('RECORDS_CLOSED');
      if (!validateOperationEntry(entry)) throw recordsFault('RECORD_NOT_ALLOWED', whyNot());
      const kept = structuredClone(entry);
      const done = new Promise<void>((written, failed) => {
        queue.push({ entry: kept, time: clock.wall(), written, failed });
      });
      working ??= work();
      await done;
    },
    head: () => head,
    async close() {
      if (closed) return;
      closed = true;
      await working;
      await writer.close();
      await unlock();
    },
  };
}

function chainLines(head: ChainHead, records: readonly { entry: OperationEntry; time: number }[]) {
  let lines = '';
  let next = head;
  for (const { entry, time } of records) {
    const chained = chainLine(next, entry, time);
    lines += `${chained.line}\n`;
    next = chained.head;
  }
  return { lines, head: next };
}

/** Where an entry breaks the schema; never what stands there. */
function whyNot(): string {
  const [error] = validateOperationEntry.errors ?? [];
  return `${error?.instancePath || 'entry'} ${error?.message ?? ''}`;
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

function unwritable(error: unknown): never {
  if (error instanceof CodedError) throw error;
  throw recordsFault('RECORDS_UNWRITABLE', codeOf(error), { cause: error });
}

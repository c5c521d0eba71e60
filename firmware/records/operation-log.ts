import { mkdir, rm, stat } from 'node:fs/promises';
import type { Clock } from '../device/clock.ts';
import { CodedError } from './coded-error.ts';
import { recordsFault } from './faults.ts';
import { lockInFolder } from './folder-lock.ts';
import { validateOperationEntry } from './generated/validators.mjs';
import type { HeadAnchor } from './head-anchor.ts';
import { type Book, logFile, logNumbers } from './log-files.ts';
import { type LogResumption, lastRecordOf, resumeLog } from './log-recovery.ts';
import { type LogWriter, logWriter } from './log-writer.ts';
import { type ChainHead, chainLine, isSignedKind, type OperationEntry, type SignText } from './operation-record.ts';
import { type KeptFile, tooMany, tooOld } from './retention.ts';

export { type Book, logFiles } from './log-files.ts';
export { type LogVerdict, verifyOperationLog } from './verify-operation-log.ts';
export type { ChainHead, OperationEntry };

export type SealReason = Extract<OperationEntry, { kind: 'log-sealed' }>['fields']['reason'];

/** A log of the reader (R43): what was done when, by which method, with which result, or what failed; nothing personal. */
export interface OperationLog {
  /**
   * Adds a record; done when it is on the disk. Records stand in the order of the calls.
   * Throws `RECORD_NOT_ALLOWED`, `RECORDS_UNWRITABLE` (the record is lost; the next one that can be written tells the gap), `RECORDS_CLOSED`.
   */
  append(entry: OperationEntry): Promise<void>;
  /** Signs all records up to now; at the end of a day, what is older than the settings keep may go. Throws as `append`. */
  seal(reason: SealReason): Promise<void>;
  /** The last record on the disk. */
  head(): ChainHead;
  /** Writes what was handed in, seals, then closes. */
  close(): Promise<void>;
}

export interface LogSettings {
  readonly folder: string;
  /** Default: the operation log. */
  readonly book?: Book;
  /** Size after which a new file is begun. */
  readonly maxFileKiB: number;
  /** Size of all files, after which the oldest go. */
  readonly maxTotalMiB?: number;
  /** Age at which files go. */
  readonly keepDays?: number;
}

export interface LogParts {
  readonly clock: Clock;
  /** What the device signs with, and where it keeps the last signed record: without it the log is chained only. */
  readonly device?: { readonly sign: SignText; readonly anchor: HeadAnchor };
  /** Hears when the log cannot be written any more (RECORDS_UNWRITABLE), and, with undefined, when it can again. */
  readonly onDisk?: (fault: CodedError | undefined) => void;
}

interface Waiting {
  readonly entry: OperationEntry;
  readonly time: number;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

const maxBatch = 64;
const dayMs = 86_400_000;

/**
 * Opens a log in a folder, which is made if need be; goes on where an earlier run ended, however it ended.
 * @throws RECORDS_IN_USE, RECORDS_UNWRITABLE
 */
export async function openOperationLog(settings: LogSettings, parts: LogParts): Promise<OperationLog> {
  const { folder, book = 'operation' } = settings;
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(unwritable);
  const unlock = await lockInFolder(folder, book);
  try {
    const from = await resumeLog(folder, book);
    const told = parts.device ? [...from.toTell, ...(await brokenOff(from, parts.device.anchor))] : from.toTell;
    const writer = logWriter({ folder, book }, from, settings.maxFileKiB * 1024);
    return new ChainedLog({ ...settings, book }, parts, writer, { ...from, toTell: told }, unlock);
  } catch (error) {
    await unlock();
    return unwritable(error);
  }
}

/** What the device knows of an end that the log itself does not show. */
async function brokenOff({ head, closed }: LogResumption, anchor: HeadAnchor): Promise<OperationEntry[]> {
  const signed = await anchor.read();
  const unclosed: OperationEntry[] = closed ? [] : [{ kind: 'log-unclosed', fields: {} }];
  if (!signed) return head.seq > 0 ? [...unclosed, { kind: 'log-cut', fields: {} }] : unclosed;
  const lost = Math.max(0, signed.seq - head.seq);
  const other = signed.seq === head.seq && signed.hash !== head.hash;
  return lost > 0 || other ? [...unclosed, { kind: 'log-cut', fields: { lost: capped(lost) } }] : unclosed;
}

class ChainedLog implements OperationLog {
  readonly #settings: LogSettings & { readonly book: Book };
  readonly #parts: LogParts;
  readonly #writer: LogWriter;
  readonly #unlock: () => Promise<void>;
  readonly #queue: Waiting[] = [];
  #ending: Promise<void> | undefined;
  #head: ChainHead;
  /** Told with the first record that can be written: a full disk must not keep the reader from starting. */
  #toTell: readonly OperationEntry[];
  #lost = 0;
  #closed = false;
  #working: Promise<void> | undefined;
  /** The file in which the log's size was looked at last. */
  #lookedIn = 0;
  #dayOver = false;

  constructor(
    settings: LogSettings & { readonly book: Book },
    parts: LogParts,
    writer: LogWriter,
    { head, toTell }: LogResumption,
    unlock: () => Promise<void>,
  ) {
    this.#settings = settings;
    this.#parts = parts;
    this.#writer = writer;
    this.#head = head;
    this.#toTell = toTell;
    this.#unlock = unlock;
  }

  async append(entry: OperationEntry): Promise<void> {
    if (this.#closed) throw recordsFault('RECORDS_CLOSED');
    if (!validateOperationEntry(entry)) throw recordsFault('RECORD_NOT_ALLOWED', whyNot());
    const kept = structuredClone(entry);
    const done = new Promise<void>((written, failed) => {
      this.#queue.push({ entry: kept, time: this.#parts.clock.wall(), written, failed });
    });
    this.#working ??= this.#work();
    await done;
  }

  async seal(reason: SealReason): Promise<void> {
    if (reason === 'day') this.#dayOver = true;
    await this.append({ kind: 'log-sealed', fields: { reason } });
  }

  head(): ChainHead {
    return this.#head;
  }

  close(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    if (this.#parts.device) await this.seal('stop').catch(() => undefined); // the next start tells that it is missing
    this.#closed = true;
    await this.#working;
    await this.#writer.close();
    await this.#unlock();
  }

  /** All that waits goes to the disk at once: one sync for many records. */
  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, maxBatch);
      const gap: OperationEntry[] = this.#lost > 0 ? [{ kind: 'log-gap', fields: { lost: capped(this.#lost) } }] : [];
      try {
        await this.#write([...this.#own([...this.#toTell, ...gap]), ...batch]);
        if (this.#lost > 0) this.#parts.onDisk?.(undefined);
        [this.#toTell, this.#lost] = [[], 0];
        for (const { written } of batch) written();
        await this.#retire().catch(() => undefined); // tried again with the next file, or the next day
      } catch (error) {
        const fault = recordsFault('RECORDS_UNWRITABLE', codeOf(error), { cause: error });
        if (this.#lost === 0) this.#parts.onDisk?.(fault);
        this.#lost += batch.length;
        for (const { failed } of batch) failed(fault);
      }
    }
    this.#working = undefined;
  }

  async #write(records: readonly { entry: OperationEntry; time: number }[]): Promise<void> {
    const { device } = this.#parts;
    const { lines, head } = chainLines(this.#head, records, device?.sign);
    await this.#writer.write(lines);
    this.#head = head;
    // Not a reason to lose records: without it a later cut may stay unknown until the next signed one.
    if (records.some(({ entry }) => isSignedKind(entry.kind))) await device?.anchor.write(head).catch(() => undefined);
  }

  /** Removes what is too much or too old, and says so first. */
  async #retire(): Promise<void> {
    const { folder, book, maxTotalMiB, keepDays } = this.#settings;
    const grown = this.#writer.number !== this.#lookedIn && maxTotalMiB !== undefined;
    const aged = this.#dayOver && keepDays !== undefined;
    if (!grown && !aged) return;
    [this.#lookedIn, this.#dayOver] = [this.#writer.number, false];
    const files = await keptFiles(folder, book);
    const doomed = grown ? tooMany(files, maxTotalMiB * 2 ** 20) : [];
    const goes = doomed.length === 0 && aged ? tooOld(files, keepDays * dayMs, this.#parts.clock.wall()) : doomed;
    const paths = goes.map(({ number }) => logFile(folder, book, number));
    const last = await lastRecordOf(paths.at(-1) ?? '').catch(() => undefined);
    if (!last) return;
    await this.#write(
      this.#own([{ kind: 'log-retired', fields: { through: last.seq, hash: last.hash, files: paths.length } }]),
    );
    for (const path of paths) await rm(path);
  }

  #own(entries: readonly OperationEntry[]): { entry: OperationEntry; time: number }[] {
    return entries.map((entry) => ({ entry, time: this.#parts.clock.wall() }));
  }
}

async function keptFiles(folder: string, book: Book): Promise<KeptFile[]> {
  const numbers = await logNumbers(folder, book);
  return Promise.all(
    numbers.map(async (number) => {
      const { size, mtimeMs } = await stat(logFile(folder, book, number));
      return { number, bytes: size, at: mtimeMs };
    }),
  );
}

function chainLines(
  head: ChainHead,
  records: readonly { entry: OperationEntry; time: number }[],
  sign: SignText | undefined,
) {
  let lines = '';
  let next = head;
  for (const { entry, time } of records) {
    const chained = chainLine(next, entry, time, sign);
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

const capped = (count: number): number => Math.min(count, 1_000_000);
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

function unwritable(error: unknown): never {
  if (error instanceof CodedError) throw error;
  throw recordsFault('RECORDS_UNWRITABLE', codeOf(error), { cause: error });
}

import { type Book, logFiles } from '../records/operation-log.ts';
import { type OperationRecord, readLine } from '../records/operation-record.ts';
import { linesOf } from '../records/verify-operation-log.ts';
import type { LogPage } from '../terminal/messages.ts';

/** Bytes of lines on a page: the reply that carries them, with their quotes escaped, must stay below 64 KiB. */
const pageBytes = 40_000;

interface Line {
  readonly text: string;
  readonly record: OperationRecord;
}

/** The whole lines of a log that are records, oldest first; a file that lies wholly before number `after` is not read through. */
async function* linesAfter(folder: string, book: Book, after: number): AsyncGenerator<Line> {
  const files = await logFiles(folder, book);
  const begins = await Promise.all(files.map(firstNumber));
  for (const [at, file] of files.entries()) {
    const next = begins[at + 1];
    if (next !== undefined && next <= after + 1) continue;
    for await (const { text, whole } of linesOf(file)) {
      const record = whole ? readLine(text) : 'NOT_A_RECORD';
      if (typeof record !== 'string' && record.seq > after) yield { text, record };
    }
  }
}

async function firstNumber(file: string): Promise<number | undefined> {
  for await (const { text } of linesOf(file)) {
    const record = readLine(text);
    return typeof record === 'string' ? undefined : record.seq;
  }
  return undefined;
}

/** The records of an operation log, oldest first. */
export async function* recordsOf(folder: string): AsyncGenerator<OperationRecord> {
  for await (const { record } of linesAfter(folder, 'operation', 0)) yield record;
}

/** The page of a log that begins after record number `after`. */
export async function logPage(folder: string, book: Book, after: number): Promise<LogPage> {
  const lines: string[] = [];
  let [bytes, last] = [0, after];
  for await (const { text, record } of linesAfter(folder, book, after)) {
    bytes += Buffer.byteLength(JSON.stringify(text)) + 1;
    if (lines.length > 0 && bytes > pageBytes) return { lines, last, more: true };
    lines.push(text);
    last = record.seq;
  }
  return { lines, last, more: false };
}

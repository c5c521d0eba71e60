import { stat } from 'node:fs/promises';
import { type Book, logFile, logNumbers } from './log-files.ts';
import { type ChainHead, genesis, type OperationEntry, readLine } from './operation-record.ts';
import { linesOf } from './verify-operation-log.ts';

/** Where an operation log goes on, and what must be told first. */
export interface LogResumption {
  readonly head: ChainHead;
  /** Whether the run before closed it: its last record is the seal of a stop. */
  readonly closed: boolean;
  /** The file to write, and how many of its bytes stand. */
  readonly number: number;
  readonly bytes: number;
  readonly toTell: readonly OperationEntry[];
}

/**
 * Looks at what an earlier run left. A cut last line (crash, power loss) is to be cut off and told; a file that does not
 * hold together is left as it is, as evidence, told, and a new file begun after it.
 */
export async function resumeLog(folder: string, book: Book): Promise<LogResumption> {
  const numbers = await logNumbers(folder, book);
  const last = numbers.at(-1);
  if (last === undefined) return { head: genesis, closed: true, number: 1, bytes: 0, toTell: [] };
  const { head, closed, bytes, badLine } = await readFileEnd(logFile(folder, book, last));
  const files = numbers.slice(0, -1).map((number) => logFile(folder, book, number));
  const before = head ?? (await headBefore(files));
  if (badLine !== undefined) {
    const damaged: OperationEntry = { kind: 'log-damaged', fields: { file: last, line: badLine } };
    return { head: before, closed, number: last + 1, bytes: 0, toTell: [damaged] };
  }
  const lostBytes = (await stat(logFile(folder, book, last))).size - bytes;
  const toTell: OperationEntry[] = lostBytes > 0 ? [{ kind: 'log-recovered', fields: { lostBytes } }] : [];
  return { head: before, closed, number: last, bytes, toTell };
}

/** What a file ends with. */
interface FileEnd {
  readonly head?: ChainHead;
  readonly closed: boolean;
  readonly bytes: number;
  readonly badLine?: number;
}

/** The last record of the newest file that has one. */
async function headBefore(files: readonly string[]): Promise<ChainHead> {
  for (const file of [...files].reverse()) {
    const { head } = await readFileEnd(file);
    if (head) return head;
  }
  return genesis;
}

/** The end of the last record of a file, if it has one: for what remains when the file goes. */
export const lastRecordOf = async (file: string): Promise<ChainHead | undefined> => (await readFileEnd(file)).head;

/** The last line that is a record by itself, the bytes of whole lines, and the first whole line that is bad or does not follow. */
async function readFileEnd(file: string): Promise<FileEnd> {
  let head: ChainHead | undefined;
  let closed = false;
  let badLine: number | undefined;
  let [bytes, line] = [0, 0];
  for await (const { text, whole } of linesOf(file)) {
    if (!whole) break;
    line += 1;
    bytes += Buffer.byteLength(text) + 1;
    const record = readLine(text);
    const follows = typeof record !== 'string' && (!head || (record.seq === head.seq + 1 && record.prev === head.hash));
    if (!follows) badLine ??= line;
    if (typeof record === 'string') continue;
    head = { seq: record.seq, hash: record.hash };
    closed = record.kind === 'log-sealed' && Reflect.get(record.fields, 'reason') === 'stop';
  }
  return { bytes, closed, ...(head ? { head } : {}), ...(badLine === undefined ? {} : { badLine }) };
}

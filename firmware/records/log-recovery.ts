import { stat } from 'node:fs/promises';
import { logFile, logNumbers } from './log-files.ts';
import { type ChainHead, genesis, type OperationEntry, readLine } from './operation-record.ts';
import { linesOf } from './verify-operation-log.ts';

/** Where an operation log goes on, and what must be told first. */
export interface LogResumption {
  readonly head: ChainHead;
  /** The file to write, and how many of its bytes stand. */
  readonly number: number;
  readonly bytes: number;
  readonly toTell: readonly OperationEntry[];
}

/**
 * Looks at what an earlier run left. A cut last line (crash, power loss) is to be cut off and told; a file that does not
 * hold together is left as it is, as evidence, told, and a new file begun after it.
 */
export async function resumeLog(folder: string): Promise<LogResumption> {
  const numbers = await logNumbers(folder);
  const last = numbers.at(-1);
  if (last === undefined) return { head: genesis, number: 1, bytes: 0, toTell: [] };
  const { head, bytes, badLine } = await readFileEnd(logFile(folder, last));
  const before = head ?? (await headBefore(folder, numbers.slice(0, -1)));
  if (badLine !== undefined) {
    const damaged: OperationEntry = { kind: 'log-damaged', fields: { file: last, line: badLine } };
    return { head: before, number: last + 1, bytes: 0, toTell: [damaged] };
  }
  const lostBytes = (await stat(logFile(folder, last))).size - bytes;
  const toTell: OperationEntry[] = lostBytes > 0 ? [{ kind: 'log-recovered', fields: { lostBytes } }] : [];
  return { head: before, number: last, bytes, toTell };
}

/** The last record of the newest file that has one. */
async function headBefore(folder: string, numbers: readonly number[]): Promise<ChainHead> {
  for (const number of [...numbers].reverse()) {
    const { head } = await readFileEnd(logFile(folder, number));
    if (head) return head;
  }
  return genesis;
}

/** The last line that is a record by itself, the bytes of whole lines, and the first whole line that is bad or does not follow. */
async function readFileEnd(file: string): Promise<{ head?: ChainHead; bytes: number; badLine?: number }> {
  let head: ChainHead | undefined;
  let badLine: number | undefined;
  let [bytes, line] = [0, 0];
  for await (const { text, whole } of linesOf(file)) {
    if (!whole) break;
    line += 1;
    bytes += Buffer.byteLength(text) + 1;
    const record = readLine(text);
    const follows = typeof record !== 'string' && (!head || (record.seq === head.seq + 1 && record.prev === head.hash));
    if (!follows) badLine ??= line;
    if (typeof record !== 'string') head = { seq: record.seq, hash: record.hash };
  }
  return { bytes, ...(head ? { head } : {}), ...(badLine === undefined ? {} : { badLine }) };
}

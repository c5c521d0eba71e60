import { createReadStream } from 'node:fs';
import { type ChainHead, genesis, type LineProblem, readLine } from './operation-record.ts';

/** What is wrong with the first bad record. */
export type ChainProblem =
  | LineProblem
  /** Its number does not follow: records are missing, moved or doubled. */
  | 'SEQ_WRONG'
  /** It does not follow the record before it. */
  | 'PREV_WRONG'
  /** The file ends in the middle of a line. */
  | 'LINE_CUT'
  /** The log ends before the head that was expected, or has another one there. */
  | 'HEAD_MISSING';

export type LogVerdict =
  | { readonly ok: true; readonly records: number; readonly head: ChainHead }
  /** `line` counts from 1 in `file`; `seq` is the number that the record ought to have. */
  | {
      readonly ok: false;
      readonly problem: ChainProblem;
      readonly file: string;
      readonly line: number;
      readonly seq: number;
    };

/**
 * Checks an operation log from its first record on, and names the first bad one.
 * A chain by itself cannot show that its last records are gone, nor that it was made anew as a whole: hand in a `head` known from elsewhere.
 * @param files all files of the log, oldest first
 * @param expected a record that must be in the log
 */
export async function verifyOperationLog(files: readonly string[], expected: ChainHead = genesis): Promise<LogVerdict> {
  let head = genesis;
  let seen = expected.seq === 0;
  let [file, line] = ['', 0];
  for (file of files) {
    line = 0;
    for await (const { text, whole } of linesOf(file)) {
      line += 1;
      const bad = (problem: ChainProblem): LogVerdict => ({ ok: false, problem, file, line, seq: head.seq + 1 });
      if (!whole) return bad('LINE_CUT');
      const record = readLine(text);
      if (typeof record === 'string') return bad(record);
      if (record.seq !== head.seq + 1) return bad('SEQ_WRONG');
      if (record.prev !== head.hash) return bad('PREV_WRONG');
      head = { seq: record.seq, hash: record.hash };
      if (head.seq === expected.seq) seen = head.hash === expected.hash;
      if (head.seq === expected.seq && !seen) return bad('HEAD_MISSING');
    }
  }
  if (!seen) return { ok: false, problem: 'HEAD_MISSING', file, line: line + 1, seq: head.seq + 1 };
  return { ok: true, records: head.seq, head };
}

/** The lines of a file; the last one is not `whole` when no line feed ends it. Bytes that are not UTF-8 become U+FFFD, so no line with them passes. */
export async function* linesOf(file: string): AsyncGenerator<{ text: string; whole: boolean }> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield { text, whole: true };
  }
  if (rest) yield { text: rest, whole: false };
}

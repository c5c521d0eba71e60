import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isSignedBy } from '../../crypto/device-key.ts';
import {
  type ChainHead,
  genesis,
  isSignedKind,
  type LineProblem,
  type OperationRecord,
  readLine,
  signedText,
} from './operation-record.ts';

/** What is wrong with the first bad record. */
export type ChainProblem =
  | LineProblem
  /** Its number does not follow: records are missing, moved or doubled. */
  | 'SEQ_WRONG'
  /** It does not follow the record before it. */
  | 'PREV_WRONG'
  /** The file ends in the middle of a line. */
  | 'LINE_CUT'
  /** The device should have signed it and did not, or another signature stands there: it was not made by this device. */
  | 'SIGNATURE_WRONG'
  /** The log ends before the head that was expected, or has another one there. */
  | 'HEAD_MISSING';

/** What a log that holds together is. */
export interface SoundLog {
  readonly ok: true;
  readonly records: number;
  /** Number of the first record: more than 1 once old files were removed, which a record of the log tells. */
  readonly first: number;
  readonly head: ChainHead;
  /** Receipts of erasure. */
  readonly receipts: number;
  /** Up to this record the device's signature was checked; what follows is chained but not signed yet. 0 without a certificate. */
  readonly signedThrough: number;
}

export type LogVerdict =
  | SoundLog
  /** `line` counts from 1 in `file`; `seq` is the number that the record ought to have. */
  | {
      readonly ok: false;
      readonly problem: ChainProblem;
      readonly file: string;
      readonly line: number;
      readonly seq: number;
    };

/** What is known from elsewhere. */
export interface KnownOfLog {
  /** The public key of the device that made the log: then its signatures are checked. */
  readonly device?: KeyObject;
  /** A record that must be in the log. */
  readonly head?: ChainHead;
}

/** A file of a log, wherever it lies: its text in pieces. */
export interface LogText {
  readonly name: string;
  readonly texts: Iterable<string> | AsyncIterable<string>;
}

/** Checks a log by the paths of its files, oldest first; see `verifyLog`. */
export const verifyOperationLog = (files: readonly string[], known: KnownOfLog = {}): Promise<LogVerdict> =>
  verifyLog(
    files.map((name) => ({ name, texts: textsOf(name) })),
    known,
  );

/**
 * Checks a log from its first record on, and names the first bad one.
 * A chain by itself shows neither that its last records are gone, nor, without `device`, that it was made anew as a whole.
 * @param files all files of the log, oldest first
 */
export async function verifyLog(files: readonly LogText[], known: KnownOfLog = {}): Promise<LogVerdict> {
  const chain = new Chain(known);
  let [file, line] = ['', 0];
  const bad = (problem: ChainProblem, seq = chain.head.seq + 1): LogVerdict => ({
    ok: false,
    problem,
    file,
    line,
    seq,
  });
  for (const { name, texts } of files) {
    [file, line] = [name, 0];
    for await (const { text, whole } of linesIn(texts)) {
      line += 1;
      if (!whole) return bad('LINE_CUT');
      const record = readLine(text);
      const problem = typeof record === 'string' ? record : chain.take(record);
      if (problem) return bad(problem);
    }
  }
  if (chain.beginsUnknown) {
    [file, line] = [files[0]?.name ?? '', 1];
    return bad('SEQ_WRONG', 1);
  }
  line += 1;
  return chain.headMissing ? bad('HEAD_MISSING') : chain.sound;
}

/** The chain as far as it was followed. */
class Chain {
  head: ChainHead = genesis;
  /** What the first record follows. */
  #start: ChainHead | undefined;
  #startTold = true;
  #seen: boolean;
  #receipts = 0;
  #signedThrough = 0;
  readonly #known: KnownOfLog;

  constructor(known: KnownOfLog) {
    this.#known = known;
    this.#seen = (known.head?.seq ?? 0) === 0;
  }

  /** Takes the next record, or tells why it cannot be that. */
  take(record: OperationRecord): ChainProblem | undefined {
    if (!this.#start) this.#begin(record);
    if (record.seq !== this.head.seq + 1) return 'SEQ_WRONG';
    if (record.prev !== this.head.hash) return 'PREV_WRONG';
    const { device, head: expected } = this.#known;
    if (device && isSignedKind(record.kind)) {
      if (!isSignedBy(device, signedText(record.hash), record.signature ?? '')) return 'SIGNATURE_WRONG';
      this.#signedThrough = record.seq;
    }
    if (record.kind === 'erasure') this.#receipts += 1;
    if (retires(record, this.#start)) this.#startTold = true;
    this.head = { seq: record.seq, hash: record.hash };
    if (expected?.seq !== record.seq) return undefined;
    this.#seen = expected.hash === record.hash;
    return this.#seen ? undefined : 'HEAD_MISSING';
  }

  get beginsUnknown(): boolean {
    return !this.#startTold;
  }

  get headMissing(): boolean {
    return !this.#seen;
  }

  get sound(): SoundLog {
    const before = this.#start?.seq ?? 0;
    return {
      ok: true,
      records: this.head.seq - before,
      first: before + 1,
      head: this.head,
      receipts: this.#receipts,
      signedThrough: this.#signedThrough,
    };
  }

  /** A log whose first files were removed begins later; a record must tell of it, further on. */
  #begin({ seq, prev }: OperationRecord): void {
    this.#start = seq > 1 ? { seq: seq - 1, hash: prev } : genesis;
    this.#startTold = seq <= 1;
    this.head = this.#start;
  }
}

function retires(record: OperationRecord, start: ChainHead | undefined): boolean {
  return (
    record.kind === 'log-retired' &&
    Reflect.get(record.fields, 'through') === start?.seq &&
    Reflect.get(record.fields, 'hash') === start?.hash
  );
}

/** A line of a log; the last one is not `whole` when no line feed ends it. */
export interface LogLine {
  readonly text: string;
  readonly whole: boolean;
}

/** The lines of a file. */
export const linesOf = (file: string): AsyncGenerator<LogLine> => linesIn(textsOf(file));

/** Bytes that are not UTF-8 become U+FFFD, so no line with them passes. */
const textsOf = (file: string): AsyncIterable<string> => createReadStream(file, { encoding: 'utf8' });

async function* linesIn(texts: LogText['texts']): AsyncGenerator<LogLine> {
  let rest = '';
  for await (const piece of texts) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield { text, whole: true };
  }
  if (rest) yield { text: rest, whole: false };
}

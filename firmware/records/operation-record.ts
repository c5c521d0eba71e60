import { createHash } from 'node:crypto';
import { canonicalJson, type Plain } from './canonical-json.ts';
import type { OperationEntry } from './generated/types.ts';
import { validateOperationEntry } from './generated/validators.mjs';

export type { OperationEntry };

/** The end of a chain: number and hash (SHA-256, hexadecimal) of its last record. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The head of a log without records. */
export const genesis: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** One record of the operation log. */
export interface OperationRecord extends ChainHead {
  /** RFC 3339 in UTC, to the millisecond. */
  readonly time: string;
  readonly kind: OperationEntry['kind'];
  readonly fields: OperationEntry['fields'];
  /** Hash of the record before. */
  readonly prev: string;
  /** The device's, in base64url, over `signedText`: it speaks for this record and, by the chain, for all before it. */
  readonly signature?: string;
}

/** Signs a text as the device; base64url. */
export type SignText = (text: string) => string;

/** The kinds of records that the device signs. */
const signedKinds: ReadonlySet<string> = new Set([
  'erasure',
  'log-sealed',
  'log-retired',
  'log-cut',
  'case-opened',
  'case-cleared',
  'factory-reset',
]);

/** Whether a record of this kind means nothing without the device's signature. */
export const isSignedKind = (kind: string): boolean => signedKinds.has(kind);

/** What the device signs of a record with this hash. */
export const signedText = (hash: string): string => `kazasu record 1 ${hash}`;

/**
 * Makes the line that follows `head`: the record's canonical JSON (RFC 8785), its `hash` being the SHA-256 of the same without
 * `hash` and `signature`.
 * @param time ms since 1970
 * @param sign for the kinds that are signed; without it they are not
 */
export function chainLine(
  head: ChainHead,
  entry: OperationEntry,
  time: number,
  sign?: SignText,
): { line: string; head: ChainHead } {
  const { kind, fields } = entry;
  const body = {
    seq: head.seq + 1,
    time: new Date(time).toISOString(),
    kind,
    fields: fields as Plain,
    prev: head.hash,
  };
  const hash = hashOf(body);
  const signed = sign && isSignedKind(kind) ? { signature: sign(signedText(hash)) } : {};
  return { line: canonicalJson({ ...body, hash, ...signed }), head: { seq: body.seq, hash } };
}

/** What keeps a line from being a record. */
export type LineProblem = 'NOT_A_RECORD' | 'HASH_WRONG' | 'ENTRY_NOT_ALLOWED';

/** Reads a line by itself, without its place in the chain. Never throws. */
export function readLine(line: string): OperationRecord | LineProblem {
  const record = parse(line);
  if (!record) return 'NOT_A_RECORD';
  const { hash, signature: _, ...body } = record;
  // The line must be exactly what its record is written as: a changed space is a change.
  if (hash !== hashOf(body) || line !== canonicalJson(record)) return 'HASH_WRONG';
  if (!isRecord(record)) return 'ENTRY_NOT_ALLOWED';
  return record;
}

const hashOf = (body: Plain): string => createHash('sha256').update(canonicalJson(body)).digest('hex');

function parse(line: string): Record<string, Plain> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isPlain(value) && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(value: unknown, depth = 0): value is Plain {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return depth < 8 && Object.values(value).every((inner) => isPlain(inner, depth + 1));
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isRecord(value: Record<string, unknown>): value is Record<string, Plain> & OperationRecord {
  const { seq, time, prev, hash, kind, fields, signature, ...others } = value;
  return (
    Number.isSafeInteger(seq) &&
    typeof time === 'string' &&
    typeof prev === 'string' &&
    typeof hash === 'string' &&
    (signature === undefined || (typeof signature === 'string' && isSignedKind(String(kind)))) &&
    Object.keys(others).length === 0 &&
    validateOperationEntry({ kind, fields })
  );
}

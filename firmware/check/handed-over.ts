import { ownCopy } from '../../crypto/own-bytes.ts';
import { CodedError } from '../records/coded-error.ts';
import { toldError } from '../records/told-error.ts';
import type { FaultWords } from './sight-words.ts';

/**
 * Hands nothing over, once, before anything is rehearsed: V8 compiles for memory that is never handed to another thread and, when a thread does so for the first
 * time, throws away all that it has compiled there.
 */
export function expectHandingOver(): void {
  const nothing = new ArrayBuffer(0);
  structuredClone(nothing, { transfer: [nothing] });
}

/** The bytes in memory of their own, fit to be handed to another thread; the original is zeroed. */
export function movedOut(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = ownCopy(bytes);
  bytes.fill(0);
  return own;
}

/** An error as words for the other thread. */
export function faultWords(error: unknown): FaultWords {
  if (error instanceof CodedError) {
    const { code, at, next, detail } = error;
    const what = detail === undefined ? error.message : error.message.slice(0, -` (${detail})`.length);
    return { code, at, what, next, ...(detail === undefined ? {} : { detail }) };
  }
  const restart = 'lay the card again; if it repeats, restart the reader';
  return { code: 'CHECK_FAILED', at: 'device', what: 'seeing failed', next: restart, detail: toldError(error) };
}

/** The error that the words tell. */
export const faultOfWords = ({ code, at, what, next, detail }: FaultWords): CodedError =>
  new CodedError(code, { at, what, next }, detail);

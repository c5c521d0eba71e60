import { Buffer } from 'node:buffer';
import { cardFault } from '../faults.ts';
import { lastShortOffset, readBinary, readBinaryFar } from './apdu.ts';
import type { Send } from './selection.ts';
import { done, endOfFile, statusFault } from './status-word.ts';
import { readTlv, readTlvHeader } from './tlv.ts';

export interface FileReading {
  /** The tag that the file must begin with. */
  readonly tag: number;
  /** The longest file that is believed. */
  readonly limit: number;
  /** Bytes of one read, at most 256. */
  readonly part: number;
  /** Told after each part: bytes read so far, and in all. */
  readonly onPart?: ((read: number, total: number) => void) | undefined;
  /** Stops between two parts, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the selected file: one data object whose header tells the length, in short reads.
 * Answers with exactly the object, in one Buffer that the caller owns and zeroes; each part is zeroed once copied.
 * Throws `CARD_FILE_MALFORMED`, `CARD_FILE_TOO_LONG`, faults of status words, and the signal's reason; then nothing read is left.
 */
export async function readFile(send: Send, reading: FileReading): Promise<Buffer> {
  const first = await readPart(send, 0, reading.part);
  let whole: Buffer | undefined;
  try {
    const { tag, end: total } = readTlvHeader(first, 0);
    if (tag !== reading.tag) throw cardFault('CARD_FILE_MALFORMED', 'the file begins with another tag');
    if (total > reading.limit) throw cardFault('CARD_FILE_TOO_LONG', `${total} bytes`);
    whole = Buffer.alloc(total);
    await fill(send, whole, first, reading);
    return whole;
  } catch (error) {
    whole?.fill(0);
    throw error;
  } finally {
    first.fill(0);
  }
}

async function fill(
  send: Send,
  whole: Buffer,
  first: Buffer,
  { part: most, onPart, signal }: FileReading,
): Promise<void> {
  const total = whole.length;
  let read = first.copy(whole); // stops at the end of `whole`
  onPart?.(read, total);
  while (read < total) {
    signal?.throwIfAborted();
    const part = await readPart(send, read, Math.min(most, total - read));
    try {
      if (part.length === 0) throw cardFault('CARD_FILE_MALFORMED', 'the file ends before its length');
      read += part.copy(whole, read);
    } finally {
      part.fill(0);
    }
    onPart?.(read, total);
  }
}

async function readPart(send: Send, offset: number, length: number): Promise<Buffer> {
  const far = offset > lastShortOffset;
  const { data, word } = await send(far ? readBinaryFar(offset) : readBinary(offset, length));
  if (word !== done && word !== endOfFile) {
    data.fill(0);
    throw statusFault(word);
  }
  return far ? withoutHeader(data) : data;
}

/** The answer to the odd READ BINARY is wrapped in data object 53. */
function withoutHeader(data: Buffer): Buffer {
  try {
    const { tag, value, end } = readTlv(data, 0);
    if (tag !== 0x53) throw cardFault('CARD_FILE_MALFORMED', 'a far read without data object 53');
    return data.subarray(value, end);
  } catch (error) {
    data.fill(0);
    throw error;
  }
}

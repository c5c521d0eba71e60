import type { Buffer } from 'node:buffer';
import { cardFault } from '../faults.ts';

/** Where one data object lies in its Buffer: `start` of its tag, `value` after its length, `end` after its value. */
export interface Tlv {
  readonly tag: number;
  readonly start: number;
  readonly value: number;
  readonly end: number;
}

/**
 * Reads the header of the BER-TLV object at `start` (ISO/IEC 7816-4, annex E; X.690: tags of one or two bytes, lengths of up to three).
 * The value itself need not be in the Buffer: a file's first bytes tell its length. Throws `CARD_FILE_MALFORMED`.
 */
export function readTlvHeader(bytes: Buffer, start: number): Tlv {
  let at = start;
  const next = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw cardFault('CARD_FILE_MALFORMED', 'a data object is cut off');
    at += 1;
    return byte;
  };
  let tag = next();
  if ((tag & 0x1f) === 0x1f) tag = (tag << 8) | next();
  let length = next();
  if (length > 0x83 || length === 0x80) throw cardFault('CARD_FILE_MALFORMED', 'a data object has no sensible length');
  if (length > 0x80) {
    const count = length & 0x7f;
    length = 0;
    for (let i = 0; i < count; i += 1) length = (length << 8) | next();
  }
  return { tag, start, value: at, end: at + length };
}

/** Reads the object at `start` that ends at or before `limit`. Throws `CARD_FILE_MALFORMED`. */
export function readTlv(bytes: Buffer, start: number, limit: number = bytes.length): Tlv {
  const tlv = readTlvHeader(bytes.subarray(0, Math.min(limit, bytes.length)), start);
  if (tlv.end > limit || tlv.end > bytes.length) throw cardFault('CARD_FILE_MALFORMED', 'a data object is cut off');
  return tlv;
}

/** Reads the objects that fill `start`…`end` without a gap, first one first; a tag that comes twice is malformed. Throws `CARD_FILE_MALFORMED`. */
export function readTlvs(bytes: Buffer, start: number, end: number): ReadonlyMap<number, Tlv> {
  const found = new Map<number, Tlv>();
  for (let at = start; at < end; ) {
    const tlv = readTlv(bytes, at, end);
    if (found.has(tlv.tag)) throw cardFault('CARD_FILE_MALFORMED', 'a data object comes twice');
    found.set(tlv.tag, tlv);
    at = tlv.end;
  }
  return found;
}

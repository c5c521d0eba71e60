import { Buffer } from 'node:buffer';

/**
 * Encodes one BER-TLV object (X.690, 8.1): `tag` of one or two bytes, definite length.
 * From 128 bytes on the length takes two bytes (`82 00FB`), as in the card's own files; BER allows what DER would write shorter.
 */
export function tlv(tag: number, ...values: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(values);
  const head = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  return Buffer.concat([Buffer.from(head), lengthOf(value.length), value]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length <= 0xffff) return Buffer.from([0x82, length >> 8, length & 0xff]);
  return Buffer.from([0x83, length >> 16, (length >> 8) & 0xff, length & 0xff]);
}

/** A text value in UTF-8. */
export const text = (value: string): Buffer => Buffer.from(value, 'utf8');

/** Big-endian u16s, one after the other. */
export function u16s(values: readonly number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => {
    out.writeUInt16BE(value, i * 2);
  });
  return out;
}

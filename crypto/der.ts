import type { Buffer } from 'node:buffer';
import { cryptoFault } from './faults.ts';

/** One DER element: its tag, the whole of it, and its value; views, no copies. */
export interface DerElement {
  readonly tag: number;
  readonly whole: Buffer;
  readonly value: Buffer;
}

/** Tags that certificates are made of (X.690, 8.1.2). */
export const derTags = { octetString: 0x04, oid: 0x06, sequence: 0x30, keyIdentifier: 0x80, extensions: 0xa3 } as const;

/** Takes the elements apart that fill `bytes` (X.690, 10.1: definite lengths, the shortest form). Throws `CERTIFICATE_MALFORMED`. */
export function readDer(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0x80;
    const lengthBytes = first > 0x80 ? first - 0x80 : 0;
    const start = at + 2 + lengthBytes;
    if ((tag & 0x1f) === 0x1f || first === 0x80 || lengthBytes > 3 || start > bytes.length) throw malformed();
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const shortest = lengthBytes === 0 || length >= (lengthBytes === 1 ? 0x80 : 2 ** (8 * (lengthBytes - 1)));
    if (!shortest || start + length > bytes.length) throw malformed();
    elements.push({ tag, whole: bytes.subarray(at, start + length), value: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

/** The value of the only element in `bytes`, which must have this tag. Throws `CERTIFICATE_MALFORMED`. */
export function onlyDer(bytes: Buffer, tag: number): Buffer {
  const [element, ...more] = readDer(bytes);
  if (element?.tag !== tag || more.length > 0) throw malformed();
  return element.value;
}

const malformed = () => cryptoFault('CERTIFICATE_MALFORMED', 'not DER');

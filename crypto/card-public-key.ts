import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';

/** Bytes of a public key as cards and CV certificates carry it. */
export const cardPublicKeyBytes = 265;
/** RSA-2048: bytes of the modulus and of every signature. */
export const modulusBytes = 256;

const header = Buffer.from('900301000191820100', 'hex'); // 90 03 010001 | 91 820100
const spkiHead = Buffer.from('30820122300d06092a864886f70d01010105000382010f003082010a0282010100', 'hex');
const spkiTail = Buffer.from('0203010001', 'hex');

/**
 * The key in `90 03 010001 | 91 820100 <modulus>` (card reference, "Card face, EF 0002"), 265 bytes, exponent 65537 and 2048 bits exactly.
 * Undefined for anything else: a smaller modulus or another exponent is never worth a try.
 */
export function readCardPublicKey(bytes: Buffer): KeyObject | undefined {
  if (bytes.length !== cardPublicKeyBytes || !bytes.subarray(0, header.length).equals(header)) return undefined;
  const modulus = bytes.subarray(header.length);
  const [first, last] = [modulus[0] ?? 0, modulus.at(-1) ?? 0];
  if (first < 0x80 || (last & 1) === 0) return undefined;
  return createPublicKey({ key: Buffer.concat([spkiHead, modulus, spkiTail]), format: 'der', type: 'spki' });
}

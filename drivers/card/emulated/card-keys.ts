import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { constants, createHash, createPublicKey, generateKeyPair, privateEncrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { tlv } from './ber-tlv.ts';

// The card's own cryptography, made apart from the reader's in crypto/ so that neither hides a mistake of the other.

const generate = promisify(generateKeyPair);

/** Makes one RSA-2048 key, exponent 65537, as PKCS#8 PEM. */
export async function makeRsaKey(): Promise<string> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048, publicExponent: 0x10001 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The public half of a key as SPKI PEM. */
export const spkiOf = (pkcs8: string): string =>
  createPublicKey(pkcs8).export({ type: 'spki', format: 'pem' }).toString();

/** The public half as the card writes it: `90 03 010001 | 91 820100 modulus`, 265 bytes (card reference, "Card face, EF 0002"). */
export function cardPublicKey(pkcs8: string): Buffer {
  const { n, e } = createPublicKey(pkcs8).export({ format: 'jwk' });
  return Buffer.concat([
    tlv(0x90, Buffer.from(e as string, 'base64url')),
    tlv(0x91, Buffer.from(n as string, 'base64url')),
  ]);
}

/** SHA-256 of all parts, one after the other. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** `SEQUENCE { SEQUENCE { sha-256, NULL }, OCTET STRING }` around up to 110 bytes (RFC 8017, 9.2): one digest, or the card face's three in a row. */
export function sha256DigestInfo(octets: Uint8Array): Buffer {
  const oid = Buffer.from('300d06096086480165030402010500', 'hex');
  return Buffer.concat([
    Buffer.from([0x30, oid.length + 2 + octets.length]),
    oid,
    Buffer.from([0x04, octets.length]),
    octets,
  ]);
}

/** PKCS#1 v1.5 signature over a DigestInfo, or over whatever bytes are given: 1 to 245 of them (RFC 8017, 8.2.1). */
export const signPkcs1 = (key: string | KeyObject, digestInfo: Uint8Array): Buffer =>
  privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo);

/** sha256WithRSAEncryption over a message. */
export const signSha256 = (key: string | KeyObject, ...message: readonly Uint8Array[]): Buffer =>
  signPkcs1(key, sha256DigestInfo(sha256(...message)));

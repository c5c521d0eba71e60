import { Buffer } from 'node:buffer';
import { tlv } from './ber-tlv.ts';
import { cardPublicKey, signSha256 } from './card-keys.ts';

/** Bytes of a key identifier, 証明者鍵ID and 被証明者鍵ID alike. */
const keyIdBytes = 16;

/** A key that signs or is certified: its identifier in 32 hex digits, its private half in PKCS#8 PEM. */
export interface CvKey {
  readonly keyId: string;
  readonly pkcs8: string;
}

/**
 * A key identifier as cards carry it: seven digits, `08 05`, three digits, four zero bytes; in 32 hex digits.
 * Production identifiers begin with 5, the national test hierarchy's with 6; ours begin with 9, so that none of ours is ever taken for theirs.
 */
export function cvKeyId(number: string, group = '001'): string {
  const id = Buffer.alloc(keyIdBytes);
  id.write(number, 0, 'ascii');
  id.set([0x08, 0x05], 7);
  id.write(group, 9, 'ascii');
  return id.toString('hex');
}

/**
 * `7F21 820233 { 5F4E 820129 [issuer key id][subject key id][public key] ; 5F37 820100 signature }`,
 * signed with sha256WithRSA over the 297-byte body (card reference, "Card face, EF 0002"). 568 bytes.
 */
export function makeCvCertificate(issuer: CvKey, subject: CvKey): Buffer {
  const body = Buffer.concat([
    Buffer.from(issuer.keyId, 'hex'),
    Buffer.from(subject.keyId, 'hex'),
    cardPublicKey(subject.pkcs8),
  ]);
  return tlv(0x7f21, tlv(0x5f4e, body), tlv(0x5f37, signSha256(issuer.pkcs8, body)));
}

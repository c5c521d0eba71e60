import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { verify } from 'node:crypto';
import { cardPublicKeyBytes, modulusBytes, readCardPublicKey } from './card-public-key.ts';
import { cryptoFault } from './faults.ts';
import type { TrustStore } from './trust-store.ts';

const bodyHeader = Buffer.from('7f218202335f4e820129', 'hex');
const signatureHeader = Buffer.from('5f37820100', 'hex');
const keyIdBytes = 16;
const bodyBytes = 2 * keyIdBytes + cardPublicKeyBytes;

/**
 * Proves a card issuer's CV certificate (EF 0004; card reference, "Card face, EF 0002") against the roots of the trust store and answers with the key
 * that it certifies. `7F21 820233 { 5F4E 820129 [issuer key id][subject key id][public key] ; 5F37 820100 signature }`, 568 bytes.
 * Throws `CV_CERTIFICATE_MALFORMED`, `CARD_ISSUER_UNKNOWN`, `CV_CERTIFICATE_FORGED`.
 */
export function checkCvCertificate(certificate: Buffer, store: TrustStore): KeyObject {
  // Every length in it is fixed: the headers are compared, not followed.
  const bodyAt = bodyHeader.length;
  const signatureAt = bodyAt + bodyBytes + signatureHeader.length;
  const wellFormed =
    certificate.length === signatureAt + modulusBytes &&
    certificate.subarray(0, bodyAt).equals(bodyHeader) &&
    certificate.subarray(bodyAt + bodyBytes, signatureAt).equals(signatureHeader);
  if (!wellFormed) throw cryptoFault('CV_CERTIFICATE_MALFORMED');

  const body = certificate.subarray(bodyAt, bodyAt + bodyBytes);
  const key = readCardPublicKey(body.subarray(2 * keyIdBytes));
  if (key === undefined) throw cryptoFault('CV_CERTIFICATE_MALFORMED', 'its public key');

  // The issuer named must be a root of this reader, whatever the card says of itself.
  const root = store.cardIssuers.get(body.subarray(0, keyIdBytes).toString('hex'));
  if (root === undefined) throw cryptoFault('CARD_ISSUER_UNKNOWN');

  // And that root must have signed the body: sha256WithRSAEncryption.
  if (!verify('sha256', body, root, certificate.subarray(signatureAt))) throw cryptoFault('CV_CERTIFICATE_FORGED');
  return key;
}

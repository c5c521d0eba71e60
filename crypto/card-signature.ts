import type { Buffer } from 'node:buffer';
import { verify, X509Certificate } from 'node:crypto';
import { cryptoFault } from './faults.ts';

/**
 * Checks the card's answer before it is sent: `signature` over SHA-256 of `challenge` by the key of `certificate` (DER), sha256WithRSAEncryption.
 * The certificate must have been proved by `checkUserCertificate`. Throws `CARD_SIGNATURE_INVALID`.
 */
export function checkCardSignature(answer: { challenge: Uint8Array; signature: Buffer; certificate: Buffer }): void {
  const { publicKey } = new X509Certificate(answer.certificate);
  if (!verify('sha256', answer.challenge, publicKey, answer.signature)) throw cryptoFault('CARD_SIGNATURE_INVALID');
}

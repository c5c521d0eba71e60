import type { Buffer } from 'node:buffer';
import { createHash, verify } from 'node:crypto';
import { readCardPublicKey } from './card-public-key.ts';
import { sha256DigestInfo } from './digest-info.ts';
import { cryptoFault } from './faults.ts';

/** Bytes of the nonce that the card signs; fresh from the system's randomness for each check. */
export const internalNonceBytes = 32;

/** What the card is asked to sign for a nonce: the DigestInfo of its SHA-256, 51 bytes. */
export const internalChallenge = (nonce: Buffer): Buffer =>
  sha256DigestInfo(createHash('sha256').update(nonce).digest());

/**
 * Proves that the card holds the private key to the DF24 that passive authentication has proved: a copied file cannot do that.
 * `publicKey` is the value of DF24, `signature` the card's answer to `internalChallenge(nonce)`. Throws `CARD_KEY_MALFORMED`, `CARD_COPIED`.
 */
export function checkInternalAuthentication(answer: { nonce: Buffer; signature: Buffer; publicKey: Buffer }): void {
  const key = readCardPublicKey(answer.publicKey);
  if (key === undefined) throw cryptoFault('CARD_KEY_MALFORMED');
  if (!verify('sha256', answer.nonce, key, answer.signature)) throw cryptoFault('CARD_COPIED');
}

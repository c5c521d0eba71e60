import { createHash } from 'node:crypto';

/** What both sides have seen of a pairing. */
export interface PairingSight {
  /** The reader's CA certificate, DER. */
  readonly ca: Uint8Array;
  /** The terminal's certificate request, DER. */
  readonly request: Uint8Array;
  /** 16 random bytes of each side. */
  readonly readerNonce: Uint8Array;
  readonly terminalNonce: Uint8Array;
}

/**
 * The code that both sides show: six digits of what each has seen. Somebody in the middle shows two different ones, and since the terminal
 * is bound to its nonce (by `commitmentOf`) before it knows the reader's, chance alone makes them alike: one in a million.
 */
export function pairingCode({ ca, request, readerNonce, terminalNonce }: PairingSight): string {
  const sum = createHash('sha256').update('kazasu pairing 1');
  for (const seen of [ca, request]) sum.update(createHash('sha256').update(seen).digest());
  const number = sum.update(readerNonce).update(terminalNonce).digest().readUInt32BE() % 1_000_000;
  return String(number).padStart(6, '0');
}

/** SHA-256 of the terminal's nonce, base64: sent before it. */
export const commitmentOf = (nonce: Uint8Array): string => createHash('sha256').update(nonce).digest('base64');

/**
 * How page and check process keep what goes between them to themselves: ECDH on P-256 with a new key of the page for each request, HKDF-SHA-256 with the
 * channel's token as salt, AES-256-GCM. A browser carries it through processes that outlive the visit; they hold nothing that they could read (R42).
 */
export const patientSeal = {
  /** An uncompressed point. */
  keyBytes: 65,
  tagBytes: 16,
  /** What a request begins with, and so what its key is for. */
  labels: { pin: 'kazasu pin 1', preview: 'kazasu preview 1' },
} as const;

export type SealLabel = keyof typeof patientSeal.labels;

const nonceBytes = 12;

/** The nonce of the n-th message under one key, from 0. */
export function nonceOf(n: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(nonceBytes);
  new DataView(nonce.buffer).setUint32(nonceBytes - 4, n);
  return nonce;
}

import { createHash } from 'node:crypto';

/** What a terminal signs to prove itself over a line: bound to the reader (DER of its CA certificate) and to the reader's nonce. */
export const signOnText = (ca: Uint8Array, nonce: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('kazasu sign-on 1'), createHash('sha256').update(ca).digest(), nonce]);

import { Buffer } from 'node:buffer';
import { cryptoFault } from './faults.ts';

const sha256Prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The DigestInfo of a SHA-256 digest of 32 bytes, 51 bytes (RFC 8017, 9.2, note 1). Throws `DIGEST_MALFORMED`. */
export function sha256DigestInfo(digest: Uint8Array): Buffer {
  if (digest.length !== 32) throw cryptoFault('DIGEST_MALFORMED', `${digest.length} bytes`);
  return Buffer.concat([sha256Prefix, digest]);
}

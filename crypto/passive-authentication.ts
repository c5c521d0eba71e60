import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { constants, createHash, publicDecrypt, timingSafeEqual } from 'node:crypto';
import { modulusBytes } from './card-public-key.ts';
import { checkCvCertificate } from './cv-certificate.ts';
import { cryptoFault } from './faults.ts';
import type { TrustStore } from './trust-store.ts';

/** What the issuer signed, as whole data objects with their headers, and the signature (the parts of a card face file). */
export interface SignedCardFace {
  readonly signed: {
    /** DF22‖DF23‖DF24: birth, sex, public key of the card. */
    readonly identity: Buffer;
    /** DF25‖DF26: name and address. */
    readonly images: Buffer;
    /** DF27: the photo. */
    readonly photo: Buffer;
  };
  /** DF28, the value. */
  readonly signature: Buffer;
}

const digestInfoHead = Buffer.from('3071300d060960864801650304020105000460', 'hex');

/**
 * Passive authentication (card reference, "Card face, EF 0002"): the photo, birth, sex, images and key of the card are what an issuer that this reader trusts has signed.
 * Expiry and security code lie outside. A copy of the file passes: `internal-authentication.ts` must follow.
 * Throws `CARD_FACE_FORGED`, and what `checkCvCertificate` throws.
 */
export function authenticateCardFace(face: SignedCardFace, issuerCertificate: Buffer, store: TrustStore): void {
  // The issuer's key is worth nothing before its certificate is proved against a root of this reader.
  const issuer = checkCvCertificate(issuerCertificate, store);

  // A signature by RSA-2048 has 256 bytes, no more and no fewer.
  if (face.signature.length !== modulusBytes) throw cryptoFault('CARD_FACE_FORGED', 'the length of the signature');

  // The 96 bytes that were signed: three digests, each over whole data objects.
  const { identity, images, photo } = face.signed;
  const digests = [identity, images, photo].map((part) => createHash('sha256').update(part).digest());

  // The signature is opened, and the whole block compared with the only one that is right (RFC 8017, 8.2.2):
  // nothing in it is parsed, so neither short padding nor bytes after the digests get a chance.
  const expected = encodedMessage(Buffer.concat([digestInfoHead, ...digests]));
  const found = opened(issuer, face.signature);
  try {
    if (found === undefined || !timingSafeEqual(found, expected)) throw cryptoFault('CARD_FACE_FORGED');
  } finally {
    found?.fill(0);
    expected.fill(0);
    for (const digest of digests) digest.fill(0);
  }
}

/** EMSA-PKCS1-v1_5 for a 2048-bit key: `00 01 FF…FF 00 DigestInfo` (RFC 8017, 9.2). */
function encodedMessage(digestInfo: Buffer): Buffer {
  const block = Buffer.alloc(modulusBytes, 0xff);
  block.set([0x00, 0x01]);
  block[modulusBytes - digestInfo.length - 1] = 0x00;
  block.set(digestInfo, modulusBytes - digestInfo.length);
  return block;
}

function opened(key: KeyObject, signature: Buffer): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return undefined; // a number not below the modulus
  }
}

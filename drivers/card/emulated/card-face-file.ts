import { Buffer } from 'node:buffer';
import { text, tlv, u16s } from './ber-tlv.ts';
import { sha256, sha256DigestInfo, signPkcs1 } from './card-keys.ts';

/** The fields of the card face, each as its tag's value. */
export interface CardFaceFields {
  /** YYYYMMDD, Gregorian. */
  readonly birth: string;
  /** `1`, `2` or `9`. */
  readonly sex: string;
  readonly cardPublicKey: Buffer;
  /** PNG, 1-bit grey. */
  readonly nameImage: Buffer;
  readonly addressImage: Buffer;
  /** JP2. */
  readonly photo: Buffer;
  /** YYYYMMDD. */
  readonly expiry: string;
  /** PNG, 24x12. */
  readonly securityCodeImage: Buffer;
}

/** Bytes before DF22: `FF20 82LLLL` and `DF21 12` with nine offsets. */
const headBytes = 5 + 3 + 18;

/**
 * Builds EF 0002: `FF20 { DF21 offsets, DF22 birth, DF23 sex, DF24 public key, DF25 name, DF26 address, DF27 photo, DF28 signature,
 * DF29 expiry, DF2A security code }`, signed by the issuer's key (card reference, "Card face, EF 0002"). `signedPhoto` is what the
 * signature speaks of when it is not the photo in the file.
 */
export function cardFaceFile(fields: CardFaceFields, issuerKey: string, signedPhoto: Buffer = fields.photo): Buffer {
  const birth = tlv(0xdf22, text(fields.birth));
  const sex = tlv(0xdf23, text(fields.sex));
  const publicKey = tlv(0xdf24, fields.cardPublicKey);
  const name = tlv(0xdf25, fields.nameImage);
  const address = tlv(0xdf26, fields.addressImage);
  const photo = tlv(0xdf27, fields.photo);
  const digests = [sha256(birth, sex, publicKey), sha256(name, address), sha256(tlv(0xdf27, signedPhoto))];
  const signature = tlv(0xdf28, signPkcs1(issuerKey, sha256DigestInfo(Buffer.concat(digests))));
  const expiry = tlv(0xdf29, text(fields.expiry));
  const securityCode = tlv(0xdf2a, fields.securityCodeImage);
  const parts = [birth, sex, publicKey, name, address, photo, signature, expiry, securityCode];
  let at = headBytes;
  const offsets = parts.map((part) => {
    at += part.length;
    return at - part.length;
  });
  return tlv(0xff20, tlv(0xdf21, u16s(offsets)), ...parts);
}

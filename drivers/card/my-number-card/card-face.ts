import type { Buffer } from 'node:buffer';
import { cardFault } from '../faults.ts';
import type { Tlv } from './tlv.ts';
import { readTlv, readTlvs } from './tlv.ts';

/**
 * The card face file in its parts: views into the file's Buffer, no copies, so that zeroing the file zeroes them all.
 * The names end in what they are: `Digits` are ASCII, `Png` and `Jp2` are image files, `Tlv` are whole data objects with their headers.
 */
export interface CardFaceFile {
  /** Birth date, YYYYMMDD, Gregorian. */
  readonly birthDigits: Buffer;
  /** '1' male, '2' female, '9' not applicable. */
  readonly sexDigit: Buffer;
  readonly namePng: Buffer;
  readonly addressPng: Buffer;
  readonly photoJp2: Buffer;
  /** Expiry of the card, YYYYMMDD. Not covered by the signature. */
  readonly expiryDigits: Buffer;
  /** The printed security code as an image. Not covered by the signature. */
  readonly securityCodePng: Buffer;
  /** The value of DF24: the card's public key, `90 03 010001 | 91 820100 <modulus>`. */
  readonly publicKey: Buffer;
  /** The issuer's signature, PKCS#1 v1.5. */
  readonly signature: Buffer;
  /** What the signature covers, for passive authentication: three runs of whole data objects, each hashed on its own. */
  readonly signed: { readonly identity: Buffer; readonly images: Buffer; readonly photo: Buffer };
}

const fileTag = 0xff20;
const tags = {
  offsets: 0xdf21,
  birth: 0xdf22,
  sex: 0xdf23,
  publicKey: 0xdf24,
  name: 0xdf25,
  address: 0xdf26,
  photo: 0xdf27,
  signature: 0xdf28,
  expiry: 0xdf29,
  securityCode: 0xdf2a,
} as const;
const order = Object.values(tags);

/**
 * Takes the card face file (EF 0002, `FF20`; card reference, "Card face, EF 0002") apart. All ten objects must be there, once, in order, filling the file
 * to its last byte: nothing may hide between what is signed and what is used. Their meaning is proved by `crypto/passive-authentication.ts`.
 * Throws `CARD_FILE_MALFORMED`.
 */
export function parseCardFace(file: Buffer): CardFaceFile {
  const outer = readTlv(file, 0);
  if (outer.tag !== fileTag) throw cardFault('CARD_FILE_MALFORMED', 'not a card face');
  if (outer.end !== file.length) throw cardFault('CARD_FILE_MALFORMED', 'bytes after the card face');
  const objects = readTlvs(file, outer.value, outer.end);
  if (![...objects.keys()].every((tag, at) => tag === order[at]) || objects.size !== order.length) {
    throw cardFault('CARD_FILE_MALFORMED', 'data objects missing, strange or out of order');
  }

  const value = (tag: number): Buffer => {
    const { value: from, end } = found(objects, tag);
    if (from === end) throw cardFault('CARD_FILE_MALFORMED', 'an empty data object');
    return file.subarray(from, end);
  };
  const digits = (tag: number, length: number): Buffer => {
    const bytes = value(tag);
    if (bytes.length !== length || !bytes.every(isDigit))
      throw cardFault('CARD_FILE_MALFORMED', 'a field is not digits');
    return bytes;
  };
  const run = (first: number, last: number): Buffer =>
    file.subarray(found(objects, first).start, found(objects, last).end);

  return {
    birthDigits: digits(tags.birth, 8),
    sexDigit: digits(tags.sex, 1),
    namePng: value(tags.name),
    addressPng: value(tags.address),
    photoJp2: value(tags.photo),
    expiryDigits: digits(tags.expiry, 8),
    securityCodePng: value(tags.securityCode),
    publicKey: value(tags.publicKey),
    signature: value(tags.signature),
    signed: {
      identity: run(tags.birth, tags.publicKey),
      images: run(tags.name, tags.address),
      photo: run(tags.photo, tags.photo),
    },
  };
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

function found(objects: ReadonlyMap<number, Tlv>, tag: number): Tlv {
  const tlv = objects.get(tag);
  if (tlv === undefined) throw cardFault('CARD_FILE_MALFORMED', 'a data object is missing');
  return tlv;
}

import { Buffer } from 'node:buffer';
import { aids } from './application-ids.ts';
import { text, tlv } from './ber-tlv.ts';
import { digitsOf } from './calendar.ts';
import { cardFaceFile } from './card-face-file.ts';
import type { CardApplication } from './card-file.ts';
import { cardPublicKey, signSha256 } from './card-keys.ts';
import type { CvKey } from './cv-certificate.ts';
import { cvKeyId } from './cv-certificate.ts';
import { binary, credential, key } from './ef.ts';
import type { CardOrder } from './make-card-options.ts';
import { chipPhoto } from './photo-jp2.ts';
import { textImage, textImageIn } from './text-image.ts';
import { birthKey, codeB } from './verification-codes.ts';

/** JIS X 0303, as DF23 holds it. */
export const sexDigit = { male: '1', female: '2', 'not-applicable': '9' } as const;

/** Who signs this card's records, with the CV certificate that says so. */
export interface RecordIssuer extends CvKey {
  /** Base64 of EF 0004. */
  readonly certificate: string;
}

/** Keys of the application: the one DF24 names, and the one the chip really holds (another only in a copy). */
export interface VisualInspectionKeys {
  readonly named: string;
  readonly held: string;
}

const A = '0013';
const B = '0012';
const nameHeight = 24;

/** 券面事項確認AP: all files, credentials and keys of the card reference. */
export async function visualInspectionAp(
  order: CardOrder,
  issuer: RecordIssuer,
  keys: VisualInspectionKeys,
): Promise<CardApplication> {
  const publicKey = cardPublicKey(keys.named);
  const birth = text(digitsOf(order.birth));
  const signed = (tag: number, signatureTag: number, ...parts: Buffer[]): Buffer =>
    tlv(tag, ...parts, tlv(signatureTag, signSha256(issuer.pkcs8, ...parts)));
  return {
    name: 'visual-inspection',
    aid: aids['visual-inspection'],
    defaultKey: '001A',
    files: [
      binary('0001', signed(0xff10, 0xdf13, tlv(0xdf11, birth), tlv(0xdf12, publicKey)), ['0011']),
      binary('0002', await cardFace(order, issuer, publicKey), [A, B]),
      binary('0003', basicInformation(order), 'anyone'),
      binary('0004', Buffer.from(issuer.certificate, 'base64'), 'anyone'),
      binary(
        '0005',
        signed(0xff40, 0xdf43, tlv(0xdf41, await textImageIn(order.myNumber, 72, 12)), tlv(0xdf42, publicKey)),
        [A],
      ),
      credential('0011', birthKey(order.birth, order.foreignResident), 10),
      credential(B, codeB(order.birth, order.expiry, order.securityCode, order.foreignResident), 10),
      credential(A, order.myNumber, 10),
      key('001A', keys.held, 'anyone'),
    ],
  };
}

async function cardFace(order: CardOrder, issuer: CvKey, publicKey: Buffer): Promise<Buffer> {
  const photo = await chipPhoto(order.portrait, order.crop);
  const fields = {
    birth: digitsOf(order.birth),
    sex: sexDigit[order.sex],
    cardPublicKey: publicKey,
    nameImage: await textImage(order.name, nameHeight),
    addressImage: await textImage(order.address, nameHeight),
    photo,
    expiry: digitsOf(order.expiry),
    securityCodeImage: await textImageIn(order.securityCode, 24, 12),
  };
  return cardFaceFile(fields, issuer.pkcs8, order.flaw === 'altered-photo' ? otherPhoto(photo) : undefined);
}

/** The photo that was there when the issuer signed: any other will do. */
const otherPhoto = (photo: Buffer): Buffer => Buffer.from(photo).fill(0, photo.length - 64);

/** FF30: layout, a key id, version, municipality, and a key id with 256 bytes whose meaning no source knows. */
function basicInformation({ municipality, random }: CardOrder): Buffer {
  return tlv(
    0xff30,
    tlv(0xdf31, Buffer.from('06030e01', 'hex')),
    tlv(0xdf32, Buffer.from(cvKeyId('9900024'), 'hex')),
    tlv(0xdf33, Buffer.from([0])),
    tlv(0xdf34, text(municipality)),
    tlv(0xdf35, Buffer.from(cvKeyId('9900025'), 'hex'), random(256)),
  );
}

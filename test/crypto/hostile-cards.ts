import { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { constants, createHash, createPublicKey, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto';
import type { TrustStore } from '../../crypto/trust-store.ts';

/** A new RSA-2048 key pair. */
export const rsaKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** One BER-TLV object, its length in the shortest form of one or three bytes. */
export function tlv(tag: number, ...value: Buffer[]): Buffer {
  const content = Buffer.concat(value);
  const header = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([...header, ...length]), content]);
}

/** The public half as cards carry it, 265 bytes. */
export function cardKey(key: KeyObject): Buffer {
  const { n } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.concat([tlv(0x90, Buffer.from('010001', 'hex')), tlv(0x91, Buffer.from(n as string, 'base64url'))]);
}

export const issuerId = '39393030303233080530303100000000';

/** A CV certificate of the subject's key, signed by the issuer's. */
export function cvCertificate(issuer: KeyObject, subject: KeyObject, issuerKeyId = issuerId): Buffer {
  const body = Buffer.concat([Buffer.from(issuerKeyId, 'hex'), Buffer.alloc(16, 7), cardKey(subject)]);
  return tlv(0x7f21, tlv(0x5f4e, body), tlv(0x5f37, sign('sha256', body, issuer)));
}

/** A trust store with one root of card issuers and no CA. */
export const storeWith = (root: KeyObject): TrustStore => ({
  authorities: [],
  cardIssuers: new Map([[issuerId, createPublicKey(root)]]),
  holdsTestAuthority: true,
});

const head = Buffer.from('3071300d060960864801650304020105000460', 'hex');
const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** The DigestInfo that an issuer signs over the objects of a card face. */
export const digestsOf = (identity: Buffer, images: Buffer, photo: Buffer): Buffer =>
  Buffer.concat([head, sha(identity), sha(images), sha(photo)]);

/** PKCS#1 v1.5 over any bytes. */
export const signRaw = (key: KeyObject, bytes: Buffer): Buffer =>
  privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes);

/** The card face's objects by tag, in order, of an invented person. */
export function cardFaceObjects(
  issuer: KeyObject,
  card: KeyObject,
  photo = Buffer.alloc(3000, 0x4a),
): Map<number, Buffer> {
  const objects = new Map<number, Buffer>([
    [0xdf21, tlv(0xdf21, Buffer.alloc(18))],
    [0xdf22, tlv(0xdf22, Buffer.from('19800217'))],
    [0xdf23, tlv(0xdf23, Buffer.from('2'))],
    [0xdf24, tlv(0xdf24, cardKey(card))],
    [0xdf25, tlv(0xdf25, Buffer.alloc(300, 1))],
    [0xdf26, tlv(0xdf26, Buffer.alloc(500, 2))],
    [0xdf27, tlv(0xdf27, photo)],
  ]);
  const of = (...tags: number[]) => Buffer.concat(tags.map((tag) => objects.get(tag) as Buffer));
  const digests = digestsOf(of(0xdf22, 0xdf23, 0xdf24), of(0xdf25, 0xdf26), of(0xdf27));
  objects.set(0xdf28, tlv(0xdf28, signRaw(issuer, digests)));
  objects.set(0xdf29, tlv(0xdf29, Buffer.from('20350217')));
  objects.set(0xdf2a, tlv(0xdf2a, Buffer.alloc(90, 3)));
  return objects;
}

/** The file of these objects. */
export const cardFaceFile = (objects: ReadonlyMap<number, Buffer>): Buffer => tlv(0xff20, ...objects.values());

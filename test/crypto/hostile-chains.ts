import 'reflect-metadata';
import { Buffer } from 'node:buffer';
import { webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { keyIdentifiersOf } from '../../crypto/key-identifiers.ts';
import type { TrustStore } from '../../crypto/trust-store.ts';

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const crypto = webcrypto as Crypto;
x509.cryptoProvider.set(crypto);

export const caName = 'C=JP, O=JPKI-TEST, OU=user authentication';

/** A CA, or a holder of a certificate. */
export interface Party {
  readonly der: Buffer;
  readonly keys: CryptoKeyPair;
}

export interface Wishes {
  readonly name?: string;
  readonly from?: string;
  readonly to?: string;
  /** Key identifier to claim as one's own, or as the issuer's, in hex. */
  readonly keyId?: string;
  readonly isCa?: boolean;
  readonly bits?: number;
  readonly keys?: CryptoKeyPair;
}

export const newKeys = (bits = 2048): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ ...algorithm, modulusLength: bits }, true, ['sign', 'verify']);

/** Makes a CA of any wish. */
export async function makeCa(wishes: Wishes = {}): Promise<Party> {
  const keys = wishes.keys ?? (await newKeys());
  const subjectKeyId = wishes.keyId
    ? new x509.SubjectKeyIdentifierExtension(wishes.keyId)
    : await x509.SubjectKeyIdentifierExtension.create(keys.publicKey);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: wishes.name ?? caName,
    notBefore: new Date(wishes.from ?? '2023-07-16T00:00:00+09:00'),
    notAfter: new Date(wishes.to ?? '2033-07-15T23:59:59+09:00'),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(wishes.isCa ?? true, undefined, true), subjectKeyId],
  });
  return { der: Buffer.from(certificate.rawData), keys };
}

/** Has a CA issue a user-authentication certificate of any wish. */
export async function issue(ca: Party, wishes: Wishes = {}): Promise<Party> {
  const keys = wishes.keys ?? (await newKeys(wishes.bits));
  const authorityKeyId = wishes.keyId
    ? new x509.AuthorityKeyIdentifierExtension(wishes.keyId)
    : await x509.AuthorityKeyIdentifierExtension.create(ca.keys.publicKey);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '5b1d',
    subject: 'C=JP, CN=00000000000000AB',
    issuer: wishes.name ?? caName,
    notBefore: new Date(wishes.from ?? '2024-01-10T00:00:00+09:00'),
    notAfter: new Date(wishes.to ?? '2028-11-30T23:59:59+09:00'),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: ca.keys.privateKey,
    extensions: [...(wishes.isCa ? [new x509.BasicConstraintsExtension(true)] : []), authorityKeyId],
  });
  return { der: Buffer.from(certificate.rawData), keys };
}

/** The key identifier that a CA says is its own, in hex. */
export const keyIdOf = (ca: Party): string => keyIdentifiersOf(ca.der).subject?.toString('hex') ?? '';

/** A trust store of these CAs. */
export const trusting = (...cas: Party[]): TrustStore => ({
  authorities: cas.map((ca) => ({ certificate: new X509Certificate(ca.der), keyId: Buffer.from(keyIdOf(ca), 'hex') })),
  cardIssuers: new Map(),
  holdsTestAuthority: true,
});

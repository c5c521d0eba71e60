import 'reflect-metadata';
import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const rsaSha256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const usage = x509.KeyUsageFlags;

/** A certification authority: its self-signed certificate and its key, both in PEM. */
export interface TestCa {
  readonly certificate: string;
  readonly pkcs8: string;
}

/** What a JPKI certificate is for: it decides the DN, the key usage and the extended key usage. */
export type JpkiPurpose = 'user-authentication' | 'signature';

/** The DN of a CA. All generations share it, as in the national hierarchy: a name never tells them apart. */
const caName = (purpose: JpkiPurpose): string =>
  `C=JP, O=JPKI-TEST, OU=JPKI for ${purpose === 'signature' ? 'digital signature' : 'user authentication'}, OU=Japan Agency for Local Authority Information Systems`;

async function keysOf(pkcs8: string): Promise<{ privateKey: webcrypto.CryptoKey; publicKey: webcrypto.CryptoKey }> {
  const der = createPrivateKey(pkcs8).export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(pkcs8).export({ type: 'spki', format: 'der' });
  return {
    privateKey: await webcrypto.subtle.importKey('pkcs8', der, rsaSha256, false, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, rsaSha256, true, ['verify']),
  };
}

/** Makes a self-signed CA of its purpose (X.509 v3, RSA-2048, sha256WithRSA, with its key identifier). */
export async function makeCa(
  purpose: JpkiPurpose,
  pkcs8: string,
  serial: Buffer,
  validity: { readonly from: Date; readonly to: Date },
): Promise<TestCa> {
  const keys = await keysOf(pkcs8);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialText(serial),
      name: caName(purpose),
      notBefore: validity.from,
      notAfter: validity.to,
      signingAlgorithm: rsaSha256,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(usage.keyCertSign | usage.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto as Crypto),
      ],
    },
    webcrypto as Crypto,
  );
  return { certificate: certificate.toString('pem'), pkcs8 };
}

/** Issues a holder's certificate; DER. `subject` is the holder's CN, which holds no name (a user-authentication certificate never does). */
export async function issueCertificate(
  purpose: JpkiPurpose,
  ca: TestCa,
  holder: { readonly pkcs8: string; readonly subject: string; readonly serial: Buffer },
  validity: { readonly from: Date; readonly to: Date },
): Promise<Buffer> {
  const issuer = new x509.X509Certificate(ca.certificate);
  const [issuerKeys, keys] = [await keysOf(ca.pkcs8), await keysOf(holder.pkcs8)];
  const purposes =
    purpose === 'signature'
      ? [new x509.KeyUsagesExtension(usage.digitalSignature | usage.nonRepudiation, true)]
      : [
          new x509.KeyUsagesExtension(usage.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
        ];
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serialText(holder.serial),
      subject: `C=JP, CN=${holder.subject}`,
      issuer: issuer.subject,
      notBefore: validity.from,
      notAfter: validity.to,
      signingAlgorithm: rsaSha256,
      publicKey: keys.publicKey,
      signingKey: issuerKeys.privateKey,
      extensions: [
        ...purposes,
        await x509.AuthorityKeyIdentifierExtension.create(issuerKeys.publicKey, false, webcrypto as Crypto),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto as Crypto),
      ],
    },
    webcrypto as Crypto,
  );
  return Buffer.from(certificate.rawData);
}

/** Positive and without leading zeroes (RFC 5280, 4.1.2.2). */
function serialText(serial: Buffer): string {
  const bytes = Buffer.from(serial);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

/** The DER of a certificate in PEM. */
export const derOf = (pem: string): Buffer => Buffer.from(new x509.X509Certificate(pem).rawData);

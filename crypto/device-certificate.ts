import 'reflect-metadata';
import { createPublicKey, type KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ed25519 = { name: 'Ed25519' } as const;
/** RFC 5280, 4.1.2.5: a certificate without a well-defined end; a device's identity has none (IEEE 802.1AR). */
const noEnd = new Date('9999-12-31T23:59:59Z');

/**
 * The device's own certificate for its Ed25519 key (X.509 v3, self-signed), PEM: for signing, not for issuing.
 * @param serial 16 random bytes, by which the device is told from others
 * @param from wall clock, ms
 */
export async function selfSignedCertificate(privateKey: KeyObject, serial: Buffer, from: number): Promise<string> {
  const keys = await pairOf(privateKey);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: `00${serial.toString('hex')}`, // never negative
      name: `CN=kazasu reader, 2.5.4.5=${serial.toString('hex')}`,
      notBefore: new Date(from),
      notAfter: noEnd,
      signingAlgorithm: ed25519,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto as Crypto),
      ],
    },
    webcrypto as Crypto,
  );
  return `${certificate.toString('pem')}\n`;
}

/** A request (PKCS #10, PEM) for a certificate of the device's key that names model and serial number. */
export async function certificateRequest(
  privateKey: KeyObject,
  { serial, model }: { readonly serial: string; readonly model: string },
): Promise<string> {
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    {
      name: [{ CN: [model] }, { '2.5.4.5': [serial] }],
      keys: await pairOf(privateKey),
      signingAlgorithm: ed25519,
    },
    webcrypto as Crypto,
  );
  return `${request.toString('pem')}\n`;
}

async function pairOf(privateKey: KeyObject): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto;
  const [pkcs8, spki] = [
    privateKey.export({ type: 'pkcs8', format: 'der' }),
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  ];
  return {
    privateKey: await subtle.importKey('pkcs8', pkcs8, ed25519, false, ['sign']),
    publicKey: await subtle.importKey('spki', spki, ed25519, true, ['verify']),
  };
}

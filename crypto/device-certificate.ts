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
  const { subtle } = webcrypto;
  const publicKey = createPublicKey(privateKey);
  const keys = {
    privateKey: await subtle.importKey('pkcs8', privateKey.export({ type: 'pkcs8', format: 'der' }), ed25519, false, [
      'sign',
    ]),
    publicKey: await subtle.importKey('spki', publicKey.export({ type: 'spki', format: 'der' }), ed25519, true, [
      'verify',
    ]),
  };
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

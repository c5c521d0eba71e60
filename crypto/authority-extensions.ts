import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What makes a certificate that of an authority (RFC 5280): it may issue certificates of devices or terminals, and no further authorities. */
export async function authorityExtensions(publicKey: webcrypto.CryptoKey): Promise<x509.Extension[]> {
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  return [
    new x509.BasicConstraintsExtension(true, 0, true),
    new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto as Crypto),
  ];
}

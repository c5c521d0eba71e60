import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { authorityExtensions } from '../../crypto/authority-extensions.ts';
import { WrongUse } from '../commands/command.ts';

const ed25519 = { name: 'Ed25519' } as const;
const crypto = webcrypto as Crypto;
const dayMs = 86_400_000;
const caMs = 30 * 365 * dayMs;
/** IEEE 802.1AR: a device's identity has no end. */
const noEnd = new Date('9999-12-31T23:59:59Z');
const usage = x509.KeyUsageFlags;

/** Makes a vendor's certificate authority in a folder, for trials: a vendor has one of its own, in a safe. `ca.pem`, `ca-key.pem`. */
export async function makeVendorCa(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys = (await crypto.subtle.generateKey(ed25519, true, ['sign', 'verify'])) as CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomBytes(16).toString('hex').replace(/^./, '4'),
      name: [{ O: [name] }, { CN: [`${name} device CA (trial)`] }],
      notBefore: new Date(Date.now() - dayMs),
      notAfter: new Date(Date.now() + caMs),
      signingAlgorithm: ed25519,
      keys,
      extensions: await authorityExtensions(keys.publicKey),
    },
    crypto,
  );
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  await writeFile(join(folder, 'ca-key.pem'), `${key}\n`, { mode: 0o600, flag: 'wx' });
  await writeFile(join(folder, 'ca.pem'), `${certificate.toString('pem')}\n`, { flag: 'wx' });
}

/** Signs a device's request with the authority of a folder; PEM. Throws WrongUse when the request is none, or not signed by its own key. */
export async function signRequest(folder: string, pem: string): Promise<string> {
  const authority = new x509.X509Certificate(await readFile(join(folder, 'ca.pem'), 'utf8'));
  const pkcs8 = x509.PemConverter.decodeFirst(await readFile(join(folder, 'ca-key.pem'), 'utf8'));
  const signingKey = await crypto.subtle.importKey('pkcs8', pkcs8, ed25519, false, ['sign']);
  const request = readRequest(pem);
  if (!(await request.verify(crypto))) throw new WrongUse('the request was not signed by the key that it names');
  const publicKey = await request.publicKey.export(crypto);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: randomBytes(16).toString('hex').replace(/^./, '4'),
      subject: request.subject,
      issuer: authority.subject,
      notBefore: new Date(Date.now() - dayMs),
      notAfter: noEnd,
      signingAlgorithm: ed25519,
      publicKey,
      signingKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(usage.digitalSignature, true),
        await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  return `${certificate.toString('pem')}\n`;
}

function readRequest(pem: string): x509.Pkcs10CertificateRequest {
  try {
    return new x509.Pkcs10CertificateRequest(pem);
  } catch {
    throw new WrongUse('the request is no PKCS #10 in PEM');
  }
}

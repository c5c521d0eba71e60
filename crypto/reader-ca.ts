import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { authorityExtensions } from './authority-extensions.ts';
import { type Files, replaceFile } from './durable-files.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const crypto = webcrypto as Crypto;
const usage = x509.KeyUsageFlags;
const dayMs = 86_400_000;
/** A clock that was a little ahead when the CA was made must not make its certificates useless. */
const beforeMs = dayMs;
const caMs = 20 * 365.25 * dayMs;
const terminalMs = 5 * 365.25 * dayMs;
const serverMs = 2 * 365.25 * dayMs;

/** A key and the certificate that names it, PEM. */
export interface Credential {
  readonly key: string;
  readonly certificate: string;
}

/** The reader's own certification authority: it vouches for the reader to its terminals, and for paired terminals to the reader. */
export class ReaderCa {
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly #certificate: x509.X509Certificate;
  readonly #now: () => number;

  constructor(keys: webcrypto.CryptoKeyPair, certificate: x509.X509Certificate, now: () => number) {
    this.#keys = keys;
    this.#certificate = certificate;
    this.#now = now;
  }

  /** PEM. */
  get certificate(): string {
    return this.#certificate.toString('pem');
  }

  /** DER. */
  get certificateBytes(): Buffer {
    return Buffer.from(this.#certificate.rawData);
  }

  /** A new key for the reader's side of TLS, good for the names and addresses by which terminals may reach it. */
  async issueServer(
    name: string,
    hosts: readonly { readonly type: 'dns' | 'ip'; readonly value: string }[],
  ): Promise<Credential> {
    const keys = await newKeys();
    const certificate = await this.#issue(name, keys.publicKey, serverMs, [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([...hosts]),
    ]);
    return { key: await keyPem(keys.privateKey), certificate: certificate.toString('pem') };
  }

  /** The certificate of a terminal for the key in its request, whatever else the request says. `name`: A-Z a-z 0-9 _ -. */
  async issueTerminal(name: string, request: x509.Pkcs10CertificateRequest): Promise<x509.X509Certificate> {
    const key = await request.publicKey.export(crypto);
    return this.#issue(name, key, terminalMs, [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])]);
  }

  #issue(name: string, publicKey: webcrypto.CryptoKey, ms: number, extensions: x509.Extension[]) {
    return x509.X509CertificateGenerator.create(
      {
        serialNumber: serialNumber(),
        subject: `CN=${name}`,
        issuer: this.#certificate.subject,
        notBefore: new Date(this.#now() - beforeMs),
        notAfter: new Date(this.#now() + ms),
        signingAlgorithm: algorithm,
        publicKey,
        signingKey: this.#keys.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(usage.digitalSignature, true),
          ...extensions,
        ],
      },
      crypto,
    );
  }
}

/** Opens the CA of a folder, or makes it there: `ca.pem`, and `ca-key.pem` for the reader's user alone. `now`: wall clock, ms. */
export async function openReaderCa(folder: string, reader: string, files: Files, now: () => number): Promise<ReaderCa> {
  const [keyFile, certificateFile] = [join(folder, 'ca-key.pem'), join(folder, 'ca.pem')];
  await files.mkdir(folder, { recursive: true, mode: 0o700 });
  const text = await files.readFile(certificateFile, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    const certificate = new x509.X509Certificate(text);
    const pkcs8 = x509.PemConverter.decodeFirst(await files.readFile(keyFile, 'utf8'));
    const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
    return new ReaderCa({ privateKey, publicKey: await certificate.publicKey.export(crypto) }, certificate, now);
  }
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: `CN=kazasu reader ${reader} ${randomBytes(4).toString('hex')}`,
      notBefore: new Date(now() - beforeMs),
      notAfter: new Date(now() + caMs),
      signingAlgorithm: algorithm,
      keys,
      extensions: await authorityExtensions(keys.publicKey),
    },
    crypto,
  );
  await replaceFile(files, keyFile, await keyPem(keys.privateKey));
  await replaceFile(files, certificateFile, certificate.toString('pem')); // last: with it the CA is whole
  return new ReaderCa(keys, certificate, now);
}

/** A terminal's request for a certificate (PKCS #10, PEM) whose signature fits its key; undefined when it is none. */
export async function readCertificateRequest(pem: string): Promise<x509.Pkcs10CertificateRequest | undefined> {
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    return (await request.verify(crypto)) ? request : undefined;
  } catch {
    return undefined;
  }
}

/** A new key and a request for its certificate, as a terminal makes them; PEM. */
export async function makeCertificateRequest(
  name: string,
): Promise<{ readonly key: string; readonly request: string }> {
  const keys = await newKeys();
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    { name: `CN=${name}`, keys, signingAlgorithm: algorithm },
    crypto,
  );
  return { key: await keyPem(keys.privateKey), request: request.toString('pem') };
}

/** The bytes of the first block of a PEM text. */
export const derOf = (pem: string): Buffer => Buffer.from(x509.PemConverter.decodeFirst(pem));

const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** Positive, 16 bytes. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.ts';

/** By whom updates are signed, and whom devices believe. */
export interface UpdateKeys {
  /** CA certificate, PEM: goes onto the device. */
  readonly keyring: string;
  readonly certificate: string;
  readonly key: string;
}

/** A vendor's keys for tests, made once in `folder`: its name says what it is, and no device of a customer may believe it. */
export async function testUpdateKeys(folder: string): Promise<UpdateKeys> {
  const file = (name: string) => join(folder, name);
  const keys = { keyring: file('ca.pem'), certificate: file('signer.pem'), key: file('signer-key.pem') };
  if (existsSync(keys.certificate)) return keys;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '7300', '-sha256'];
  const ca = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-subj', '/O=kazasu TEST/CN=kazasu TEST update CA'];
  await run('openssl', [...fresh, '-x509', ...ca, '-keyout', file('ca-key.pem'), '-out', keys.keyring]);
  const signer = [
    '-addext',
    'keyUsage=critical,digitalSignature',
    '-addext',
    'extendedKeyUsage=emailProtection,codeSigning',
  ];
  await run('openssl', [
    ...[
      ...fresh,
      '-x509',
      '-CA',
      keys.keyring,
      '-CAkey',
      file('ca-key.pem'),
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ],
    ...[
      ...signer,
      '-subj',
      '/O=kazasu TEST/CN=kazasu TEST update signer',
      '-keyout',
      keys.key,
      '-out',
      keys.certificate,
    ],
  ]);
  return keys;
}

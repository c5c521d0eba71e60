import { Buffer } from 'node:buffer';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spkiOf } from './card-keys.ts';
import { emulatedCardFault } from './faults.ts';
import type { TestAuthority } from './test-authority.ts';

const document = 'authority.json';
const format = 'kazasu-test-authority';

/** Writes the whole authority, private keys and all, to `folder/authority.json` (mode 0600). It is generated on the spot and never committed. */
export async function saveAuthority(folder: string, authority: TestAuthority): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, document), JSON.stringify({ format, version: 1, ...authority }, undefined, 1), {
    mode: 0o600,
  });
}

/** Reads what `saveAuthority` wrote. Throws `AUTHORITY_UNREADABLE`. */
export async function loadAuthority(folder: string): Promise<TestAuthority> {
  try {
    const { format: found, version, ...authority } = JSON.parse(await readFile(join(folder, document), 'utf8'));
    if (found !== format || version !== 1) throw new TypeError(`not a ${format} of version 1`);
    return authority as TestAuthority;
  } catch (cause) {
    throw emulatedCardFault('AUTHORITY_UNREADABLE', join(folder, document), { cause });
  }
}

/**
 * Writes what a reader must know to trust this authority's cards, public keys only: `folder/jpki/*.pem` (the user-authentication CA,
 * every generation) and `folder/card-issuers/<32 hex key id>.pem` (the roots of CV certificates, SPKI).
 */
export async function writeTrustStore(folder: string, authority: TestAuthority): Promise<void> {
  const [jpki, issuers] = [join(folder, 'jpki'), join(folder, 'card-issuers')];
  await Promise.all([jpki, issuers].map((path) => mkdir(path, { recursive: true })));
  const { userAuthentication } = authority;
  await Promise.all([
    writeFile(join(jpki, 'user-authentication-1.pem'), `${userAuthentication.expired.certificate}\n`),
    writeFile(join(jpki, 'user-authentication-2.pem'), `${userAuthentication.current.certificate}\n`),
    writeFile(join(issuers, `${authority.cardRoot.keyId}.pem`), spkiOf(authority.cardRoot.pkcs8)),
  ]);
}

/** Writes what a reader must hold to sign without a PIN: `folder/terminal.cvc` (the CV certificate, raw) and `folder/terminal-key.pem` (PKCS#8, mode 0600). */
export async function writePinlessKey(folder: string, authority: TestAuthority): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'terminal.cvc'), Buffer.from(authority.terminal.certificate, 'base64')),
    writeFile(join(folder, 'terminal-key.pem'), authority.terminal.pkcs8, { mode: 0o600 }),
  ]);
}

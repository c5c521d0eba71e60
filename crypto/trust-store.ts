import type { Buffer } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cryptoFault } from './faults.ts';
import { keyIdentifiersOf } from './key-identifiers.ts';

/** A CA of user-authentication certificates. Several may bear one name: only the key identifier and the signature tell them apart. */
export interface TrustedAuthority {
  readonly certificate: X509Certificate;
  readonly keyId: Buffer;
}

/** What this reader trusts, and nothing else does: roots are never taken from a card. */
export interface TrustStore {
  readonly authorities: readonly TrustedAuthority[];
  /** Roots of card issuers' CV certificates, by their key identifier in 32 hex digits. */
  readonly cardIssuers: ReadonlyMap<string, KeyObject>;
  /** Whether any CA is a test CA (`O=JPKI-TEST`): a production reader must refuse such a store. */
  readonly holdsTestAuthority: boolean;
}

/**
 * Loads `folder/jpki/*.pem` (one CA certificate each) and `folder/card-issuers/<32 hex digits>.pem` (one SPKI RSA-2048 key each, named by its key identifier).
 * Fails closed: an absent or empty half is `TRUST_STORE_EMPTY`, one file that cannot be used is `TRUST_STORE_BROKEN` for all.
 */
export async function loadTrustStore(folder: string): Promise<TrustStore> {
  const authorities = await loadEach(join(folder, 'jpki'), (_, pem) => readAuthority(pem));
  const issuers = await loadEach(join(folder, 'card-issuers'), readIssuer);
  return {
    authorities,
    cardIssuers: new Map(issuers),
    holdsTestAuthority: authorities.some(({ certificate }) => certificate.subject.split('\n').includes('O=JPKI-TEST')),
  };
}

async function loadEach<T>(folder: string, read: (name: string, pem: string) => T): Promise<T[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw cryptoFault('TRUST_STORE_EMPTY', folder, { cause });
  });
  const pems = names.filter((name) => name.endsWith('.pem')).sort();
  if (pems.length === 0) throw cryptoFault('TRUST_STORE_EMPTY', folder);
  return Promise.all(
    pems.map(async (name) => {
      try {
        return read(name, await readFile(join(folder, name), 'utf8'));
      } catch (cause) {
        throw cryptoFault('TRUST_STORE_BROKEN', join(folder, name), { cause });
      }
    }),
  );
}

function readAuthority(pem: string): TrustedAuthority {
  // node:crypto reads the first certificate of a file and is silent about the rest
  if (pem.split('-----BEGIN ').length !== 2) throw new TypeError('not exactly one certificate');
  const certificate = new X509Certificate(pem);
  const { subject } = keyIdentifiersOf(certificate.raw);
  if (!certificate.ca || subject === undefined) throw new TypeError('not a CA certificate with a key identifier');
  return { certificate, keyId: subject };
}

function readIssuer(name: string, pem: string): [string, KeyObject] {
  const keyId = /^([0-9a-f]{32})\.pem$/.exec(name)?.[1];
  if (keyId === undefined) throw new TypeError('not named by a key identifier of 32 hex digits');
  if (!pem.startsWith('-----BEGIN PUBLIC KEY-----')) throw new TypeError('not an SPKI public key');
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'rsa' || key.asymmetricKeyDetails?.modulusLength !== 2048)
    throw new TypeError('not RSA-2048');
  return [keyId, key];
}

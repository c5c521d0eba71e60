import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadTrustStore } from '../../crypto/trust-store.ts';
import { rsaKey } from './hostile-cards.ts';
import { issue, keyIdOf, makeCa } from './hostile-chains.ts';

const ca = await makeCa();
const pemOf = (der: Buffer) => new X509Certificate(der).toString();
const spki = createPublicKey(rsaKey()).export({ type: 'spki', format: 'pem' }).toString();
const keyId = '0123456789abcdef0123456789abcdef';

const test = suite<{ folder: string }>('the trust store');
test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'trust-store-'));
  await mkdir(join(context.folder, 'jpki'));
  await mkdir(join(context.folder, 'card-issuers'));
});
test.after.each((context) => rm(context.folder, { recursive: true }));

const put = (folder: string, file: string, content: string) => writeFile(join(folder, file), content);
async function good(folder: string) {
  await put(folder, 'jpki/ca.pem', pemOf(ca.der));
  await put(folder, `card-issuers/${keyId}.pem`, spki);
}
const codeOf = (folder: string) =>
  loadTrustStore(folder).then(
    () => 'loaded',
    (error: { code: string }) => error.code,
  );

test('it holds CAs by key identifier and issuers by theirs', async ({ folder }) => {
  await good(folder);
  await put(folder, 'jpki/README.txt', 'not a certificate, not read');
  const store = await loadTrustStore(folder);
  assert.equal(
    store.authorities.map((authority) => authority.keyId.toString('hex')),
    [keyIdOf(ca)],
  );
  assert.equal([...store.cardIssuers.keys()], [keyId]);
});

test('it says whether a test CA is among the trusted', async ({ folder }) => {
  await good(folder);
  assert.is((await loadTrustStore(folder)).holdsTestAuthority, true);
  await put(folder, 'jpki/ca.pem', pemOf((await makeCa({ name: 'C=JP, O=JPKI, OU=O\\=JPKI-TEST' })).der));
  assert.is((await loadTrustStore(folder)).holdsTestAuthority, false);
});

test('fail closed: an absent or empty store is an error, never "trust nobody" and never "trust all"', async ({
  folder,
}) => {
  assert.is(await codeOf(join(folder, 'absent')), 'TRUST_STORE_EMPTY');
  assert.is(await codeOf(folder), 'TRUST_STORE_EMPTY');
  await put(folder, 'jpki/ca.pem', pemOf(ca.der));
  assert.is(await codeOf(folder), 'TRUST_STORE_EMPTY');
});

test('fail closed: one broken file breaks the store', async ({ folder }) => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
  const bad: [string, string][] = [
    ['jpki/x.pem', 'no certificate'],
    ['jpki/x.pem', ''],
    ['jpki/x.pem', pemOf((await issue(ca)).der)], // not a CA
    ['jpki/x.pem', pemOf(ca.der) + pemOf((await makeCa()).der)], // the second would silently not count
    ['jpki/x.pem', pemOf((await makeCa({ isCa: false })).der)],
    ['card-issuers/name.pem', spki],
    [`card-issuers/${'0'.repeat(32)}.pem`, 'no key'],
    [`card-issuers/${'0'.repeat(32)}.pem`, small],
    [`card-issuers/${'0'.repeat(32)}.pem`, rsaKey().export({ type: 'pkcs8', format: 'pem' }).toString()], // a private key has no place here
  ];
  for (const [file, content] of bad) {
    await good(folder);
    assert.is(await codeOf(folder), 'loaded');
    await put(folder, file, content);
    assert.is(await codeOf(folder), 'TRUST_STORE_BROKEN');
    await rm(join(folder, file));
  }
});

test.run();

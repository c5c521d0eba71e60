import { Buffer } from 'node:buffer';
import { randomBytes, sign, webcrypto } from 'node:crypto';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkCardSignature } from '../../crypto/card-signature.ts';
import { addMonths, dayInJapan } from '../../crypto/japan-calendar.ts';
import type { TrustStore } from '../../crypto/trust-store.ts';
import { checkUserCertificate } from '../../crypto/user-certificate.ts';
import { issue, keyIdOf, makeCa, newKeys, trusting } from './hostile-chains.ts';

const test = suite('the user-authentication certificate');
const ca = await makeCa();
const store = trusting(ca);
const user = await issue(ca); // to 2028-11-30 in Japan
const at = (japan: string) => Date.parse(`${japan}+09:00`);

const codeOf = (der: Buffer, trust: TrustStore = store, now = at('2026-05-01T12:00:00')): string => {
  try {
    return checkUserCertificate(der, trust, now).state;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

test('a certificate of a trusted CA is valid, with serial and dates', () => {
  const { serial, lastDay, graceUntil, notAfter, state } = checkUserCertificate(
    user.der,
    store,
    at('2026-05-01T12:00:00'),
  );
  assert.equal(
    { serial, lastDay, graceUntil, state },
    { serial: '5B1D', lastDay: '2028-11-30', graceUntil: '2029-02-28', state: 'valid' },
  );
  assert.is(notAfter, at('2028-11-30T23:59:59'));
});

for (const [japan, state] of [
  ['2028-08-29T23:59:59', 'valid'],
  ['2028-08-30T00:00:00', 'ending'],
  ['2028-11-30T23:59:59', 'ending'],
  ['2028-12-01T00:00:00', 'grace'],
  ['2029-02-28T23:59:59', 'grace'],
  ['2029-03-01T00:00:00', 'CERTIFICATE_PAST_GRACE'],
  ['2024-01-09T23:59:59', 'CERTIFICATE_NOT_YET_VALID'],
] as const) {
  test(`[R26] [R27] on ${japan} in Japan it is ${state}`, () => assert.is(codeOf(user.der, store, at(japan)), state));
}

test('months are those of the calendar, clamped to the last day of a short one', () => {
  assert.is(addMonths('2028-05-31', -3), '2028-02-29');
  assert.is(addMonths('2027-05-31', -3), '2027-02-28');
  assert.is(addMonths('2027-11-30', 3), '2028-02-29');
  assert.is(addMonths('2027-12-15', 3), '2028-03-15');
  assert.is(addMonths('2028-01-15', -3), '2027-10-15');
  assert.is(dayInJapan(Date.parse('2027-03-31T14:59:59Z')), '2027-03-31');
  assert.is(dayInJapan(Date.parse('2027-03-31T15:00:00Z')), '2027-04-01');
});

test('attack: certificate signed by an unknown CA', async () => {
  const unknown = await makeCa({ name: 'C=JP, O=Other' });
  assert.is(codeOf((await issue(unknown, { name: 'C=JP, O=Other' })).der), 'CERTIFICATE_UNTRUSTED');
});

test('attack: same-name CA with another key', async () => {
  assert.is(codeOf((await issue(await makeCa())).der), 'CERTIFICATE_UNTRUSTED');
});

test('attack: same-name CA that claims the key identifier of the trusted one', async () => {
  const keyId = keyIdOf(ca);
  const impostor = await makeCa({ keyId });
  assert.is(codeOf((await issue(impostor, { keyId })).der), 'CERTIFICATE_UNTRUSTED');
});

test('attack: a certificate that signs another one, as if it were a CA', async () => {
  assert.is(codeOf((await issue(user)).der), 'CERTIFICATE_UNTRUSTED');
});

test('attack: the CA itself shown as the certificate of a person', () => {
  assert.is(codeOf(ca.der), 'CERTIFICATE_MALFORMED');
});

test('attack: expired chain', async () => {
  const old = await makeCa({ from: '2015-10-20T00:00:00+09:00', to: '2025-10-19T23:59:59+09:00' });
  const holder = await issue(old);
  assert.is(codeOf(holder.der, trusting(old)), 'CERTIFICATE_CHAIN_EXPIRED');
  assert.is(codeOf(holder.der, trusting(old, ca)), 'CERTIFICATE_CHAIN_EXPIRED'); // another generation does not help
});

test('a chain not valid yet is outside its validity too', async () => {
  const future = await makeCa({ from: '2030-01-01T00:00:00+09:00', to: '2040-01-01T00:00:00+09:00' });
  assert.is(codeOf((await issue(future)).der, trusting(future)), 'CERTIFICATE_CHAIN_EXPIRED');
});

test('three generations of one name: the right one is found by key, in whatever order they stand', async () => {
  const others = [await makeCa(), await makeCa()] as const;
  for (const trust of [trusting(...others, ca), trusting(ca, ...others)]) assert.is(codeOf(user.der, trust), 'valid');
});

test('attack: a byte of the certificate changed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: user.der.length - 1 }), fc.integer({ min: 1, max: 255 }), (index, flip) => {
      const changed = Buffer.from(user.der);
      changed[index] = (changed[index] ?? 0) ^ flip;
      assert.ok(['CERTIFICATE_UNTRUSTED', 'CERTIFICATE_MALFORMED'].includes(codeOf(changed)));
    }),
    { numRuns: 300 },
  );
});

test('attack: bytes behind the certificate', () => {
  assert.is(codeOf(Buffer.concat([user.der, Buffer.alloc(1)])), 'CERTIFICATE_MALFORMED');
});

test('attack: a key shorter than RSA-2048', async () => {
  assert.is(codeOf((await issue(ca, { bits: 1024 })).der), 'CERTIFICATE_MALFORMED');
});

test('random bytes and cut-off certificates are malformed, never a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
      assert.is(codeOf(Buffer.from(bytes)), 'CERTIFICATE_MALFORMED'),
    ),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: user.der.length - 1 }), (length) => {
      assert.is(codeOf(user.der.subarray(0, length)), 'CERTIFICATE_MALFORMED');
    }),
  );
});

test('fail closed: without any CA nobody passes', () =>
  assert.is(codeOf(user.der, trusting()), 'CERTIFICATE_UNTRUSTED'));

const challenge = randomBytes(32);
const signedBy = async (keys: CryptoKeyPair, message: Uint8Array) =>
  Buffer.from(await webcrypto.subtle.sign('RSASSA-PKCS1-v1_5', keys.privateKey, message));
const signatureCode = (signature: Buffer): string => {
  try {
    checkCardSignature({ challenge, signature, certificate: user.der });
    return 'passed';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

test('the signature of the card fits its certificate', async () => {
  assert.is(signatureCode(await signedBy(user.keys, challenge)), 'passed');
});

test('attack: a signature by another key, over another challenge, truncated, or none', async () => {
  const genuine = await signedBy(user.keys, challenge);
  const [foreign, other] = [await signedBy(await newKeys(), challenge), await signedBy(user.keys, randomBytes(32))];
  for (const bad of [
    foreign,
    other,
    genuine.subarray(1),
    genuine.subarray(0, 255),
    Buffer.alloc(0),
    Buffer.alloc(256),
  ]) {
    assert.is(signatureCode(bad), 'CARD_SIGNATURE_INVALID');
  }
});

test('attack: a signature with SHA-1', async () => {
  const { subtle } = webcrypto;
  const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', user.keys.privateKey));
  const sha1 = sign('sha1', challenge, { key: pkcs8, format: 'der', type: 'pkcs8' });
  assert.is(signatureCode(sha1), 'CARD_SIGNATURE_INVALID');
});

test.run();

import { Buffer } from 'node:buffer';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkCvCertificate } from '../../crypto/cv-certificate.ts';
import { checkInternalAuthentication, internalChallenge } from '../../crypto/internal-authentication.ts';
import type { SignedCardFace } from '../../crypto/passive-authentication.ts';
import { authenticateCardFace } from '../../crypto/passive-authentication.ts';
import { parseCardFace } from '../../drivers/card/my-number-card/card-face.ts';
import {
  cardFaceFile,
  cardFaceObjects,
  cardKey,
  cvCertificate,
  digestsOf,
  rsaKey,
  signRaw,
  storeWith,
  tlv,
} from './hostile-cards.ts';

const test = suite('passive and internal authentication of the card');
const [root, issuer, card, stranger] = [rsaKey(), rsaKey(), rsaKey(), rsaKey()];
const store = storeWith(root);
const certificate = cvCertificate(root, issuer);
const objects = cardFaceObjects(issuer, card);
const genuine = () => parseCardFace(cardFaceFile(objects));

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'passed';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const verdict = (face: SignedCardFace, cv = certificate) => codeOf(() => authenticateCardFace(face, cv, store));

test('[R03] a genuine card passes', () => assert.is(verdict(genuine()), 'passed'));

test('attack: swapped photo', () => {
  const swapped = new Map([...objects, [0xdf27, tlv(0xdf27, Buffer.alloc(3000, 0x4b))]]);
  assert.is(verdict(parseCardFace(cardFaceFile(swapped))), 'CARD_FACE_FORGED');
});

test('attack: another birth date, sex, name, address or card key', () => {
  for (const [tag, value] of [
    [0xdf22, Buffer.from('19900101')],
    [0xdf23, Buffer.from('1')],
    [0xdf24, cardKey(stranger)],
    [0xdf25, Buffer.alloc(300, 8)],
    [0xdf26, Buffer.alloc(500, 8)],
  ] as const) {
    assert.is(verdict(parseCardFace(cardFaceFile(new Map([...objects, [tag, tlv(tag, value)]])))), 'CARD_FACE_FORGED');
  }
});

test('attack: bytes moved from one signed object to the next', () => {
  const moved = new Map([
    ...objects,
    [0xdf25, tlv(0xdf25, Buffer.alloc(299, 1))],
    [0xdf26, tlv(0xdf26, Buffer.from([1]), Buffer.alloc(500, 2))],
  ]);
  assert.is(verdict(parseCardFace(cardFaceFile(moved))), 'CARD_FACE_FORGED');
});

test('attack: any byte of the signed file changed', () => {
  const file = cardFaceFile(objects);
  const { signed, signature } = parseCardFace(file); // expiry and security code, behind the signature, are not covered
  const first = signed.identity.byteOffset - file.byteOffset;
  const last = signature.byteOffset - file.byteOffset + signature.length - 1;
  fc.assert(
    fc.property(fc.integer({ min: first, max: last }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ flip;
      assert.is.not(
        codeOf(() => authenticateCardFace(parseCardFace(changed), certificate, store)),
        'passed',
      );
    }),
    { numRuns: 200 },
  );
});

test('attack: truncated signature, lengthened signature, no signature', () => {
  const { signed, signature } = genuine();
  for (const bad of [signature.subarray(0, 255), Buffer.concat([signature, Buffer.alloc(1)]), Buffer.alloc(0)]) {
    assert.is(verdict({ signed, signature: bad }), 'CARD_FACE_FORGED');
  }
});

test('attack: signature that is no number below the modulus', () => {
  assert.is(verdict({ ...genuine(), signature: Buffer.alloc(256, 0xff) }), 'CARD_FACE_FORGED');
  assert.is(verdict({ ...genuine(), signature: Buffer.alloc(256) }), 'CARD_FACE_FORGED');
});

const digests = (face: SignedCardFace) => digestsOf(face.signed.identity, face.signed.images, face.signed.photo);

test('attack: PKCS#1 padding forgery with trailing bytes', () => {
  const face = genuine();
  for (const forged of [
    Buffer.concat([digests(face), randomBytes(40)]), // after the digests
    Buffer.concat([randomBytes(8), digests(face)]), // before them
    digests(face).subarray(19), // no DigestInfo around them
    digests(face).subarray(0, 83), // a digest short
  ]) {
    assert.is(verdict({ ...face, signature: signRaw(issuer, forged) }), 'CARD_FACE_FORGED');
  }
});

test('attack: signature by a key that no issuer certifies', () => {
  assert.is(verdict({ ...genuine(), signature: signRaw(stranger, digests(genuine())) }), 'CARD_FACE_FORGED');
});

test('attack: wrong issuer, a whole hierarchy of its own under an unknown name', () => {
  const face = parseCardFace(cardFaceFile(cardFaceObjects(stranger, card)));
  assert.is(verdict(face, cvCertificate(stranger, stranger, 'ab'.repeat(16))), 'CARD_ISSUER_UNKNOWN');
});

test('attack: wrong issuer under the name of a trusted root', () => {
  const face = parseCardFace(cardFaceFile(cardFaceObjects(stranger, card)));
  assert.is(verdict(face, cvCertificate(stranger, stranger)), 'CV_CERTIFICATE_FORGED');
});

test('attack: the key swapped inside a genuine CV certificate', () => {
  const forged = Buffer.from(certificate);
  forged.set(cardKey(stranger), 10 + 32);
  assert.is(verdict(genuine(), forged), 'CV_CERTIFICATE_FORGED');
});

test('attack: CV certificate with a weak exponent or a short modulus', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).privateKey;
  const exponent3 = Buffer.concat([Buffer.from('9003000003', 'hex'), cardKey(weak).subarray(5)]);
  const short = Buffer.concat([cardKey(stranger).subarray(0, 9), Buffer.alloc(128), cardKey(stranger).subarray(137)]);
  for (const key of [exponent3, short]) {
    const body = Buffer.concat([certificate.subarray(10, 42), key]);
    const forged = tlv(0x7f21, tlv(0x5f4e, body), tlv(0x5f37, sign('sha256', body, root)));
    assert.is(verdict(genuine(), forged), 'CV_CERTIFICATE_MALFORMED');
  }
});

test('a CV certificate cut off, lengthened or of random bytes is malformed, never a crash', () => {
  const check = (bytes: Buffer) => codeOf(() => checkCvCertificate(bytes, store));
  assert.is(check(Buffer.concat([certificate, Buffer.alloc(1)])), 'CV_CERTIFICATE_MALFORMED');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: certificate.length - 1 }), (length) => {
      assert.is(check(certificate.subarray(0, length)), 'CV_CERTIFICATE_MALFORMED');
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) =>
      assert.is(check(Buffer.from(bytes)), 'CV_CERTIFICATE_MALFORMED'),
    ),
  );
});

test('fail closed: without any root nobody passes', () => {
  const empty = { ...store, cardIssuers: new Map() };
  assert.is(
    codeOf(() => authenticateCardFace(genuine(), certificate, empty)),
    'CARD_ISSUER_UNKNOWN',
  );
});

const nonce = randomBytes(32);
const answerOf = (key: typeof card) => signRaw(key, internalChallenge(nonce));

test('a card that holds its key answers for it', () => {
  const answer = { nonce, signature: answerOf(card), publicKey: genuine().publicKey };
  assert.is(
    codeOf(() => checkInternalAuthentication(answer)),
    'passed',
  );
});

test('attack: copied surface file without its key', () => {
  const { publicKey } = genuine();
  assert.is(verdict(genuine()), 'passed'); // the copy is genuine to the last byte
  for (const signature of [answerOf(stranger), randomBytes(256), Buffer.alloc(0), Buffer.alloc(256)]) {
    assert.is(
      codeOf(() => checkInternalAuthentication({ nonce, signature, publicKey })),
      'CARD_COPIED',
    );
  }
});

test('attack: the answer to another nonce replayed', () => {
  const answer = { nonce: randomBytes(32), signature: answerOf(card), publicKey: genuine().publicKey };
  assert.is(
    codeOf(() => checkInternalAuthentication(answer)),
    'CARD_COPIED',
  );
});

test('a card key of another form is refused before it is used', () => {
  const publicKey = genuine().publicKey.subarray(1);
  assert.is(
    codeOf(() => checkInternalAuthentication({ nonce, signature: answerOf(card), publicKey })),
    'CARD_KEY_MALFORMED',
  );
});

test.run();

// time limit: 120 s
import { Buffer } from 'node:buffer';
import { createPrivateKey } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { codeBOf } from '../../drivers/card/emulated/maker.ts';
import { parseCardFace } from '../../drivers/card/my-number-card/card-face.ts';
import { MyNumberCard } from '../../drivers/card/my-number-card/my-number-card.ts';
import { cvCertificateAuthorization } from '../../drivers/card/my-number-card/pinless-authorization.ts';
import { authority, laid, newCard, trustStore } from './cards-for-tests.ts';
import { errorOf } from './scripted-channel.ts';
import { proveCard, signAndCheck } from './whole-flow.ts';

const test = suite('a whole check of the card, in process');
const store = await trustStore();
const genuine = await newCard();
const open = (card = genuine, behaviours = {}) => {
  const { slot, channel } = laid(card, behaviours);
  return { card: new MyNumberCard(channel), slot };
};
const pin = (digits = '1234') => Buffer.from(digits);

test('[R01] [R02] [R03] counter, 照合番号B, card face, proofs, PIN, signature', async () => {
  const { card } = open();
  const file = await proveCard(card, store, codeBOf(genuine.card));
  assert.is(parseCardFace(file).birthDigits.toString(), '19800217');
  assert.is(parseCardFace(file).photoJp2.subarray(4, 8).toString(), 'jP  ');
  await card.verifyPin(pin());
  assert.is((await signAndCheck(card)).length, 256);
});

test('a first command that fails and an answer 6F00 are survived', async () => {
  const { card } = open(genuine, { firstApduFails: true });
  assert.is(await card.identify(), 'my-number-card');
});

test('without PIN and without authorization the card signs nothing', async () => {
  assert.is((await errorOf(signAndCheck(open().card))).code, 'CARD_SECURITY_NOT_SATISFIED');
});

const terminal = {
  certificate: Buffer.from(authority.terminal.certificate, 'base64'),
  privateKey: createPrivateKey(authority.terminal.pkcs8),
};

test('[R05] [R10] after a face or visual check the card signs without its PIN', async () => {
  for (const reason of ['face', 'visual'] as const) {
    const { card } = open(await newCard({ pinless: true }));
    assert.is(await card.pinTries(), 0);
    await cvCertificateAuthorization(terminal).authorize(card, reason);
    assert.is((await signAndCheck(card)).length, 256);
  }
});

test('attack: a reader with a certificate of its own making gets no signature', async () => {
  const { card } = open();
  const forged = Buffer.from(terminal.certificate);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  const self = cvCertificateAuthorization({ ...terminal, certificate: forged });
  assert.is((await errorOf(self.authorize(card, 'face'))).code, 'TERMINAL_NOT_AUTHORIZED');
  assert.is((await errorOf(signAndCheck(card))).code, 'CARD_SECURITY_NOT_SATISFIED');
});

test('attack: the reader certificate without its key gets no signature', async () => {
  const { card } = open();
  const stolen = cvCertificateAuthorization({
    ...terminal,
    privateKey: createPrivateKey(authority.terminalRoot.pkcs8),
  });
  assert.is((await errorOf(stolen.authorize(card, 'face'))).code, 'TERMINAL_NOT_AUTHORIZED');
  assert.is((await errorOf(signAndCheck(card))).code, 'CARD_SECURITY_NOT_SATISFIED');
});

test('[R13] the third wrong PIN locks it and says so, and face still works without laying the card again', async () => {
  const { card } = open(await newCard());
  for (const [left, code] of [
    [2, 'PIN_WRONG'],
    [1, 'PIN_WRONG'],
    [0, 'PIN_LOCKED'],
    [0, 'PIN_LOCKED'],
  ] as const) {
    const error = await errorOf(card.verifyPin(pin('9999')));
    assert.equal([error.code, error.triesLeft], [code, left]);
    assert.is(await card.pinTries(), left);
  }
  await cvCertificateAuthorization(terminal).authorize(card, 'face');
  assert.is((await signAndCheck(card)).length, 256);
});

test('asking for the counters spends no try', async () => {
  const { card } = open();
  for (let i = 0; i < 5; i += 1) assert.equal([await card.pinTries(), await card.codeBTries()], [3, 10]);
});

test('a wrong 照合番号B spends tries down to the reserve, and not one more', async () => {
  const emulated = await newCard();
  const { card } = open(emulated);
  const codes: unknown[] = [];
  for (let i = 0; i < 12; i += 1) codes.push((await errorOf(card.verifyCodeB(Buffer.from('00000000000000')))).code);
  assert.is(codes.filter((code) => code === 'CODE_B_REFUSED').length, 8);
  assert.is(codes.filter((code) => code === 'CODE_B_TRIES_LOW').length, 4);
  assert.is(await card.codeBTries(), 2);
});

for (const [flaw, code] of [
  ['copied', 'CARD_COPIED'],
  ['altered-photo', 'CARD_FACE_FORGED'],
  ['unknown-issuer', 'CARD_ISSUER_UNKNOWN'],
  ['forged-issuer', 'CV_CERTIFICATE_FORGED'],
  ['expired-chain', 'CERTIFICATE_CHAIN_EXPIRED'],
  ['unknown-ca', 'CERTIFICATE_UNTRUSTED'],
] as const) {
  test(`attack: a card with the flaw ${flaw} is refused as ${code}`, async () => {
    const emulated = await newCard({ flaw });
    assert.is((await errorOf(proveCard(open(emulated).card, store, codeBOf(emulated.card)))).code, code);
  });
}

test('[R06] a juki-card ends as JUKI_CARD', async () => {
  const { card } = open(await newCard({ kind: 'juki-card' }));
  assert.is((await errorOf(card.identify())).code, 'JUKI_CARD');
});

test('[R34] a phone shows its certificate and signs after its PIN, and not before', async () => {
  const { card } = open(await newCard({ kind: 'android-phone' }));
  assert.is(await card.identify(), 'android-phone');
  assert.is((await errorOf(card.readUserCertificate())).code, 'CARD_SECURITY_NOT_SATISFIED');
  assert.is(await card.pinTries(), 3);
  await card.verifyPin(pin());
  assert.is((await card.readUserCertificate())[0], 0x30);
  assert.is((await signAndCheck(card)).length, 256);
});

test('[R06] a card pulled at any command ends as CARD_REMOVED, in whatever call', async () => {
  for (let at = 1; at <= 40; at += 3) {
    const { card } = open(genuine, { pullAtApdu: at });
    assert.is((await errorOf(proveCard(card, store, codeBOf(genuine.card)))).code, 'CARD_REMOVED');
  }
});

test('[R12] the certificate may be read while the card face is: calls that cross do not disturb each other', async () => {
  const { card } = open();
  await card.verifyCodeB(Buffer.from(codeBOf(genuine.card)));
  const [file, der, tries, issuer] = await Promise.all([
    card.readCardFace(),
    card.readUserCertificate(),
    card.pinTries(),
    card.readIssuerCertificate(),
  ]);
  assert.is(parseCardFace(file).expiryDigits.length, 8);
  assert.equal([der[0], tries, issuer.length], [0x30, 3, 568]);
});

test.run();

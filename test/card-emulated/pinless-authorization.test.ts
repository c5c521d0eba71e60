import { Buffer } from 'node:buffer';
import { createPrivateKey, sign } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cvKeyId, makeCvCertificate } from '../../drivers/card/emulated/cv-certificate.ts';
import { aid, authority, Bench, made } from './support.ts';

const test = suite('signing without a PIN');
const card = await made({ pinless: true });

const extended = (header: string, data: Buffer): string =>
  `${header} 00 ${data.length.toString(16).padStart(4, '0')} ${data.toString('hex')}`;

const genuine = Buffer.from(authority.terminal.certificate, 'base64');
const cut = 307; // 7F21 header and body, then the signature

function present(bench: Bench, certificate: Buffer = genuine): [string, string] {
  bench.select(aid.jpki, '0016');
  return [
    bench.ask(extended('80A206C1', certificate.subarray(0, cut))),
    bench.ask(extended('80A200C1', certificate.subarray(cut))),
  ];
}

const challenge = (bench: Bench, bytes = 32): Buffer =>
  Buffer.from(bench.ask(`00840000 ${bytes.toString(16)}`).split(' ')[0] as string, 'hex');

const answer = (bench: Bench, signed: Buffer, key = authority.terminal.pkcs8): string =>
  bench.ask(extended('00820000', sign('sha256', signed, createPrivateKey(key))));

function signs(bench: Bench): string {
  bench.select(aid.jpki, '0017');
  return bench.ask('802A0080 05 0102030405 00').slice(-4);
}

test('[R05] the terminal`s certificate and its signature over the card`s challenge open the key', () => {
  const bench = new Bench(card);
  assert.is(signs(bench), '6982');
  assert.equal(present(bench), ['9000', '9000']);
  assert.is(signs(bench), '6982'); // a certificate alone proves nothing
  assert.is(answer(bench, challenge(bench)), '9000');
  assert.is(signs(bench), '9000');
  bench.chip.reset();
  assert.is(signs(bench), '9000');
  bench.chip.powerOff();
  bench.chip.powerOn();
  assert.is(signs(bench), '6982');
});

test('the authorization opens neither PIN nor signature key nor card face', async () => {
  const bench = new Bench(await made());
  present(bench);
  bench.select(aid.jpki);
  assert.is(answer(bench, challenge(bench)), '9000');
  bench.select(aid.jpki, '001A');
  assert.is(bench.ask('802A0080 05 0102030405 00'), '6982');
  bench.select(aid.visual, '0002');
  assert.is(bench.ask('00B00000 04'), '6982');
});

test('attack: a certificate signed by somebody else is refused', () => {
  const forged = makeCvCertificate(
    { keyId: authority.terminalRoot.keyId, pkcs8: authority.cardRoot.pkcs8 },
    authority.terminal,
  );
  const bench = new Bench(card);
  assert.equal(present(bench, forged), ['9000', '6300']);
  assert.is(answer(bench, challenge(bench)), '6985');
  const unknown = makeCvCertificate(
    { keyId: cvKeyId('9900098'), pkcs8: authority.terminalRoot.pkcs8 },
    authority.terminal,
  );
  assert.equal(present(bench, unknown), ['9000', '6A88']);
});

test('attack: a certificate with another key in it is refused', () => {
  const altered = Buffer.from(genuine);
  altered[200] = (altered[200] as number) ^ 1;
  assert.equal(present(new Bench(card), altered), ['9000', '6300']);
});

test('attack: an answer by another key, to an old challenge, or given twice is refused', () => {
  const bench = new Bench(card);
  present(bench);
  assert.is(answer(bench, challenge(bench), authority.terminalRoot.pkcs8), '6300');
  const old = challenge(bench);
  challenge(bench);
  assert.is(answer(bench, old), '6300');
  const used = challenge(bench);
  assert.is(answer(bench, used), '9000');
  assert.is(answer(bench, used), '6985');
  const short = challenge(bench, 16);
  assert.is(answer(bench, short), '6985');
  assert.is(bench.ask('00820000 01 00'), '6985');
  challenge(bench);
  assert.is(bench.ask('00820000 01 00'), '6700');
  assert.is(bench.ask('00820001 01 00'), '6A86');
});

test('the certificate comes in two parts, in order, of the right lengths', () => {
  const bench = new Bench(card);
  bench.select(aid.jpki, '0016');
  assert.is(bench.ask(extended('80A200C1', genuine.subarray(cut))), '6985');
  assert.is(bench.ask(extended('80A206C1', genuine.subarray(0, cut - 1))), '6700');
  assert.is(bench.ask(extended('80A206C1', Buffer.concat([Buffer.from([0]), genuine.subarray(1, cut)]))), '6A80');
  assert.is(bench.ask(extended('80A206C1', genuine.subarray(0, cut))), '9000');
  assert.is(bench.ask(extended('80A200C1', genuine.subarray(cut + 1))), '6700');
  assert.is(bench.ask(extended('80A200C1', genuine.subarray(cut))), '6985'); // a failed try forgets the body
  assert.is(bench.ask('80A20000 01 00'), '6A86');
  bench.select(aid.jpki);
  assert.is(bench.ask('80A206C1 01 00'), '6986');
});

test.run();

// time limit: 180 s
import { Buffer } from 'node:buffer';
import { constants, createHash, createPublicKey, publicDecrypt, verify, X509Certificate } from 'node:crypto';
import createOpenJpeg from '@cornerstonejs/codec-openjpeg/wasmjs';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { efOf } from '../../drivers/card/emulated/card-file.ts';
import { codeBOf } from '../../drivers/card/emulated/maker.ts';
import { authority, codeOf, content, holder, made, now, objects, portrait } from './support.ts';

const test = suite('personalisation');
const card = await made();

const face = content(card, 'visual-inspection', '0002');
const outer = objects(face).get('FF20')?.value as Buffer;
const fields = objects(outer);
const whole = (tag: string): Buffer => fields.get(tag)?.whole as Buffer;
const value = (tag: string): Buffer => fields.get(tag)?.value as Buffer;

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** `90 03 e | 91 820100 n` → KeyObject. */
function keyFrom(bytes: Buffer) {
  const parts = objects(bytes);
  const text = (tag: string) => parts.get(tag)?.value.toString('base64url') ?? '';
  return createPublicKey({ key: { kty: 'RSA', e: text('90'), n: text('91') }, format: 'jwk' });
}

const recover = (key: ReturnType<typeof keyFrom>, signature: Buffer): Buffer =>
  publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);

/** Body, signature and subject key of a CV certificate, laid out as the card reference has it. */
function cvParts(certificate: Buffer) {
  assert.is(certificate.length, 568);
  assert.is(certificate.toString('hex', 0, 10), '7f218202335f4e820129');
  assert.is(certificate.toString('hex', 307, 312), '5f37820100');
  const body = certificate.subarray(10, 307);
  return {
    body,
    signature: certificate.subarray(312),
    issuer: body.toString('hex', 0, 16),
    key: keyFrom(body.subarray(32)),
  };
}

const issuerKey = cvParts(content(card, 'visual-inspection', '0004')).key;

test('[R04] the card face opens with nine offsets from the start of the file to DF22…DF2A', () => {
  assert.is(face.toString('hex', 0, 3), 'ff2082');
  assert.is(face.readUInt16BE(3), face.length - 5);
  assert.equal([...fields.keys()], ['DF21', 'DF22', 'DF23', 'DF24', 'DF25', 'DF26', 'DF27', 'DF28', 'DF29', 'DF2A']);
  const table = value('DF21');
  const tags = Array.from({ length: table.length / 2 }, (_, i) => face.readUInt16BE(table.readUInt16BE(i * 2)));
  assert.equal(tags, [0xdf22, 0xdf23, 0xdf24, 0xdf25, 0xdf26, 0xdf27, 0xdf28, 0xdf29, 0xdf2a]);
});

test('[R04] the card face holds birth, sex, a public key, expiry', () => {
  assert.is(value('DF22').toString(), '19800217');
  assert.is(value('DF23').toString(), '2');
  assert.is(whole('DF24').toString('hex', 0, 14), 'df248201099003010001' + '91820100');
  assert.is(value('DF24').length, 265);
  assert.is(value('DF29').toString(), '20350217');
});

test('name, address and security code are 1-bit grey PNG images that show something', async () => {
  for (const [tag, size] of [
    ['DF25', null],
    ['DF26', null],
    ['DF2A', [24, 12]],
  ] as const) {
    const png = value(tag);
    assert.equal([...png.subarray(24, 26)], [1, 0], tag); // bit depth 1, colour type 0
    const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    if (size) assert.equal([info.width, info.height], size);
    const ink = data.filter((pixel) => pixel === 0).length / data.length;
    assert.ok(ink > 0.05 && ink < 0.6, `${tag} is ${ink} ink`);
  }
});

test('[R03] the photo is a 240x320 greyscale JP2 of 5 to 25 KB that looks like the portrait', async () => {
  const photo = value('DF27');
  assert.is(photo.toString('latin1', 4, 8), 'jP  ');
  assert.ok(photo.length > 5_000 && photo.length < 25_000, `${photo.length} bytes`);
  const pixels = await decodeJp2(photo);
  const wanted = await sharp(portrait).resize(240, 320).greyscale().raw().toBuffer();
  const error = pixels.reduce((sum, pixel, i) => sum + Math.abs(pixel - (wanted[i] as number)), 0) / pixels.length;
  assert.ok(error < 6, `mean difference ${error}`);
});

test('[R03] passive authentication: the issuer of EF 0004 signed 115 bytes of DigestInfo with three digests', () => {
  const digests = [
    sha256(whole('DF22'), whole('DF23'), whole('DF24')),
    sha256(whole('DF25'), whole('DF26')),
    sha256(whole('DF27')),
  ];
  const wanted = Buffer.concat([Buffer.from('3071300d060960864801650304020105000460', 'hex'), ...digests]);
  assert.is(wanted.length, 115);
  assert.ok(recover(issuerKey, value('DF28')).equals(wanted));
});

test('EF 0004 is a CV certificate of the card root', () => {
  const { body, signature, issuer } = cvParts(content(card, 'visual-inspection', '0004'));
  assert.is(issuer, authority.cardRoot.keyId);
  assert.ok(verify('sha256', body, createPublicKey(authority.cardRoot.pkcs8), signature));
});

test('the chip holds the key that DF24 names, unless it is a copy', async () => {
  const named = keyFrom(value('DF24')).export({ type: 'spki', format: 'pem' });
  assert.is(publicHalf(card, '001A'), named);
  const copied = await made({ flaw: 'copied' });
  const copiedFace = objects(objects(content(copied, 'visual-inspection', '0002')).get('FF20')?.value as Buffer);
  const copiedKey = keyFrom(copiedFace.get('DF24')?.value as Buffer).export({ type: 'spki', format: 'pem' });
  assert.is.not(publicHalf(copied, '001A'), copiedKey);
});

function publicHalf(of: typeof card, id: string): string {
  const file = efOf(of, 'visual-inspection', id);
  if (file?.type !== 'key') throw new Error('no key');
  return createPublicKey(file.pkcs8).export({ type: 'spki', format: 'pem' }).toString();
}

test('age record and My Number image are signed by the same issuer over all that stands before', () => {
  for (const [id, tag, last] of [
    ['0001', 'FF10', 'DF13'],
    ['0005', 'FF40', 'DF43'],
  ] as const) {
    const inner = objects(content(card, 'visual-inspection', id)).get(tag)?.value as Buffer;
    const parts = objects(inner);
    const signature = parts.get(last);
    assert.ok(verify('sha256', inner.subarray(0, signature?.at), issuerKey, signature?.value as Buffer), id);
  }
});

test('the input-support record vouches for My Number with its filler and attributes without their offsets', () => {
  const number = content(card, 'input-support', '0001');
  assert.is(number.length, 17);
  const attributes = content(card, 'input-support', '0002');
  const record = objects(objects(content(card, 'input-support', '0003')).get('FF30')?.value as Buffer);
  const table = objects(objects(attributes).get('FF20')?.value as Buffer).get('DF21')?.value as Buffer;
  assert.ok(record.get('DF31')?.value.equals(sha256(number)));
  assert.ok(record.get('DF32')?.value.equals(sha256(attributes.subarray(table.readUInt16BE(0)))));
  assert.is(attributes.readUInt16BE(table.readUInt16BE(6)), 0xdf25);
});

test('[R02] the user-authentication certificate: RSA-2048, sha256WithRSA, key identifiers, O=JPKI-TEST, no name', () => {
  const certificate = new X509Certificate(content(card, 'jpki', '000A'));
  const ca = new X509Certificate(content(card, 'jpki', '000B'));
  assert.ok(certificate.checkIssued(ca) && certificate.verify(ca.publicKey));
  assert.ok(ca.ca && ca.verify(ca.publicKey));
  assert.match(certificate.issuer, /^O=JPKI-TEST$/m);
  assert.is(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 2048);
  assert.not.match(certificate.subject, /花子/);
  const key = efOf(card, 'jpki', '0017');
  assert.ok(key?.type === 'key' && certificate.publicKey.equals(createPublicKey(key.pkcs8)));
});

test('[R26] [R27] certificate states end where they say, to the last second of a day in Japan', async () => {
  const days = async (certificate: 'valid' | 'ending' | 'grace' | 'past') => {
    const { validTo } = new X509Certificate(content(await made({ certificate }), 'jpki', '000A'));
    assert.match(new Date(validTo).toISOString(), /T14:59:59/);
    return Math.round((Date.parse(validTo) - now) / 86_400_000);
  };
  assert.ok((await days('valid')) > 93);
  assert.is(await days('ending'), 45);
  assert.is(await days('grace'), -30);
  assert.is(await days('past'), -120);
});

test('a certificate runs to the fifth birthday, and after that, renewed, to the card`s end', async () => {
  const end = async (issued: string) =>
    new Date(new X509Certificate(content(await made({ issued }), 'jpki', '000A')).validTo).toISOString();
  assert.is(await end('2025-03-01'), '2030-02-17T14:59:59.000Z');
  assert.is(await end('2018-03-01'), '2028-02-17T14:59:59.000Z');
});

test('printed face and chip speak of the same person', () => {
  const { photo, ...words } = card.printed;
  assert.equal(words, {
    name: '番号　花子',
    address: '東京都千代田区霞が関１－２－３',
    sex: '女',
    birth: '昭和55年 2月17日生',
    expiry: '2035年 2月17日まで有効',
    securityCode: '2285',
    issuer: '□□市長',
    pinless: false,
  });
  assert.is(Buffer.from(photo, 'base64').toString('hex', 0, 3), 'ffd8ff');
  assert.is(codeBOf(card), '55021720352285');
});

test('a foreign resident`s card prints western years, and its last day may follow the stay', async () => {
  const foreign = await made({ foreignResident: true, stayUntil: '2027-09-30' });
  assert.is(foreign.printed.birth, '1980年 2月17日生');
  assert.is(foreign.printed.expiry, '2027年 9月30日まで有効');
  assert.is(codeBOf(foreign), '80021720272285');
});

test('[R05] a card without a PIN has no PIN, no signature certificate, and says so on its face and in EF 0008', async () => {
  const pinless = await made({ pinless: true });
  assert.ok(pinless.printed.pinless);
  assert.equal([...content(pinless, 'jpki', '0008')], [0, 0x8f, 0]);
  assert.is(efOf(pinless, 'jpki', '0001'), undefined);
  const pin = efOf(pinless, 'jpki', '0018');
  assert.ok(pin?.type === 'credential' && pin.value === null && pin.left === 0);
});

test('[R34] token labels tell card, old 住基カード and phone apart', async () => {
  const label = (of: typeof card) => content(of, 'jpki', '0006').toString('ascii', 0, 32).trimEnd();
  const [juki, phone] = [await made({ kind: 'juki-card' }), await made({ kind: 'android-phone' })];
  assert.is(content(card, 'jpki', '0006').length, 160);
  assert.equal([label(card), label(juki), label(phone)], ['JPKIAPICCTOKEN2', 'JPKIAPICCTOKEN', 'JPKIAPGPSETOKEN']);
  assert.is(efOf(juki, 'jpki', '000A'), undefined);
  const phoneCertificate = efOf(phone, 'jpki', '000A');
  assert.ok(phoneCertificate?.type === 'binary' && phoneCertificate.openedBy.includes('0018'));
  assert.is(await codeOf(() => codeBOf(phone)), 'CARD_ATTRIBUTES_REFUSED');
});

test('flaw unknown-issuer: the CV certificate names a root that the trust store lacks', async () => {
  const { issuer } = cvParts(content(await made({ flaw: 'unknown-issuer' }), 'visual-inspection', '0004'));
  assert.is.not(issuer, authority.cardRoot.keyId);
});

test('flaw forged-issuer: the CV certificate names the genuine root, which did not sign it', async () => {
  const { body, signature, issuer } = cvParts(
    content(await made({ flaw: 'forged-issuer' }), 'visual-inspection', '0004'),
  );
  assert.is(issuer, authority.cardRoot.keyId);
  assert.not.ok(verify('sha256', body, createPublicKey(authority.cardRoot.pkcs8), signature));
});

test('flaw altered-photo: the signature speaks of another photo', async () => {
  const altered = objects(
    objects(content(await made({ flaw: 'altered-photo' }), 'visual-inspection', '0002')).get('FF20')?.value as Buffer,
  );
  const signed = recover(issuerKey, altered.get('DF28')?.value as Buffer);
  assert.not.ok(signed.subarray(-32).equals(sha256(altered.get('DF27')?.whole as Buffer)));
});

test('flaw expired-chain: a certificate still running under a CA that has ended, of the same name', async () => {
  const flawed = await made({ flaw: 'expired-chain' });
  const [certificate, ca] = ['000A', '000B'].map((id) => new X509Certificate(content(flawed, 'jpki', id))) as [
    X509Certificate,
    X509Certificate,
  ];
  assert.ok(certificate.verify(ca.publicKey) && Date.parse(certificate.validTo) > now && Date.parse(ca.validTo) < now);
  assert.is(ca.subject, new X509Certificate(authority.userAuthentication.current.certificate).subject);
});

test('flaw unknown-ca: same name, other key', async () => {
  const ca = new X509Certificate(content(await made({ flaw: 'unknown-ca' }), 'jpki', '000B'));
  const current = new X509Certificate(authority.userAuthentication.current.certificate);
  assert.is(ca.subject, current.subject);
  assert.not.ok(ca.publicKey.equals(current.publicKey));
});

test('attributes that make no card are refused by name', async () => {
  const refused: [Parameters<typeof made>[0], string][] = [
    [{ pin: '12a4' }, 'CARD_ATTRIBUTES_REFUSED'],
    [{ securityCode: '12345' }, 'CARD_ATTRIBUTES_REFUSED'],
    [{ birth: '1980-02-30' }, 'CARD_ATTRIBUTES_REFUSED'],
    [{ birth: '2026-01-01' }, 'CARD_ATTRIBUTES_REFUSED'],
    [{ name: ' ' }, 'CARD_ATTRIBUTES_REFUSED'],
    [{ stayUntil: '2027-01-01' }, 'CARD_ATTRIBUTES_REFUSED'],
    [{ issued: '2016-03-01' }, 'CARD_ATTRIBUTES_REFUSED'], // ended: its certificate cannot be valid
    [{ behaviours: { linkKbps: -1 } }, 'BEHAVIOURS_REFUSED'],
    [{ portrait: Buffer.from('no picture') }, 'CARD_PORTRAIT_REFUSED'],
    [{ name: '\u{1f600}' }, 'CARD_FONT_MISSING'],
  ];
  for (const [wish, code] of refused) assert.is(await codeOf(() => made(wish)), code, Object.keys(wish ?? {}).join());
});

test('[R32] names with characters outside BIZ UDPGothic fall back to Noto Sans JP, and markup is text', async () => {
  for (const name of ['𠮷野　家', 'O<b>&Neil']) {
    const other = await made({ ...holder, name });
    const png = objects(objects(content(other, 'visual-inspection', '0002')).get('FF20')?.value as Buffer).get('DF25')
      ?.value as Buffer;
    assert.ok((await sharp(png).metadata()).width > 60, name);
  }
});

async function decodeJp2(file: Buffer): Promise<Uint8Array> {
  const codec = (await createOpenJpeg({ print: () => {}, printErr: () => {} })) as unknown as {
    J2KDecoder: new () => {
      getEncodedBuffer(n: number): Uint8Array;
      decode(): void;
      getDecodedBuffer(): Uint8Array;
      delete(): void;
    };
  };
  const decoder = new codec.J2KDecoder();
  try {
    decoder.getEncodedBuffer(file.length).set(file);
    decoder.decode();
    return Uint8Array.from(decoder.getDecodedBuffer());
  } finally {
    decoder.delete();
  }
}

test.run();

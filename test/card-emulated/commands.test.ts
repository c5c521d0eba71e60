// time limit: 180 s
import { Buffer } from 'node:buffer';
import { constants, publicDecrypt, X509Certificate } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { aid, Bench, byte, content, made } from './support.ts';

const test = suite('commands of the emulated card');
const card = await made();
const fresh = (): Bench => new Bench(card);

const digestInfo = `3031300d060960864801650304020105000420${'5a'.repeat(32)}`;

test('a powered card answers; an unpowered one is silent', () => {
  const { chip } = fresh();
  assert.is(chip.powerOn().toString('hex'), '3be000ff8131fe4514');
  chip.powerOff();
  assert.is(chip.transmit(Buffer.from('00840000 08'.replace(' ', ''), 'hex')).length, 0);
});

test('SELECT finds every application by its full AID only', () => {
  const bench = fresh();
  for (const application of Object.values(aid)) assert.is(bench.ask(`00A4040C 0A ${application}`), '9000');
  assert.is(bench.ask('00A4040C 0A D392F000260100000002'), '6A82');
  assert.is(bench.ask('00A4040C 09 D392F0002601000000'), '6A82');
  assert.is(bench.ask('00A40400 0A D392F000260100000002'), '6A82');
  assert.is(bench.ask(`00A40400 0A ${aid.jpki}`), '6A86');
});

test('SELECT of a file needs an application, and leaves the current file alone when it fails', () => {
  const bench = fresh();
  assert.is(bench.ask('00A4020C 02 000A'), '6A82');
  bench.select(aid.jpki, '000A');
  assert.is(bench.ask('00A4020C 02 0FFF'), '6A82');
  assert.is(bench.ask('00A4020C 01 00'), '6700');
  assert.is(bench.ask('00A4020C 03 000A00'), '6700');
  assert.is(bench.ask('00A4010C 02 000A'), '6A86');
  assert.match(bench.ask('00B00000 04'), /^3082.* 9000$/);
});

test('SELECT of the MF answers as the real card, which has none to select', () => {
  const bench = fresh();
  assert.is(bench.ask('00A40000'), '6A86');
  assert.is(bench.ask('00A4000C 02 3F00'), '6A82');
  bench.select(aid.jpki, '000A');
  assert.is(bench.ask('00A40000'), '9000');
  assert.match(bench.ask('00B00000 04'), /9000$/);
});

test('selecting an application forgets the current file', () => {
  const bench = fresh();
  bench.select(aid.jpki, '000A');
  bench.select(aid.jpki);
  assert.is(bench.ask('00B00000 04'), '6986');
  assert.is(bench.ask('00200080'), '6986');
  assert.is(bench.ask(`802A0080 33 ${digestInfo} 00`), '6986');
  assert.is(bench.ask('00B20104 00'), '6986');
});

test('READ BINARY: Le 00 gives 256 bytes or what is left, a stated Le too long answers 6Cxx, past the end 6B00', () => {
  const bench = fresh();
  const certificate = content(card, 'jpki', '000A').toString('hex').toUpperCase();
  const bytes = certificate.length / 2;
  bench.select(aid.jpki, '000A');
  assert.is(bench.ask('00B00000 00'), `${certificate.slice(0, 512)} 9000`);
  assert.is(bench.ask('00B00004 02'), `${certificate.slice(8, 12)} 9000`);
  const last = byte((bytes - 10) >> 8) + byte((bytes - 10) & 0xff);
  assert.is(bench.ask(`00B0${last} 00`), `${certificate.slice(-20)} 9000`);
  assert.is(bench.ask(`00B0${last} 0A`), `${certificate.slice(-20)} 9000`);
  assert.is(bench.ask(`00B0${last} 0B`), '6C0A');
  assert.is(bench.ask(`00B0${byte(bytes >> 8)}${byte(bytes & 0xff)} 01`), '6B00');
  assert.is(bench.ask('00B07FFF 00'), '6B00');
  assert.is(bench.ask('00B00000'), '6700');
});

test('READ BINARY: the extended form gives the whole file', () => {
  const bench = fresh();
  bench.select(aid.jpki, '000A');
  assert.is(bench.ask('00B00000 000000'), `${content(card, 'jpki', '000A').toString('hex').toUpperCase()} 9000`);
  assert.is(bench.ask('00B00000 000002'), '3082 9000');
});

test('READ BINARY: a short identifier selects and reads with an 8-bit offset', () => {
  const bench = fresh();
  bench.select(aid.jpki);
  assert.is(bench.ask('00B08800 03'), '8F8F00 9000');
  assert.is(bench.ask('00B08801 02'), '8F00 9000');
  assert.is(bench.ask('00B00000 00'), '8F8F00 9000');
  assert.is(bench.ask('00B08900 00'), '6A82');
  assert.is(bench.ask('00B0C800 00'), '6A86');
});

test('READ BINARY with the odd instruction reaches past 15 bits of offset', () => {
  const bench = fresh();
  bench.select(aid.jpki, '0008');
  assert.is(bench.ask('00B10000 03 540101 00'), '53028F00 9000');
  assert.is(bench.ask('00B10000 05 5403000000 00'), '53038F8F00 9000');
  assert.is(bench.ask('00B10000 05 5403010000 00'), '6B00');
  assert.is(bench.ask('00B10000 03 550101 00'), '6A80');
  assert.is(bench.ask('00B10001 03 540101 00'), '6A86');
  assert.is(bench.ask('00B10000 03 540101'), '6700');
});

test('commands that do not fit the file answer 6981', () => {
  const bench = fresh();
  bench.select(aid.jpki, '0018');
  assert.is(bench.ask('00B00000 00'), '6981');
  assert.is(bench.ask(`802A0080 33 ${digestInfo} 00`), '6981');
  assert.is(bench.ask('80A206C1 01 00'), '6981');
  bench.select(aid.jpki, '000A');
  assert.is(bench.ask('00200080'), '6981');
  assert.is(bench.ask('00B20104 00'), '6981');
  bench.select(aid.common, '0001');
  assert.is(bench.ask('00B00000 00'), '6981');
});

test('READ RECORD: the common card application tells serial, municipality and last day', () => {
  const bench = fresh();
  bench.select(aid.common, '0001');
  const record = Buffer.from(bench.ask('00B20104 00').split(' ')[0] as string, 'hex');
  assert.equal([...record.subarray(0, 2)], [0x01, 28]);
  assert.match(record.toString('latin1', 2), /^9\d{14}1322120350217$/);
  assert.is(bench.ask('00B20204 00'), '6A83');
  assert.is(bench.ask('00B20004 00'), '6A86');
  assert.is(bench.ask('00B20105 00'), '6A81');
  assert.is(bench.ask('00B20104 05'), '6C1E');
  assert.is(bench.ask('00B20104'), '6700');
  bench.select(aid.juki, '0002');
  assert.match(bench.ask('00B20104 00'), /^[0-9A-F]{32} 9000$/);
});

test('files behind a credential answer 6982 until it is shown, and open with A or B as the reference has it', () => {
  const bench = fresh();
  for (const file of ['0001', '0002', '0005']) {
    bench.select(aid.visual, file);
    assert.is(bench.ask('00B00000 04'), '6982', file);
  }
  for (const file of ['0003', '0004']) {
    bench.select(aid.visual, file);
    assert.match(bench.ask('00B00000 04'), /9000$/, file);
  }
  bench.select(aid.visual, '0012');
  assert.is(bench.verify('55021720352285'), '9000');
  bench.select(aid.visual, '0002');
  assert.match(bench.ask('00B00000 04'), /^FF2082/);
  for (const file of ['0001', '0005']) {
    bench.select(aid.visual, file);
    assert.is(bench.ask('00B00000 04'), '6982', `[R02] 照合番号B does not open ${file}`);
  }
  bench.select(aid.visual, '0011');
  assert.is(bench.verify('550217'), '9000');
  bench.select(aid.visual, '0001');
  assert.match(bench.ask('00B00000 04'), /^FF1082/);
  bench.select(aid.jpki, '0001');
  assert.is(bench.ask('00B00000 04'), '6982');
});

test('the user-authentication key signs a DigestInfo after the PIN, as the certificate says', () => {
  const bench = fresh();
  bench.select(aid.jpki, '0017');
  assert.is(bench.ask(`802A0080 33 ${digestInfo} 00`), '6982');
  bench.select(aid.jpki, '0018');
  assert.is(bench.verify('1234'), '9000');
  bench.select(aid.jpki, '0017');
  const [signature] = bench.ask(`802A0080 33 ${digestInfo} 00`).split(' ') as [string];
  const key = new X509Certificate(content(card, 'jpki', '000A')).publicKey;
  const recovered = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(signature, 'hex'));
  assert.is(recovered.toString('hex'), digestInfo);
  assert.is(bench.ask(`802A0097 33 ${digestInfo} 00`), `${signature} 9000`); // by short identifier
});

test('signing: lengths and parameters', () => {
  const bench = fresh();
  bench.select(aid.visual, '001A');
  assert.match(bench.ask(`802A0000 33 ${digestInfo} 00`), / 9000$/);
  assert.is(bench.ask(`802A0000 33 ${digestInfo} 80`), '6C00');
  assert.match(bench.ask(`802A0000 F5 ${'01'.repeat(245)} 00`), / 9000$/);
  assert.is(bench.ask(`802A0000 F6 ${'01'.repeat(246)} 00`), '6985');
  assert.is(bench.ask('802A0000 00'), '6700');
  assert.is(bench.ask(`802A0100 33 ${digestInfo} 00`), '6A86');
  assert.is(bench.ask(`802A0041 33 ${digestInfo} 00`), '6A86');
  bench.select(aid.jpki, '0017');
  assert.is(bench.ask(`802A0000 33 ${digestInfo} 00`), '6A86'); // JPKI has no key of its own
  assert.is(bench.ask(`002A0080 33 ${digestInfo} 00`), '6D00');
});

test('without Le the signature waits for GET RESPONSE, in pieces if asked so, and any other command drops it', () => {
  const bench = fresh();
  bench.select(aid.visual, '001A');
  const whole = bench.ask(`802A0000 33 ${digestInfo} 00`);
  assert.is(bench.ask(`802A0000 33 ${digestInfo}`), '6100');
  assert.is(bench.ask('00C00000 00'), whole);
  assert.is(bench.ask('00C00000 00'), '6985');
  assert.is(bench.ask(`802A0000 33 ${digestInfo}`), '6100');
  const [first, sw] = bench.ask('00C00000 80').split(' ');
  const [second] = bench.ask('00C00000 80').split(' ');
  assert.is(sw, '6180');
  assert.is(`${first}${second} 9000`, whole);
  assert.is(bench.ask(`802A0000 33 ${digestInfo}`), '6100');
  bench.ask('00840000 08');
  assert.is(bench.ask('00C00000 00'), '6985');
});

test('GET CHALLENGE gives 1 to 256 bytes, never the same, with no application selected too', () => {
  const bench = fresh();
  assert.match(bench.ask('00840000 01'), /^[0-9A-F]{2} 9000$/);
  const [one, other] = [bench.ask('00840000 00'), bench.ask('00840000 00')];
  assert.is(one.length, 512 + 5);
  assert.is.not(one, other);
  assert.is(bench.ask('00840001 08'), '6A86');
  assert.is(bench.ask('00840000'), '6700');
  assert.is(bench.ask('00840000 000010'), '6985');
});

test('what OpenSC asks of unknown cards is answered as it expects', () => {
  const bench = fresh();
  assert.is(bench.ask('00CADF30 05'), '6A88');
  assert.is(bench.ask('00CB3FFF 03 5C0100 00'), '6D00');
});

test('unknown classes and instructions, and lengths that do not add up', () => {
  const bench = fresh();
  assert.is(bench.ask('0CB00000 00'), '6E00'); // no secure messaging
  assert.is(bench.ask('90B00000 00'), '6E00');
  assert.is(bench.ask('00FF0000 00'), '6D00');
  assert.is(bench.ask('80B00000 00'), '6D00');
  for (const bad of [
    '',
    '00',
    '00A404',
    '00A4040C 0A D392',
    '00A4040C 02 0001 00 00',
    '00A4040C 00 000000',
    '00A4040C 00 0003 0102',
  ]) {
    assert.is(bench.ask(bad), '6700', bad);
  }
});

test('an old 住基カード has no user-authentication certificate and no card face; a phone has only JPKI and asks the PIN first', async () => {
  const juki = new Bench(await made({ kind: 'juki-card' }));
  juki.select(aid.jpki);
  assert.is(juki.ask('00A4020C 02 000A'), '6A82');
  assert.is(juki.ask(`00A4040C 0A ${aid.visual}`), '6A82');
  juki.select(aid.juki);
  const phone = new Bench(await made({ kind: 'android-phone' }));
  phone.select(aid.jpki, '000A');
  assert.is(phone.ask('00B00000 00'), '6982');
  phone.select(aid.jpki, '0018');
  phone.verify('1234');
  phone.select(aid.jpki, '000A');
  assert.match(phone.ask('00B00000 04'), /^3082/);
  assert.is(phone.ask(`00A4040C 0A ${aid.visual}`), '6A82');
});

test.run();

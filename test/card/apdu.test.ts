import { Buffer } from 'node:buffer';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as apdu from '../../drivers/card/my-number-card/apdu.ts';
import { myNumberCard2016 } from '../../drivers/card/my-number-card/profile.ts';

const test = suite('commands, byte for byte');
const hex = (buffer: Buffer) => buffer.toString('hex');

test('SELECT takes the full AID and asks for no answer', () => {
  assert.is(hex(apdu.selectApplication(myNumberCard2016.applications.jpki)), '00a4040c0ad392f000260100000001');
  assert.is(hex(apdu.selectApplication(myNumberCard2016.applications.visual)), '00a4040c0ad3921000310001010402');
  assert.is(hex(apdu.selectFile(0x000a)), '00a4020c02000a');
});

test('READ BINARY is short, with 15 bits of offset and 00 for 256', () => {
  assert.is(hex(apdu.readBinary(0, 256)), '00b0000000');
  assert.is(hex(apdu.readBinary(0x7fff, 251)), '00b07ffffb');
  assert.is(hex(apdu.readBinaryFar(0x8000)), '00b10000055403008000' + '00');
});

test('VERIFY without data asks, with data submits', () => {
  assert.is(hex(apdu.verify()), '00200080');
  assert.is(hex(apdu.verify(Buffer.from('1234'))), '002000800431323334');
});

test('signatures and challenges', () => {
  assert.is(hex(apdu.signByUserKey(Buffer.alloc(51, 0xaa))), `802a008033${'aa'.repeat(51)}00`);
  assert.is(hex(apdu.signByCardKey(Buffer.alloc(51, 0xaa))), `802a000033${'aa'.repeat(51)}00`);
  assert.is(hex(apdu.getChallenge(32)), '0084000020');
  assert.is(hex(apdu.getChallenge(256)), '0084000000');
});

test('more than 255 bytes of data take the extended length', () => {
  assert.is(hex(apdu.externalAuthenticate(Buffer.alloc(256, 1))), `00820000000100${'01'.repeat(256)}`);
  assert.is(hex(apdu.presentCertificateBody(Buffer.alloc(307, 2))), `80a206c1000133${'02'.repeat(307)}`);
  assert.is(hex(apdu.presentCertificateSignature(Buffer.alloc(261, 3))), `80a200c1000105${'03'.repeat(261)}`);
});

test('a command that holds a secret lies outside the pool that Buffers share', () => {
  assert.is(apdu.verify(Buffer.from('1234')).buffer.byteLength, 9);
});

test('[R02] the profile knows no file of the My Number and no key that opens it', () => {
  const { files, applications } = myNumberCard2016;
  assert.equal(Object.keys(applications).sort(), ['jpki', 'visual']); // the input-support application is not even named
  const visual = Object.values(files).filter(({ application }) => application === 'visual');
  assert.equal(
    visual.map(({ id }) => id).sort((a, b) => a - b),
    [0x0002, 0x0004, 0x0012, 0x001a],
  );
});

test.run();

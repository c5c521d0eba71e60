import { X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceKeyOf, isSignedBy, openDeviceKey } from '../../crypto/device-key.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

const test = suite<{ folder: string }>("the device's key", { folder: '' });
test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-device-'));
});
test.after.each(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

const now = Date.UTC(2027, 0, 15);
const open = (folder: string) => openDeviceKey(join(folder, 'device'), { files, now });
const codeOf = (opening: Promise<unknown>) =>
  opening.then(
    () => 'opened',
    (error) => (error instanceof CodedError ? error.code : error),
  );

test('is made at the first start, for its owner alone, and stays', async ({ folder }) => {
  const first = await open(folder);
  assert.is((await stat(join(folder, 'device'))).mode & 0o777, 0o700);
  assert.is((await stat(join(folder, 'device/device-key.pem'))).mode & 0o777, 0o600);
  const again = await open(folder);
  assert.is(again.certificate, first.certificate);
  assert.is(again.sign('one'), first.sign('one'));
});

test('what it signs is proved by its certificate, and by no other', async ({ folder }) => {
  const key = await open(folder);
  const device = deviceKeyOf(key.certificate);
  const signature = key.sign('what happened');
  assert.ok(isSignedBy(device, 'what happened', signature));
  assert.not.ok(isSignedBy(device, 'what happened not', signature));
  const other = await openDeviceKey(join(folder, 'other'), { files, now });
  assert.not.ok(isSignedBy(deviceKeyOf(other.certificate), 'what happened', signature));
});

test('attack: the same signature written another way', async ({ folder }) => {
  const key = await open(folder);
  const signature = key.sign('x');
  const last = signature.at(-1) === 'A' ? 'B' : 'A'; // two bits of the last character mean nothing
  const others = [`${signature}=`, ` ${signature}`, signature.replace(/[-_]/, '+'), signature.slice(0, -1) + last, ''];
  for (const other of others.filter((text) => text !== signature))
    assert.not.ok(isSignedBy(deviceKeyOf(key.certificate), 'x', other), other);
});

test('its certificate is signed by itself, is no CA, and has no end', async ({ folder }) => {
  const certificate = new X509Certificate((await open(folder)).certificate);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.not.ok(certificate.ca);
  assert.match(certificate.subject, /^CN=kazasu reader\nserialNumber=[0-9a-f]{32}$/);
  assert.is(new Date(certificate.validFrom).getTime(), now);
  assert.is(new Date(certificate.validTo).getUTCFullYear(), 9999);
});

test('a certificate that got lost is made again for the same key', async ({ folder }) => {
  const first = await open(folder);
  await rm(join(folder, 'device/device-certificate.pem'));
  const again = await open(folder);
  assert.is.not(again.certificate, first.certificate);
  assert.ok(isSignedBy(deviceKeyOf(first.certificate), 'x', again.sign('x')));
});

test('attack: a key that others may read is not used', async ({ folder }) => {
  await open(folder);
  for (const mode of [0o640, 0o604, 0o620]) {
    await chmod(join(folder, 'device/device-key.pem'), mode);
    assert.is(await codeOf(open(folder)), 'DEVICE_KEY_EXPOSED');
  }
});

test("attack: another device's certificate, another kind of key, no key at all", async ({ folder }) => {
  await open(folder);
  const other = await openDeviceKey(join(folder, 'other'), { files, now });
  await writeFile(join(folder, 'device/device-certificate.pem'), other.certificate);
  assert.is(await codeOf(open(folder)), 'DEVICE_KEY_BROKEN');
  await writeFile(join(folder, 'device/device-key.pem'), 'nonsense');
  assert.is(await codeOf(open(folder)), 'DEVICE_KEY_BROKEN');
  assert.throws(() => deviceKeyOf('nonsense'), /not the certificate/);
});

test.run();

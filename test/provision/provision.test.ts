// time limit: 400 s
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { labelOf, labelText } from '../../build/provision/label.ts';
import { makeVendorCa, signRequest } from '../../build/provision/vendor-ca.ts';
import { deviceKeyOf, isSignedBy, openDeviceKey, requestDeviceCertificate } from '../../crypto/device-key.ts';
import { systemFiles as files } from '../../crypto/durable-files.ts';
import { isReleasedBy, releaseText } from '../../firmware/device/board/release.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { takeIdentity } from '../../firmware/device/life/identity.ts';
import { type LifeState, leadOn, readLife } from '../../firmware/device/life/life.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

const test = suite<{ folder: string }>("a device's identity and life");
test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-life-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

const now = Date.now();
/** Node takes the package's function for its default export, its types do not. */
const readQr = jsqr as unknown as typeof jsqr.default;
const named = { serial: 'KZ-000123', model: 'KZ1' };

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof CodedError ? error.code : error),
  );

/** A device whose key is made, and the certificate that a vendor's authority gives for it. */
async function issued(folder: string, vendor = 'Vendor') {
  const [device, ca] = [join(folder, 'device'), join(folder, vendor)];
  await makeVendorCa(ca, vendor);
  const request = await requestDeviceCertificate(device, { files, now }, named);
  return {
    device,
    ca,
    certificate: await signRequest(ca, request),
    vendorCa: await readFile(join(ca, 'ca.pem'), 'utf8'),
  };
}

test('the key that was made on the device stays, what it signed before stays proved, and the vendor vouches for it', async ({
  folder,
}) => {
  const { device, certificate, vendorCa } = await issued(folder);
  const before = await openDeviceKey(device, { files, now });
  const signature = before.sign('signed before');
  await takeIdentity(device, files, now, { ...named, certificate, vendorCa });
  const after = await openDeviceKey(device, { files, now });
  assert.is.not(after.certificate, before.certificate);
  assert.ok(isSignedBy(deviceKeyOf(after.certificate), 'signed before', signature));
});

test('a certificate for another device, with another serial number, or from another authority is refused', async ({
  folder,
}) => {
  const { device, certificate, vendorCa } = await issued(folder);
  const other = await issued(join(folder, 'other'), 'Other');
  const take = (change: object) =>
    codeOf(takeIdentity(device, files, now, { ...named, certificate, vendorCa, ...change }));
  assert.is(await take({ certificate: other.certificate, vendorCa: other.vendorCa }), 'CERTIFICATE_NOT_OF_DEVICE');
  assert.is(await take({ serial: 'KZ-000124' }), 'CERTIFICATE_NOT_OF_DEVICE');
  assert.is(await take({ certificate: 'no certificate' }), 'CERTIFICATE_NOT_OF_DEVICE');
  assert.is(await take({ vendorCa: other.vendorCa }), 'CERTIFICATE_NOT_OF_VENDOR');
  assert.is(await take({ vendorCa: certificate }), 'CERTIFICATE_NOT_OF_VENDOR', 'a device is no authority');
  assert.is(
    await codeOf(takeIdentity(device, files, now - 10 * 86_400_000, { ...named, certificate, vendorCa })),
    'CERTIFICATE_NOT_OF_VENDOR',
  );
  assert.is(await take({}), 'done');
});

test('a life goes on in its order and never back from retirement', async ({ folder }) => {
  const states: LifeState[] = ['delivered', 'provisioned', 'installed', 'retired'];
  const allowed = [
    'delivered→provisioned',
    'delivered→retired',
    'provisioned→provisioned',
    'provisioned→installed',
    'provisioned→retired',
    'installed→provisioned',
    'installed→retired',
  ];
  const ways: Readonly<Record<LifeState, readonly LifeState[]>> = {
    delivered: [],
    provisioned: ['provisioned'],
    installed: ['provisioned', 'installed'],
    retired: ['retired'],
  };
  for (const from of states)
    for (const to of states) {
      const device = join(folder, `${from}-${to}`);
      for (const state of ways[from]) await leadOn(device, files, { ...named, state });
      const went = await codeOf(leadOn(device, files, { ...named, state: to }));
      assert.is(went, allowed.includes(`${from}→${to}`) ? 'done' : 'LIFE_STEP_REFUSED', `${from}→${to}`);
    }
  const broken = join(folder, 'broken');
  await leadOn(broken, files, { ...named, state: 'provisioned' });
  await writeFile(join(broken, 'life.json'), '{"state":"sold"}');
  assert.is(await codeOf(readLife(broken, files)), 'LIFE_UNREADABLE');
});

test('the label’s code is read by a reader of QR codes that is not ours, and says what device this is', async ({
  folder,
}) => {
  const { certificate } = await issued(folder);
  const device = { ...named, certificate };
  const { data, info } = await sharp(Buffer.from(labelOf(device)), { density: 600 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const found = readQr(new Uint8ClampedArray(data), info.width, info.height);
  assert.is(found?.data, labelText(device));
  assert.match(labelText(device), /^KAZASU:1:KZ1:KZ-000123:[0-9a-f]{64}$/);
});

test('a vendor releases one opening of one device: no other opening, no other device, no other key', async ({
  folder,
}) => {
  const { certificate, vendorCa, ca } = await issued(folder);
  const other = await issued(join(folder, 'other'), 'Other');
  const text = releaseText(certificate, '0123456789abcdef');
  const signature = sign(null, Buffer.from(text), await readFile(join(ca, 'ca-key.pem'), 'utf8'));
  assert.ok(isReleasedBy(vendorCa, text, signature));
  assert.not(isReleasedBy(vendorCa, releaseText(certificate, 'fedcba9876543210'), signature));
  assert.not(isReleasedBy(vendorCa, releaseText(other.certificate, '0123456789abcdef'), signature));
  assert.not(isReleasedBy(vendorCa, text, sign(null, Buffer.from(text), generateKeyPairSync('ed25519').privateKey)));
});

test('from the factory to a facility and to its end, by commands', async ({ folder }) => {
  await writeFile(
    join(folder, 'device.config.json'),
    JSON.stringify({ trust: { store: 'trust', pinless: { folder: 'pinless' } } }),
  );
  const kazasu = (words: string, input = '') => {
    const args = [join(projectHome(), 'dist/app/kazasu.js'), ...words.split(' ')];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, input, encoding: 'utf8' });
    assert.not.match(stderr, /\n {4}at /, 'no stack');
    return { status, said: stdout + stderr };
  };
  const done = (words: string, input?: string) => {
    const { status, said } = kazasu(words, input);
    assert.is(status, 0, `${words}: ${said}`);
    return said;
  };
  assert.is(JSON.parse(done('provision state')).state, 'delivered');
  done('provision request --serial KZ-000123 --model KZ1 --out device.csr');
  done('provision ca --out ca');
  done('provision ca --sign device.csr --ca ca --out device.pem');
  const take = 'provision take --certificate device.pem --vendor-ca ca/ca.pem --serial KZ-000123 --model KZ1';
  assert.match(kazasu(`${take} --trust nowhere`).said, /nowhere|TRUST_STORE/);
  assert.is(JSON.parse(done('provision state')).state, 'delivered', 'half of it is nothing');
  assert.match(done(take), /^provisioned: KAZASU:1:KZ1:KZ-000123:/);
  assert.match(await readFile(join(folder, 'label.svg'), 'utf8'), 'KZ-000123');
  assert.is(kazasu('provision install').status, 2, 'without a facility password');
  done('password set', 'ひらけごま2025\n');
  done('provision install');
  assert.is(JSON.parse(done('provision state')).state, 'installed');
  done('factory-reset --yes');
  assert.is(JSON.parse(done('provision state')).state, 'provisioned');
  assert.is(JSON.parse(done('password state')).set, false);
  assert.is(kazasu('provision retire').status, 2);
  done('provision retire --yes');
  assert.match(kazasu('run').said, /^DEVICE_RETIRED: /);
});

test.run();

// time limit: 240 s
import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EmulatedCard } from '../../drivers/card/emulated/card.ts';
import type { CardFile } from '../../drivers/card/emulated/card-file.ts';
import { CardSlot } from '../../drivers/card/emulated/slot.ts';
import { serveToPcscd } from '../../drivers/card/emulated/vpcd.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import type { OwnPcscd } from '../support/pcscd.ts';
import { startPcscd } from '../support/pcscd.ts';
import { content, made } from './support.ts';

interface Bench {
  daemon: OwnPcscd;
  slot: CardSlot;
  folder: string;
  abort: AbortController;
  served: Promise<void>;
}

const test = suite<Bench>('OpenSC through the real pcscd');
const card = await made();
const run = promisify(execFile);

/** Runs a tool in English and returns what it said on both outputs; a failing exit rejects. */
async function tool(name: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(name, args, { timeout: 60_000, env: { ...process.env, LC_ALL: 'C' } });
  return stdout + stderr;
}

test.before(async (bench) => {
  bench.daemon = await startPcscd();
  bench.folder = await mkdtemp(join(tmpdir(), 'opensc-'));
  bench.slot = new CardSlot({ clock: systemClock });
  bench.abort = new AbortController();
  bench.served = serveToPcscd({ slot: bench.slot, clock: systemClock, signal: bench.abort.signal });
});
test.after(async ({ abort, served, daemon, folder }) => {
  abort?.abort();
  await served;
  await daemon?.stop();
  if (folder) await rm(folder, { recursive: true });
});
test.after.each(async ({ slot }) => {
  slot.take();
  await reader('No');
});

/** Waits until pcscd's first reader has a card (`Yes`) or none (`No`). */
async function reader(state: 'Yes' | 'No'): Promise<void> {
  for (let i = 0; i < 100; i += 1) {
    if (new RegExp(`^0 +${state} `, 'm').test(await tool('opensc-tool', '--list-readers'))) return;
    await systemClock.sleep(100);
  }
  throw new Error(`pcscd never said ${state}`);
}

async function lay(slot: CardSlot, of: CardFile = card, behaviours = {}): Promise<EmulatedCard> {
  const laid = new EmulatedCard(structuredClone(of));
  slot.lay(laid, behaviours);
  await reader('Yes');
  return laid;
}

test('opensc-tool knows the card as jpki', async ({ slot }) => {
  await lay(slot);
  assert.match(await tool('opensc-tool', '--name'), /^jpki$/m);
});

test('pkcs15-tool lists PINs with their tries, keys and certificates', async ({ slot }) => {
  await lay(slot);
  const list = await tool('pkcs15-tool', '--dump');
  for (const object of [
    'User Authentication PIN',
    'Digital Signature PIN',
    'User Authentication Key',
    'Digital Signature Key',
  ]) {
    assert.ok(list.includes(`[${object}]`), object);
  }
  for (const object of ['', ' CA']) {
    assert.ok(list.includes(`X.509 Certificate [User Authentication Certificate${object}]`), object);
    assert.ok(list.includes(`X.509 Certificate [Digital Signature Certificate${object}]`), object);
  }
  assert.equal(
    list.match(/Tries left +: \d+/g)?.map((line) => Number(line.split(':')[1])),
    [3, 5],
  );
});

test('pkcs15-tool reads the very certificate of EF 000A', async ({ slot }) => {
  await lay(slot);
  const pem = await tool('pkcs15-tool', '--read-certificate', '01');
  const read = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN')));
  assert.ok(read.raw.equals(content(card, 'jpki', '000A')));
});

test('pkcs11-tool signs with the PIN, and openssl verifies it against the certificate on the card', async ({
  slot,
  folder,
}) => {
  const path = (name: string) => join(folder, name);
  await lay(slot);
  await writeFile(path('challenge'), Buffer.from('challenge of a terminal'));
  const sign = [
    '--sign',
    '--mechanism',
    'SHA256-RSA-PKCS',
    '--id',
    '01',
    '-i',
    path('challenge'),
    '-o',
    path('signature'),
  ];
  await tool('pkcs11-tool', ...sign, '--pin', '1234');
  const certificate = await tool('pkcs15-tool', '--read-certificate', '01');
  await writeFile(path('certificate.pem'), certificate.slice(certificate.indexOf('-----BEGIN')));
  const publicKey = await tool('openssl', 'x509', '-in', path('certificate.pem'), '-noout', '-pubkey');
  await writeFile(path('public.pem'), publicKey);
  const verified = await tool(
    'openssl',
    'dgst',
    '-sha256',
    '-verify',
    path('public.pem'),
    '-signature',
    path('signature'),
    path('challenge'),
  );
  assert.match(verified, /Verified OK/);
});

test('a wrong PIN is refused and costs one try', async ({ slot }) => {
  await lay(slot);
  const refused = await tool('pkcs15-tool', '--verify-pin', '--auth-id', '01', '--pin', '9999').catch((error) =>
    String(error.stderr),
  );
  assert.match(refused, /PIN code.*2 tries left|incorrect|failed/i);
  assert.match(await tool('pkcs15-tool', '--dump'), /Tries left +: 2/);
});

test('[R06] a card pulled in the middle is an error for the tool and an empty reader afterwards', async ({ slot }) => {
  await lay(slot, card, { pullAtApdu: 12 });
  const failed = await tool('pkcs15-tool', '--dump').then(
    () => false,
    () => true,
  );
  assert.ok(failed || slot.state === 'empty');
  await reader('No');
});

test('[R06] a mute card is seen and cannot be connected to', async ({ slot }) => {
  await lay(slot, card, { mute: true });
  const said = await tool('opensc-tool', '--name').catch((error) => String(error.stderr));
  assert.match(said, /Unresponsive card/);
});

test('[R05] a card without a PIN is listed with no tries left', async ({ slot }) => {
  await lay(slot, await made({ pinless: true }));
  assert.match(await tool('pkcs15-tool', '--dump'), /\[User Authentication PIN\](\n\t.*)+\n\tTries left +: 0/);
});

test('an APDU through the daemon costs no 40 ms of delayed acknowledgement', async ({ slot }) => {
  await lay(slot);
  const challenges = Array.from({ length: 200 }, () => ['-s', '00:84:00:00:08']).flat();
  const started = systemClock.monotonic();
  await tool('opensc-tool', '--card-driver', 'default', ...challenges);
  const each = (systemClock.monotonic() - started) / 200;
  console.log(`  ${each.toFixed(2)} ms an APDU`); // measured, not asserted: machines differ
});

test.run();

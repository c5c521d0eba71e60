import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceKeyOf, isSignedBy, openDeviceKey } from '../../crypto/device-key.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { openStorageKey } from '../../crypto/storage-key.ts';
import { openTpm, type Tpm } from '../../crypto/tpm.ts';
import { tpmFiles } from '../../crypto/tpm-files.ts';

/** A TPM of our own (swtpm), new each time. */
interface OwnTpm {
  readonly tpm: Tpm;
  readonly process: ChildProcess;
}

const test = suite<{ folder: string; own: OwnTpm[] }>('[R42] keys sealed by a TPM', { folder: '', own: [] });
test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'kazasu-tpm-test-'));
  context.own = [];
});
test.after.each(async ({ folder, own }) => {
  for (const { process: running } of own) {
    running.kill('SIGKILL');
    await once(running, 'exit');
  }
  await rm(folder, { recursive: true });
});

async function startTpm({ folder, own }: { folder: string; own: OwnTpm[] }): Promise<Tpm> {
  const state = await mkdtemp(join(folder, 'state-'));
  const port = await freePorts();
  const running = spawn(
    'swtpm',
    [
      ...['socket', '--tpm2', '--tpmstate', `dir=${state}`, '--flags', 'not-need-init,startup-clear'],
      ...['--server', `type=tcp,port=${port}`, '--ctrl', `type=tcp,port=${port + 1}`],
    ],
    { stdio: 'ignore' },
  );
  const tpm = openTpm(`swtpm:host=127.0.0.1,port=${port}`);
  own.push({ tpm, process: running });
  for (let tries = 0; ; tries++) {
    try {
      await tpm.seal(Buffer.from('probe'));
      return tpm;
    } catch (error) {
      if (tries === 50) throw error;
      await delay(100);
    }
  }
}

/** A port, whose next one is free too: swtpm's clients expect its control there. */
async function freePorts(): Promise<number> {
  for (;;) {
    const [first, second] = [createServer(), createServer()];
    await once(first.listen(0, '127.0.0.1'), 'listening');
    const { port } = first.address() as { port: number };
    const both = await new Promise<boolean>((resolve) => {
      second.once('error', () => resolve(false));
      second.listen(port + 1, '127.0.0.1', () => resolve(true));
    });
    for (const server of [first, second]) if (server.listening) await new Promise((closed) => server.close(closed));
    if (both) return port;
  }
}

const now = Date.UTC(2026, 5, 1);

test('the device key lies sealed on the disk, opens again, and signs as before', async (context) => {
  const files = tpmFiles(systemFiles, await startTpm(context));
  const folder = join(context.folder, 'device');
  const first = await openDeviceKey(folder, { files, now });
  assert.not.match(await readFile(join(folder, 'device-key.pem'), 'utf8'), /PRIVATE KEY/);
  const again = await openDeviceKey(folder, { files, now });
  assert.is(again.certificate, first.certificate);
  assert.ok(isSignedBy(deviceKeyOf(first.certificate), 'text', again.sign('text')));
});

test('a key that lies there in the clear is sealed when it is first read; the certificate stays readable', async (context) => {
  const folder = join(context.folder, 'device');
  const before = await openDeviceKey(folder, { files: systemFiles, now });
  const files = tpmFiles(systemFiles, await startTpm(context));
  assert.is((await openDeviceKey(folder, { files, now })).certificate, before.certificate);
  assert.not.match(await readFile(join(folder, 'device-key.pem'), 'utf8'), /PRIVATE KEY/);
  assert.match(await readFile(join(folder, 'device-certificate.pem'), 'utf8'), /BEGIN CERTIFICATE/);
  const after = await openDeviceKey(folder, { files, now });
  assert.ok(isSignedBy(deviceKeyOf(before.certificate), 'text', after.sign('text')));
});

test('the disk alone, or with another TPM, opens nothing', async (context) => {
  const files = tpmFiles(systemFiles, await startTpm(context));
  const folder = join(context.folder, 'device');
  await openDeviceKey(folder, { files, now });
  const others: [string, typeof systemFiles][] = [
    ['DEVICE_KEY_BROKEN', systemFiles],
    ['TPM_UNAVAILABLE', tpmFiles(systemFiles, await startTpm(context))],
  ];
  for (const [code, other] of others)
    assert.is(
      await openDeviceKey(folder, { files: other, now }).then(
        () => 'opened',
        (error) => error.code,
      ),
      code,
    );
});

test('what waits for a terminal is sealed by a key that the TPM seals', async (context) => {
  const files = tpmFiles(systemFiles, await startTpm(context));
  const file = join(context.folder, 'key');
  const sealed = (await openStorageKey(file, files)).seal(Buffer.from('a verdict'));
  assert.match(await readFile(file, 'utf8'), /^kazasu tpm 1/);
  assert.is((await openStorageKey(file, files)).open(sealed)?.toString(), 'a verdict');
});

test.run();

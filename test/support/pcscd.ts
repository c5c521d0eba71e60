import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const runFolder = '/run/pcscd';
const socketPath = join(runFolder, 'pcscd.comm');
const leftovers = [socketPath, join(runFolder, 'pcscd.pid')];

/** A pcscd of our own, with vsmartcard's virtual readers: the first on TCP `port`, the second on the one above. */
export interface OwnPcscd {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Whether pcscd and vsmartcard's vpcd are installed. */
export const pcscdInstalled = (): boolean => existsSync('/usr/sbin/pcscd') && existsSync(driver);

const readerConfiguration = (port: number): string =>
  [
    'FRIENDLYNAME "Virtual PCD"',
    `DEVICENAME /dev/null:0x${port.toString(16)}`,
    `LIBPATH ${driver}`,
    `CHANNELID 0x${port.toString(16)}`,
    '',
  ].join('\n');

/**
 * Starts pcscd in the foreground and resolves when its first virtual reader listens. There is one pcscd socket for the whole machine,
 * so one that another test still holds is waited for, a minute at most; the machine's own is left alone and said.
 */
export async function startPcscd(port = 0x8c7b): Promise<OwnPcscd> {
  for (let waited = 0; (await accepts({ path: socketPath })) || (await listening(port)); waited += 1) {
    if (waited === 120) throw new Error('another pcscd runs on this machine: stop it, then run the tests again');
    await delay(500);
  }
  for (const path of leftovers) rmSync(path, { force: true }); // a killed pcscd leaves them, and the next one then refuses to start
  const folder = mkdtempSync(join(tmpdir(), 'pcscd-'));
  writeFileSync(join(folder, 'vpcd'), readerConfiguration(port));
  // The daemon and its drivers free what passes through them as it is; so told, the C library overwrites it (R42).
  const child = spawn('/usr/sbin/pcscd', ['--foreground', '-c', folder], {
    env: { ...process.env, MALLOC_PERTURB_: '85' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  child.stderr.on('data', (data) => {
    said += data;
  });
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
    for (const path of leftovers) rmSync(path, { force: true });
  };
  for (let waited = 0; waited < 100; waited += 1) {
    if (child.exitCode !== null) break;
    if (await listening(port)) return { port, pid: child.pid as number, stop };
    await delay(100);
  }
  await stop();
  throw new Error(`pcscd did not start: ${said.slice(-500)}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await closed;
  clearTimeout(timer);
}

const listening = (port: number): Promise<boolean> => accepts({ host: '127.0.0.1', port });

/** Whether somebody takes connections there. */
function accepts(
  address: { readonly path: string } | { readonly host: string; readonly port: number },
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

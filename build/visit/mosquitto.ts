import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Credential } from '../../crypto/reader-ca.ts';
import { visitFault } from './faults.ts';
import { stopped } from './stopped.ts';

/** A mosquitto of a test's or a tool's own, on loopback. */
export interface Mosquitto {
  readonly url: string;
  /** Ends it; `SIGKILL` is a power cut. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** Mutual TLS: the broker's certificate, and who vouches for its clients. */
export interface BrokerTls {
  readonly server: Credential;
  readonly ca: string;
}

/** Starts mosquitto in a folder; with TLS 1.3 it demands a certificate of everybody. */
export async function startMosquitto(folder: string, tls?: BrokerTls): Promise<Mosquitto> {
  const port = await freePort();
  const file = (name: string) => join(folder, `mosquitto-${name}`);
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'set_tcp_nodelay true'];
  if (tls) {
    await writeFile(file('cert.pem'), tls.server.certificate);
    await writeFile(file('key.pem'), tls.server.key);
    await writeFile(file('ca.pem'), tls.ca);
    lines.push(`certfile ${file('cert.pem')}`, `keyfile ${file('key.pem')}`, `cafile ${file('ca.pem')}`);
    lines.push('require_certificate true', 'tls_version tlsv1.3');
  }
  return runMosquitto(folder, { port, tls: tls !== undefined, lines });
}

/** Runs mosquitto with the lines of a configuration, as this user. `port`: of its first listener, on loopback. */
export async function runMosquitto(
  folder: string,
  { port, tls, lines }: { readonly port: number; readonly tls: boolean; readonly lines: readonly string[] },
): Promise<Mosquitto> {
  const file = join(folder, 'mosquitto.conf');
  // Started as root it would become another user, who cannot read the folder.
  await writeFile(file, `${['user root', ...lines].join('\n')}\n`);
  const start = async () => {
    const process = spawn('/usr/sbin/mosquitto', ['-c', file], { stdio: 'ignore' });
    process.on('error', () => {}); // not installed: it never listens
    await listening(port, process);
    return process;
  };
  let child = await start();
  return {
    url: `${tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`,
    stop: (signal) => stopped(child, signal),
    start: async () => {
      child = await start();
    },
  };
}

/** A port of loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function listening(port: number, broker: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400 && broker.pid !== undefined && broker.exitCode === null; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await delay(25);
  }
  throw visitFault('BROKER_NOT_STARTED');
}

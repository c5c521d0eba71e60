import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Credential } from '../../crypto/reader-ca.ts';
import { stopped } from '../terminal/terminals.ts';

/** A mosquitto of the test's own, on loopback. */
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

/** Starts mosquitto in a folder of the test's; with TLS 1.3 it demands a certificate of everybody. */
export async function startMosquitto(folder: string, tls?: BrokerTls): Promise<Mosquitto> {
  const port = await freePort();
  const file = (name: string) => join(folder, `mosquitto-${name}`);
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'set_tcp_nodelay true', 'user root'];
  if (tls) {
    await writeFile(file('cert.pem'), tls.server.certificate);
    await writeFile(file('key.pem'), tls.server.key);
    await writeFile(file('ca.pem'), tls.ca);
    lines.push(`certfile ${file('cert.pem')}`, `keyfile ${file('key.pem')}`, `cafile ${file('ca.pem')}`);
    lines.push('require_certificate true', 'tls_version tlsv1.3');
  }
  await writeFile(file('conf'), `${lines.join('\n')}\n`);
  const start = async () => {
    const child = spawn('mosquitto', ['-c', file('conf')], { stdio: 'ignore' });
    await listening(port);
    return child;
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await delay(50);
  }
  throw new Error('mosquitto does not listen');
}

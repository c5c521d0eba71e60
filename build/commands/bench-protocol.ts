import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemFiles } from '../../crypto/durable-files.ts';
import { makeCertificateRequest, openReaderCa, readCertificateRequest } from '../../crypto/reader-ca.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { answerOnce } from '../../firmware/terminal/answer-once.ts';
import { accepted } from '../../firmware/terminal/link.ts';
import { startMqttLink } from '../../firmware/terminal/mqtt-link.ts';
import { openDoor } from '../../firmware/terminal/pairing/door.ts';
import { addPaired } from '../../firmware/terminal/pairing/paired-terminals.ts';
import { openAsking } from '../terminal/asking.ts';
import type { Command } from './command.ts';
import { percentile } from './percentile.ts';

const limits = { p50: 2, p99: 15 };

export const benchProtocol: Command = {
  summary: 'how soon a request is answered by MQTT with TLS',
  help: `kazasu bench protocol [--requests N]

Asks N times (default 2000) by MQTT over TLS 1.3 on loopback, one request after the other, reader's link and terminal in one process;
tells p50 and p99 from request to answer. Exit 0 only when p50 is at most ${limits.p50} ms and p99 at most ${limits.p99} ms.`,
  run: async (args) => {
    const { values } = parseArgs({ args: [...args], options: { requests: { type: 'string', default: '2000' } } });
    const times = await measure(Number(values.requests));
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    console.log(`${times.length} requests by TLS: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`);
    return p50 <= limits.p50 && p99 <= limits.p99 ? 0 : 1;
  },
};

/** Milliseconds of each request, the first hundred left out. */
async function measure(requests: number): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-bench-'));
  const name = 'bench';
  const ca = await openReaderCa(folder, 'kazasu', systemFiles, Date.now);
  const { key, request } = await makeCertificateRequest(name);
  const read = await readCertificateRequest(request);
  if (!read) throw new Error('the request that was just made cannot be read');
  const certificate = await ca.issueTerminal(name, read);
  const fingerprint = Buffer.from(await certificate.getThumbprint('SHA-256')).toString('hex');
  await addPaired(folder, systemFiles, { name, fingerprint, paired: '', notAfter: '' });
  const door = await openDoor(folder, 'kazasu', ca, systemFiles, systemClock);
  const settings = { listen: { host: '127.0.0.1', port: 0 }, maxTerminals: 4 };
  const link = await startMqttLink(settings, { reader: 'kazasu', clock: systemClock, newId: randomUUID, door });
  link.onRequest(answerOnce(() => accepted, systemClock, 60_000));
  const credentials = { key, cert: certificate.toString('pem'), ca: ca.certificate };
  const terminal = await openAsking({ url: link.url, reader: 'kazasu', terminal: name, mqtt: credentials });
  try {
    const times: number[] = [];
    for (let n = -100; n < requests; n += 1) {
      const began = performance.now();
      await terminal.ask('reader-information', {});
      if (n >= 0) times.push(performance.now() - began);
    }
    return times;
  } finally {
    await terminal.close();
    door.close();
    await link.close();
    await rm(folder, { recursive: true });
  }
}

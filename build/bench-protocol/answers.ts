import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemFiles } from '../../crypto/durable-files.ts';
import { makeCertificateRequest, openReaderCa, readCertificateRequest } from '../../crypto/reader-ca.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { answerOnce } from '../../firmware/terminal/answer-once.ts';
import { accepted } from '../../firmware/terminal/link.ts';
import { startMqttLink } from '../../firmware/terminal/mqtt-link.ts';
import { openDoor } from '../../firmware/terminal/pairing/door.ts';
import { addPaired } from '../../firmware/terminal/pairing/paired-terminals.ts';
import { openAsking } from '../terminal/asking.ts';

/** Milliseconds of each request, the first hundred left out. */
export async function answerTimes(requests: number): Promise<number[]> {
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

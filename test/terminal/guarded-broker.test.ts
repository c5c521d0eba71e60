// time limit: 120 s
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions } from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openAsking } from '../../build/terminal/asking.ts';
import { credentialsFrom } from '../../build/terminal/let-in.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { openReaderCa } from '../../crypto/reader-ca.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { startFacilityBrokerLink } from '../../firmware/terminal/facility-broker-link.ts';
import { accepted } from '../../firmware/terminal/link.ts';
import { startGuardedBroker } from '../support/guarded-broker.ts';
import { session, verdict } from './terminals.ts';

const test = suite('[R33] the broker of a facility as the README sets it up');

/** What somebody hears who tries to come in; nothing at all when the broker does not let them. */
async function overheard(url: string, options: IClientOptions): Promise<string[]> {
  const heard: string[] = [];
  const client = await connectAsync(url, { reconnectPeriod: 0, ...options }).catch(() => undefined);
  if (!client) return heard;
  client.on('error', () => {}); // turned away after the handshake
  client.on('message', (topic) => heard.push(topic));
  const gone = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await Promise.race([
    gone,
    client.subscribeAsync('#', { qos: 1 }).then(
      () => {},
      () => {},
    ),
  ]);
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 300))]);
  await client.endAsync(true);
  return heard;
}

test('attack: without a certificate, with a foreign, an expired or a revoked one: nothing is heard; a good one hears and asks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-guarded-'));
  let revoked: { key: string; cert: string; ca: string } | undefined;
  const { mosquitto, ca } = await startGuardedBroker(folder, async (issuer) => {
    revoked = await credentialsFrom(issuer, 'counter-9');
    return [revoked.cert];
  });
  const asReader = await credentialsFrom(ca, 'kazasu');
  let connected = () => {};
  const inside = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const link = await startFacilityBrokerLink({
    url: mosquitto.url,
    reader: 'kazasu',
    profile: 'standard',
    clock: systemClock,
    newId: randomUUID,
    credentials: asReader,
    onLine: (trouble) => trouble === undefined && connected(),
  });
  link.onRequest(() => accepted);
  await inside;
  await link.state({ status: 'ready', profile: 'standard', faults: [] });

  const foreign = await openReaderCa(join(folder, 'foreign'), 'facility', systemFiles, Date.now);
  const tenYearsAgo = await openReaderCa(join(folder, 'facility'), 'facility', systemFiles, () => Date.now() - 3.2e11);
  const from = async (issuer: typeof ca) => ({ ...(await credentialsFrom(issuer, 'counter-1')), ca: ca.certificate });
  const strangers = {
    'no certificate': { ca: ca.certificate },
    foreign: await from(foreign),
    expired: await from(tenYearsAgo),
    revoked: { ...revoked },
  };
  for (const [who, options] of Object.entries(strangers))
    assert.equal(await overheard(mosquitto.url, options), [], who);
  const plain = mosquitto.url.replace('mqtts', 'mqtt');
  assert.equal(await overheard(plain, { connectTimeout: 3000 }), [], 'without TLS');

  const good = await from(ca);
  assert.equal(await overheard(mosquitto.url, good), ['kazasu/1/kazasu/state'], 'the look can hear');
  const terminal = await openAsking({ url: mosquitto.url, reader: 'kazasu', terminal: 'counter-1', mqtt: good });
  await link.publish(verdict);
  assert.equal(await terminal.event('verdict'), verdict.data);
  assert.equal(await terminal.ask('cancel', { session }), { accepted: true });
  await terminal.close();
  await link.close();
  await mosquitto.stop();
  await rm(folder, { recursive: true });
});

test.run();

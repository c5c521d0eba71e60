// time limit: 120 s
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AskingOptions, openAsking } from '../../build/terminal/asking.ts';
import { credentialsFrom } from '../../build/terminal/let-in.ts';
import { type Mosquitto, startMosquitto } from '../../build/visit/mosquitto.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { openReaderCa, type ReaderCa } from '../../crypto/reader-ca.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { type BrokerCredentials, startFacilityBrokerLink } from '../../firmware/terminal/facility-broker-link.ts';
import { accepted } from '../../firmware/terminal/link.ts';
import type { ReaderState } from '../../firmware/terminal/messages.ts';
import { queue } from './serial/lines.ts';
import { session, verdict } from './terminals.ts';

const test = suite<{ folder: string }>('[R33] a broker of the facility');
const ready: ReaderState = { status: 'ready', profile: 'standard', faults: [] };
test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-broker-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

async function startReaderOn(url: string, reader = 'kazasu', credentials?: BrokerCredentials) {
  const said = queue<string>();
  const link = await startFacilityBrokerLink({
    url,
    reader,
    profile: 'standard',
    clock: systemClock,
    newId: randomUUID,
    onLine: (trouble) => said.put(trouble?.code ?? 'connected'),
    ...(credentials ? { credentials } : {}),
  });
  link.onRequest(() => accepted);
  return { link, said };
}

/** What a terminal hears of the states. */
async function watch(options: Omit<AskingOptions, 'terminal'>) {
  const terminal = await openAsking({ ...options, terminal: 'counter-1' });
  const states = queue<string>();
  terminal.onHeard(({ topic, message }) => {
    if (topic.endsWith('/state')) states.put((message.data as ReaderState).status);
  });
  return { terminal, states };
}

test('one terminal serves three readers, and each reader two terminals, on mosquitto', async ({ folder }) => {
  const mosquitto = await startMosquitto(folder);
  for (const reader of ['counter-1', 'counter-2', 'counter-3']) {
    const { link, said } = await startReaderOn(mosquitto.url, reader);
    await said.next((one) => one === 'connected');
    await link.state(ready);
    const terminals = [
      await openAsking({ url: mosquitto.url, reader, terminal: 'a' }),
      await openAsking({ url: mosquitto.url, reader, terminal: 'b', mqtt: { protocolVersion: 5 } }),
    ];
    await link.publish(verdict);
    for (const terminal of terminals) {
      assert.equal(await terminal.event('verdict'), verdict.data);
      assert.equal(await terminal.ask('cancel', { session }), { accepted: true });
      await terminal.close();
    }
    await link.close();
  }
  await mosquitto.stop();
});

test('[R46] a broker that is gone is a fault until it is back; the state is told again, what waited is delivered', async ({
  folder,
}) => {
  const mosquitto = await startMosquitto(folder);
  const { link, said } = await startReaderOn(mosquitto.url);
  await said.next((one) => one === 'connected');
  await link.state(ready);
  await mosquitto.stop('SIGKILL');
  assert.is(await said.next(), 'TERMINAL_BROKER_UNREACHABLE');
  const heard = link.publish(verdict);
  await link.state({ ...ready, status: 'busy' });
  await mosquitto.start();
  const { terminal, states } = await watch({ url: mosquitto.url, reader: 'kazasu' });
  await said.next((one) => one === 'connected');
  assert.is(await states.next(), 'busy');
  await heard;
  await link.close();
  assert.is(await states.next(), 'offline');
  await terminal.close();
  await mosquitto.stop();
});

test('a reader starts though its broker is not there yet', async ({ folder }) => {
  const mosquitto = await startMosquitto(folder);
  await mosquitto.stop();
  const { link, said } = await startReaderOn(mosquitto.url);
  assert.is(await said.next(), 'TERMINAL_BROKER_UNREACHABLE');
  await link.state(ready);
  await link.close();
});

async function startTlsBroker(folder: string): Promise<{ mosquitto: Mosquitto; ca: ReaderCa }> {
  const ca = await openReaderCa(join(folder, 'facility'), 'facility', systemFiles, Date.now);
  const server = await ca.issueServer('broker', [{ type: 'ip', value: '127.0.0.1' }]);
  return { ca, mosquitto: await startMosquitto(folder, { server, ca: ca.certificate }) };
}

test('by TLS 1.3 with certificates on both sides; the broker itself says offline when the reader is cut off', async ({
  folder,
}) => {
  const { mosquitto, ca } = await startTlsBroker(folder);
  const { link, said } = await startReaderOn(mosquitto.url, 'kazasu', await credentialsFrom(ca, 'reader'));
  await said.next((one) => one === 'connected');
  await link.state(ready);
  const mqtt = await credentialsFrom(ca, 'counter-1');
  const { terminal, states } = await watch({ url: mosquitto.url, reader: 'kazasu', mqtt });
  assert.is(await states.next(), 'ready');
  assert.equal(await terminal.ask('cancel', { session }), { accepted: true });
  // Another reader of the same client id takes its place, as one does whose line was cut and who is back before the broker has noticed.
  await link.close();
  assert.is(await states.next(), 'offline');
  await terminal.close();
  await mosquitto.stop();
});

test('attack: a broker that the facility does not vouch for gets nothing, not even the reader', async ({ folder }) => {
  const { mosquitto } = await startTlsBroker(folder);
  const foreign = await openReaderCa(join(folder, 'foreign'), 'foreign', systemFiles, Date.now);
  const { link, said } = await startReaderOn(mosquitto.url, 'kazasu', await credentialsFrom(foreign, 'reader'));
  assert.is(await said.next(), 'TERMINAL_BROKER_UNREACHABLE');
  assert.is(await said.next(), 'TERMINAL_BROKER_UNREACHABLE');
  await link.close();
  await mosquitto.stop();
});

test.run();

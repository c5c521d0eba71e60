// time limit: 180 s
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Asking, openAsking } from '../../build/terminal/asking.ts';
import { credentialsFrom, letIn } from '../../build/terminal/let-in.ts';
import { pairWith, type TerminalCredentials } from '../../build/terminal/pair.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { makeCertificateRequest, openReaderCa } from '../../crypto/reader-ca.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { terminalFault } from '../../firmware/terminal/faults.ts';
import { accepted, refused } from '../../firmware/terminal/link.ts';
import type { TerminalRequest } from '../../firmware/terminal/messages.ts';
import { startMqttLink } from '../../firmware/terminal/mqtt-link.ts';
import { commitmentOf } from '../../firmware/terminal/pairing/code.ts';
import { openDoor } from '../../firmware/terminal/pairing/door.ts';
import { readPaired, revokePaired } from '../../firmware/terminal/pairing/paired-terminals.ts';
import { PairingDesk } from '../../firmware/terminal/pairing/pairing-desk.ts';
import { readWaiting, writeDecision } from '../../firmware/terminal/pairing/waiting.ts';
import { mosquittoPub, session, verdict } from './terminals.ts';

const test = suite<{ folder: string; reader: Reader; close: () => Promise<void> }>('pairing, and who comes in by TLS');

async function startReader(folder: string) {
  let ahead = 0;
  const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + ahead };
  const ca = await openReaderCa(folder, 'kazasu', systemFiles, Date.now);
  const parts = { folder, ca, files: systemFiles, clock, newId: randomUUID, random: randomBytes };
  const pass = (ms: number) => {
    ahead += ms;
  };
  const shown: string[] = [];
  const desk = new PairingDesk({ ...parts, onWaiting: (all) => shown.push(all.map(({ code }) => code).join()) });
  const door = await openDoor(folder, 'kazasu', ca, systemFiles, clock);
  const settings = { listen: { host: '127.0.0.1', port: 0 }, maxTerminals: 16 };
  const link = await startMqttLink(settings, { reader: 'kazasu', clock, newId: randomUUID, door });
  const taken: TerminalRequest[] = [];
  link.onRequest(async (request) => {
    if (request.name === 'pairing') return { accepted: true, pairing: await desk.ask(request.data) };
    if (request.name === 'pairing-result') return { accepted: true, pairing: await desk.result(request.data) };
    taken.push(request);
    return request.name === 'restart' ? refused(terminalFault('READER_FAULT')) : accepted;
  });
  await link.state({ status: 'ready', profile: 'standard', faults: [] });
  return { ca, desk, door, link, taken, shown, url: link.url, pass };
}
type Reader = Awaited<ReturnType<typeof startReader>>;

test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-pairing-'));
  place.reader = await startReader(place.folder);
  place.close = async () => {
    place.reader.door.close();
    await place.reader.link.close();
  };
});
test.after.each(async ({ close, folder }) => {
  await close();
  await rm(folder, { recursive: true });
});

const open = (url: string, name: string, mqtt: TerminalCredentials): Promise<Asking> =>
  openAsking({ url, reader: 'kazasu', terminal: name, mqtt });

/** A terminal that is on the list. */
async function paired({ ca }: Reader, folder: string, name: string, listed = true): Promise<TerminalCredentials> {
  const credentials = await credentialsFrom(ca, name);
  if (listed) await letIn(folder, name, credentials);
  return credentials;
}
const soon = (ms = 1500) => new Promise((resolve) => setTimeout(resolve, ms));

test('a terminal asks, both sides show the same code, staff confirm, and its certificate lets it in', async ({
  folder,
  reader,
}) => {
  let shownThere = '';
  const credentials = await pairWith({ url: reader.url, reader: 'kazasu', name: 'counter-1' }, (code) => {
    shownThere = code;
    void readWaiting(folder, systemFiles).then(([waiting]) => {
      assert.equal([waiting?.name, waiting?.code], ['counter-1', code]);
      return writeDecision(folder, systemFiles, waiting?.id ?? '', 'confirmed');
    });
  });
  assert.equal(reader.shown, [shownThere, ''], 'on the panel while it waits');
  await soon();
  const terminal = await open(reader.url, 'counter-1', credentials);
  await reader.link.publish(verdict);
  assert.equal(await terminal.event('verdict'), verdict.data);
  assert.equal(await terminal.ask('cancel', { session }), { accepted: true });
  assert.is((await terminal.ask('cancel', { session }, { source: '/terminals/counter-2' })).code, 'SOURCE_OF_ANOTHER');
  assert.equal(
    reader.taken.map(({ name, source }) => [name, source]),
    [['cancel', '/terminals/counter-1']],
  );
  await terminal.close();
});

test('staff refuse: the terminal is told, and no certificate was made', async ({ folder, reader }) => {
  const pairing = pairWith({ url: reader.url, reader: 'kazasu', name: 'counter-1' }, () => {
    void readWaiting(folder, systemFiles).then(([waiting]) =>
      writeDecision(folder, systemFiles, waiting?.id ?? '', 'refused'),
    );
  });
  assert.match(await pairing.then(String, String), 'PAIRING_REFUSED');
  assert.equal(await readPaired(folder, systemFiles), []);
  assert.equal(await readWaiting(folder, systemFiles), []);
});

test('attack: a nonce chosen after the reader has shown its own is refused, and the pairing is over', async ({
  reader,
}) => {
  const { request } = await makeCertificateRequest('counter-1');
  const { id } = await reader.desk.ask({ name: 'counter-1', request, commitment: commitmentOf(Buffer.alloc(16)) });
  const result = (nonce: Buffer) =>
    reader.desk.result({ pairing: id, nonce: nonce.toString('base64') }).then(String, (error) => error.code);
  assert.is(await result(Buffer.alloc(16, 1)), 'PAIRING_NONCE_WRONG');
  assert.is(await result(Buffer.alloc(16)), 'PAIRING_UNKNOWN');
});

test('a pairing is over after ten minutes, and no more than four wait', async ({ reader }) => {
  const { request } = await makeCertificateRequest('counter-1');
  const ask = () => reader.desk.ask({ name: 'counter-1', request, commitment: commitmentOf(Buffer.alloc(16)) });
  const { id } = await ask();
  for (let n = 0; n < 3; n += 1) await ask();
  assert.is(await ask().then(String, (error) => error.code), 'PAIRING_BUSY');
  reader.pass(600_001);
  const nonce = Buffer.alloc(16).toString('base64');
  assert.is(await reader.desk.result({ pairing: id, nonce }).then(String, (error) => error.code), 'PAIRING_UNKNOWN');
  await ask();
});

test('attack: a certificate request that is none, or not signed by its key, is refused', async ({ reader }) => {
  const { request } = await makeCertificateRequest('counter-1');
  const commitment = commitmentOf(Buffer.alloc(16));
  const bytes = Buffer.from(request.split('\n').slice(1, -1).join(''), 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
  for (const wrong of [forged, reader.ca.certificate, '-----BEGIN nothing'])
    assert.is(
      await reader.desk.ask({ name: 'a', request: wrong, commitment }).then(String, (error) => error.code),
      'PAIRING_REQUEST_WRONG',
    );
});

/** Everything that a stranger may try to hear or ask. */
async function assertShutOut(reader: Reader, options: mqtt.IClientOptions): Promise<void> {
  const client = await mqtt.connectAsync(reader.url, { reconnectPeriod: 0, rejectUnauthorized: false, ...options });
  const heard: string[] = [];
  client.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  for (const filter of [
    '#',
    'kazasu/1/kazasu/#',
    'kazasu/1/kazasu/state',
    'kazasu/1/kazasu/event/+',
    'kazasu/1/kazasu/reply/+',
    'kazasu/1/kazasu/reply/counter-1',
  ])
    assert.is((await client.subscribeAsync(filter, { qos: 1 }).catch(() => []))[0]?.qos ?? 128, 128, filter);
  await client.endAsync(true);
  assert.equal(heard, []);
  const line = await openAsking({
    url: reader.url,
    reader: 'kazasu',
    terminal: 'pairing-x',
    listens: false,
    mqtt: { rejectUnauthorized: false, ...options },
  });
  const before = reader.taken.length;
  for (const [name, data] of [
    ['cancel', { session }],
    ['mode', { mode: 'disaster' }],
    ['statistics', {}],
    ['log-export', {}],
    ['records-export', {}],
    ['acknowledge', { messages: ['a'] }],
  ] as const)
    assert.is((await line.ask(name, data as never)).code, 'NOT_PAIRED', name);
  assert.is(reader.taken.length, before);
  assert.is((await line.ask('reader-information', {})).accepted, true);
  await line.close();
}

test('attack: without a certificate, with a foreign, an unlisted or an expired one: nothing but reader information and pairing', async ({
  folder,
  reader,
}) => {
  await assertShutOut(reader, {});
  const foreign = await openReaderCa(join(folder, 'foreign'), 'kazasu', systemFiles, Date.now);
  const of = async (ca: Reader['ca'], listed: boolean) => {
    const { key, cert } = await paired({ ...reader, ca }, folder, 'counter-1', listed);
    return { key, cert };
  };
  await assertShutOut(reader, await of(foreign, true));
  await assertShutOut(reader, await of(reader.ca, false));
  const tenYearsAgo = await openReaderCa(folder, 'kazasu', systemFiles, () => Date.now() - 10 * 365 * 86_400_000);
  await assertShutOut(reader, await of(tenYearsAgo, true));
});

test('a terminal that is revoked is cut off at once and comes in no more', async ({ folder, reader }) => {
  const credentials = await paired(reader, folder, 'counter-1');
  await soon();
  const terminal = await open(reader.url, 'counter-1', credentials);
  assert.is((await terminal.ask('cancel', { session })).accepted, true);
  await revokePaired(folder, systemFiles, 'counter-1');
  await terminal.lost;
  await assertShutOut(reader, { key: credentials.key, cert: credentials.cert });
});

test('attack: strangers cannot take the places of paired terminals', async ({ folder, reader }) => {
  const credentials = await paired(reader, folder, 'counter-1');
  await soon();
  const strangers = Array.from({ length: 10 }, () =>
    mqtt.connect(reader.url, { rejectUnauthorized: false, reconnectPeriod: 0 }),
  );
  for (const stranger of strangers) stranger.on('error', () => {});
  const inside = () => strangers.filter(({ connected }) => connected).length;
  while (inside() < 4) await soon(50);
  await soon(500);
  assert.is(inside(), 4);
  const terminal = await open(reader.url, 'counter-1', credentials);
  await terminal.close();
  for (const stranger of strangers) await stranger.endAsync(true);
});

test('no plain MQTT, and no TLS below 1.3', async ({ reader }) => {
  const plain = await mosquittoPub(reader.url.replace('mqtts', 'mqtt'), 'kazasu/1/kazasu/request/cancel', '{}');
  assert.is.not(plain.code, 0);
  const outdated = { maxVersion: 'TLSv1.2' };
  const old = mqtt.connectAsync(reader.url, { rejectUnauthorized: false, ...outdated, reconnectPeriod: 0 });
  assert.is(
    await old.then(
      () => 'connected',
      () => 'refused',
    ),
    'refused',
  );
});

test.run();

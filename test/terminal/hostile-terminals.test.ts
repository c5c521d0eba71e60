import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import mqtt from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accepted } from '../../firmware/terminal/link.ts';
import type { ReaderState, TerminalRequest } from '../../firmware/terminal/messages.ts';
import { mosquittoSub, portOf, requestOf, startLink } from './terminals.ts';

const test = suite('hostile terminals');
const session = 'c41d6f0a-8a53-4a0e-9b5e-6f4f6a3d2b10';
const at = (end: string) => `kazasu/1/kazasu/${end}`;
const state: ReaderState = { status: 'ready', profile: 'standard', faults: [] };
type Link = Awaited<ReturnType<typeof startLink>>;

/** A right CONNECT of MQTT 3.1.1. */
const hello = Buffer.from([0x10, 0x0e, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 2, 0x61, 0x62]);

/** The link still tells a new terminal the same state, and answers. */
async function stillWorks(link: Link): Promise<void> {
  const terminal = await mosquittoSub(link.url, [at('state'), at('event/+')]);
  const { payload } = await terminal.next(at('state'));
  assert.equal(Reflect.get(payload as object, 'data'), state);
  await link.publish({ name: 'session-started', data: { session } });
  await terminal.next(at('event/session-started'));
  await terminal.stop();
}

async function started(): Promise<{ link: Link; taken: TerminalRequest[] }> {
  const link = await startLink();
  const taken: TerminalRequest[] = [];
  link.onRequest((request) => {
    taken.push(request);
    return accepted;
  });
  await link.state(state);
  return { link, taken };
}

test('random bytes and mutated messages on request topics: each is answered, none is taken that breaks its schema', async () => {
  const { link, taken } = await started();
  const client = await mqtt.connectAsync(link.url, { protocolVersion: 4 });
  let answers = 0;
  let told = () => {};
  client.on('message', () => {
    answers += 1;
    told();
  });
  await client.subscribeAsync(at('reply/+'), { qos: 1 });

  const names = fc.constantFrom('challenge', 'eligibility', 'cancel');
  const whole = names.map((name) =>
    JSON.stringify(requestOf(name, { session, result: 'valid', challenge: 'A'.repeat(24) })),
  );
  const mutated = fc
    .tuple(whole, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }))
    .map(([text, changes]) => {
      const bytes = Buffer.from(text);
      for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
      return bytes;
    });
  const payloads = fc.oneof(
    mutated,
    fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
    whole.map((text) => Buffer.from(text)),
  );
  const messages = fc.sample(fc.tuple(names, payloads), 3000);
  for (const [name, payload] of messages) client.publish(at(`request/${name}`), payload, { qos: 0 });
  while (answers < messages.length) {
    await new Promise<void>((resolve) => {
      told = resolve;
    });
  }
  for (const request of taken) {
    if ('session' in request.data) assert.match(request.data.session, /^[A-Za-z0-9_-]{1,64}$/);
    if (request.name === 'challenge') assert.match(request.data.challenge, /^[A-Za-z0-9+/]{22,86}={0,2}$/);
  }
  assert.ok(taken.length > 0 && taken.length < messages.length, `${taken.length} of ${messages.length} taken`);
  await client.endAsync();
  await stillWorks(link);
  await link.close();
});

test('random bytes instead of MQTT, before and after a right CONNECT: the connection ends, the reader goes on', async () => {
  const { link, taken } = await started();
  const types = fc.sample(fc.tuple(fc.boolean(), fc.nat(15), fc.uint8Array({ maxLength: 120 })), 300);
  for (const [polite, type, bytes] of types) {
    const socket = connect(Number(portOf(link.url)), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    if (polite) socket.write(hello);
    socket.write(Buffer.concat([Buffer.from([type << 4, bytes.length]), bytes, randomBytes(8)]));
    socket.end();
    socket.resume();
    if (!socket.closed) await once(socket, 'close');
  }
  assert.is(taken.length, 0);
  await stillWorks(link);
  await link.close();
});

test('attack: a packet that announces 200 MB is cut off before it is collected', async () => {
  const { link } = await started();
  const socket = connect(Number(portOf(link.url)), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(hello);
  socket.write(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x64]));
  socket.resume();
  await once(socket, 'close');
  await stillWorks(link);
  await link.close();
});

test('attack: a flood of requests that the reader is slow to answer is refused beyond 32 at a time', async () => {
  const link = await startLink();
  await link.state(state);
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let atATime = 0;
  link.onRequest(async () => {
    atATime += 1;
    await gate;
    return accepted;
  });
  const client = await mqtt.connectAsync(link.url, { protocolVersion: 4 });
  const codes: unknown[] = [];
  let told = () => {};
  client.on('message', (_topic, payload) => {
    codes.push(JSON.parse(payload.toString()).data.code);
    told();
  });
  await client.subscribeAsync(at('reply/counter-1'), { qos: 1 });
  for (let n = 0; n < 100; n += 1)
    client.publish(at('request/cancel'), JSON.stringify(requestOf('cancel', { session })));
  const until = async (count: number) => {
    while (codes.length < count) {
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
  };
  await until(68);
  assert.is(atATime, 32);
  assert.ok(codes.every((code) => code === 'REQUESTS_TOO_MANY'));
  release();
  await until(100);
  assert.is(codes.filter((code) => code === undefined).length, 32);
  await client.endAsync();
  await stillWorks(link);
  await link.close();
});

test('a terminal that stops reading is cut off; the others and the reader do not wait for it longer', async () => {
  const { link } = await started();
  const deaf = await mqtt.connectAsync(link.url, { protocolVersion: 4, reconnectPeriod: 0 });
  await deaf.subscribeAsync(at('event/+'), { qos: 1 });
  deaf.stream.pause();
  deaf.on('error', () => {}); // cut off in the middle
  const gone = new Promise<void>((resolve) => void deaf.once('close', () => resolve()));
  const certificate = Buffer.alloc(9000).toString('base64');
  const signature = Buffer.alloc(256).toString('base64');
  const verdict = {
    session,
    method: 'pin',
    outcome: 'verified',
    certificate,
    certificateSerial: '01',
    certificateState: 'valid',
    certificateNotAfter: '2029-03-31T14:59:59Z',
    qualificationOnly: false,
    challenge: `${'A'.repeat(22)}==`,
    signature,
    algorithm: 'RSASSA-PKCS1-v1_5-SHA-256',
  } as const;
  for (let n = 0; n < 1200; n += 1) await link.publish({ name: 'verdict', data: verdict });
  await stillWorks(link);
  deaf.stream.resume();
  await gone;
  await deaf.endAsync(true);
  await link.close();
});

test.run();

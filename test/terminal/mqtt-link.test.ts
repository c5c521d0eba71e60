import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { terminalFault } from '../../firmware/terminal/faults.ts';
import { accepted } from '../../firmware/terminal/link.ts';
import type { ReaderState, TerminalEvent, TerminalRequest } from '../../firmware/terminal/messages.ts';
import { mosquittoPub, mosquittoSub, portOf, requestOf, session, startLink, verdict } from './terminals.ts';

const test = suite('MQTT link, with terminals of another make');
const ready: ReaderState = { status: 'ready', profile: 'standard', faults: [] };
const at = (end: string) => `kazasu/1/kazasu/${end}`;
const dataOf = (message: { payload: unknown }): unknown => Reflect.get(message.payload as object, 'data');
const reply = at('reply/counter-1');

test('[R30] a terminal that connects learns the state at once, then hears each change', async () => {
  const link = await startLink();
  await link.state({ ...ready, status: 'starting' });
  await link.state(ready);
  const terminal = await mosquittoSub(link.url, [at('state')]);
  const first = await terminal.next(at('state'));
  assert.is(first.retained, true);
  assert.equal(dataOf(first), ready);
  const fault = { code: 'CAMERA_UNAVAILABLE', what: 'It is gone.', next: 'Plug it in.', part: 'face-camera' };
  await link.state({ ...ready, status: 'out-of-order', faults: [fault] });
  assert.equal(dataOf(await terminal.next(at('state'))), { ...ready, status: 'out-of-order', faults: [fault] });
  await link.close();
  assert.equal(dataOf(await terminal.next(at('state'))), { status: 'offline', profile: 'standard', faults: [] });
  await terminal.stop();
});

test('[R16] [R30] events come whole and in their order', async () => {
  const link = await startLink();
  const terminal = await mosquittoSub(link.url, [at('event/+')]);
  const validUntil = '2025-04-02T09:12:30.250Z';
  const events: TerminalEvent[] = [
    { name: 'session-started', data: { session } },
    verdict,
    {
      name: 'consent',
      data: { session, comprehensive: false, care: true, surgery: false, healthChecks: true, validUntil },
    },
    { name: 'session-ended', data: { session, outcome: 'verified', reason: 'VERIFIED', method: 'face', erased: true } },
  ];
  await Promise.all(events.map((event) => link.publish(event)));
  for (const { name, data } of events) {
    const { payload } = await terminal.next(at(`event/${name}`));
    assert.equal(dataOf({ payload }), data);
    assert.is(Reflect.get(payload as object, 'type'), `kazasu.v1.event.${name}`);
    assert.is(Reflect.get(payload as object, 'source'), '/kazasu/kazasu');
  }
  await terminal.stop();
  await link.close();
});

test('nothing is lost when state, events and replies are told at the same moment', async () => {
  const link = await startLink();
  link.onRequest(() => accepted);
  const terminal = await mqtt.connectAsync(link.url, { protocolVersion: 4 });
  const counts = new Map<string, number>();
  let told = () => {};
  terminal.on('message', (topic, _payload, packet) => {
    if (!packet.retain) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    told();
  });
  await terminal.subscribeAsync([at('state'), at('event/+'), at('reply/+')], { qos: 1 });
  const rounds = 200;
  for (let n = 0; n < rounds; n += 1) {
    terminal.publish(at('request/cancel'), JSON.stringify(requestOf('cancel', { session })));
    await Promise.all([link.state(ready), link.publish({ name: 'session-started', data: { session } })]);
  }
  const topics = [at('state'), at('event/session-started'), reply];
  while (topics.some((topic) => (counts.get(topic) ?? 0) < rounds)) {
    await new Promise<void>((resolve) => {
      told = resolve;
    });
  }
  await terminal.endAsync();
  await link.close();
});

test('[R30] a request is answered on the topic that it names, with its id', async () => {
  const link = await startLink();
  const requests: TerminalRequest[] = [];
  link.onRequest((request) => {
    requests.push(request);
    if (request.name === 'cancel') throw terminalFault('REQUEST_NOT_ALLOWED_NOW', 'cancel in idle');
    return accepted;
  });
  const terminal = await mosquittoSub(link.url, [reply]);
  const challenge = requestOf('challenge', { session, challenge: randomBytes(16).toString('base64') });
  assert.is((await mosquittoPub(link.url, at('request/challenge'), JSON.stringify(challenge))).code, 0);
  const yes = await terminal.next(reply);
  assert.equal(dataOf(yes), { accepted: true });
  assert.is(Reflect.get(yes.payload as object, 'inreplyto'), challenge.id);
  await mosquittoPub(link.url, at('request/cancel'), JSON.stringify(requestOf('cancel', { session })));
  const no = dataOf(await terminal.next(reply)) as Record<string, unknown>;
  assert.is(no.accepted, false);
  assert.is(no.code, 'REQUEST_NOT_ALLOWED_NOW');
  assert.ok(String(no.what).includes('cancel in idle') && no.next);
  assert.equal(
    requests.map((one) => one.name),
    ['challenge', 'cancel'],
  );
  assert.equal(requests[0]?.data, challenge.data);
  await terminal.stop();
  await link.close();
});

test('a refusal names the path; one that can be told to nobody goes to reply/unaddressed', async () => {
  const link = await startLink();
  link.onRequest(() => accepted);
  const terminal = await mosquittoSub(link.url, [reply, at('reply/unaddressed')]);
  const answer = async (topic: string, body: string | Buffer, to: string) => {
    await mosquittoPub(link.url, topic, body);
    return dataOf(await terminal.next(to)) as Record<string, unknown>;
  };
  const invalid = await answer(at('request/cancel'), JSON.stringify(requestOf('cancel', { session: 5 })), reply);
  assert.is(invalid.code, 'MESSAGE_INVALID');
  assert.ok(String(invalid.what).includes('/data/session must be string'));
  const large = await answer(at('request/cancel'), Buffer.alloc(70_000, 0x20), at('reply/unaddressed'));
  assert.is(large.code, 'MESSAGE_TOO_LARGE');
  const later = await answer('kazasu/2/kazasu/request/cancel', JSON.stringify(requestOf('cancel', { session })), reply);
  assert.is(later.code, 'PROTOCOL_VERSION_UNKNOWN');
  const unknown = await answer(at('request/reboot'), JSON.stringify(requestOf('reboot', {})), reply);
  assert.is(unknown.code, 'REQUEST_UNKNOWN');
  await terminal.stop();
  await link.close();
});

test('until somebody answers, and when the answer fails, the request is refused with a code', async () => {
  const link = await startLink();
  const terminal = await mosquittoSub(link.url, [reply]);
  const codeOf = async () => {
    await mosquittoPub(link.url, at('request/cancel'), JSON.stringify(requestOf('cancel', { session })));
    return Reflect.get(dataOf(await terminal.next(reply)) as object, 'code');
  };
  assert.is(await codeOf(), 'READER_NOT_READY');
  link.onRequest(() => {
    throw new Error('secret inside');
  });
  assert.is(await codeOf(), 'READER_FAULT');
  link.onRequest(() => ({ accepted: false, code: 'not a code', what: '', next: '' }));
  assert.is(await codeOf(), 'READER_FAULT');
  link.onRequest(() => accepted);
  assert.is(await codeOf(), undefined);
  await terminal.stop();
  await link.close();
});

test('what the reader says wrongly is not sent, and says where it is wrong', async () => {
  const link = await startLink();
  const wrong = {
    name: 'session-ended',
    data: { session, outcome: 'verified', reason: 'no code', erased: true },
  } as const;
  try {
    await link.publish(wrong);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, CodedError);
    assert.is((error as CodedError).code, 'TERMINAL_MESSAGE_WRONG');
    assert.ok((error as CodedError).message.includes('/data/reason'));
  }
  await link.publish({ name: 'session-started', data: { session } });
  await link.close();
});

test('a port that is taken, and a link that is closed, are told by code', async () => {
  const link = await startLink();
  const code = async (action: () => Promise<unknown>) => {
    try {
      await action();
    } catch (error) {
      return error instanceof CodedError ? error.code : error;
    }
    return 'none';
  };
  assert.is(await code(() => startLink(Number(portOf(link.url)))), 'TERMINAL_LINK_UNAVAILABLE');
  await Promise.all([link.close(), link.close()]);
  assert.is(await code(() => link.state(ready)), 'TERMINAL_LINK_CLOSED');
  assert.is(await code(() => link.publish({ name: 'session-started', data: { session } })), 'TERMINAL_LINK_CLOSED');
});

test.run();

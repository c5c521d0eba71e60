import mqtt from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accepted } from '../../firmware/terminal/link.ts';
import type { ReaderState } from '../../firmware/terminal/messages.ts';
import { mosquittoPub, mosquittoSub, requestOf, startLink } from './terminals.ts';

const test = suite('what terminals may do over MQTT');
const ready: ReaderState = { status: 'ready', profile: 'standard', faults: [] };
const session = 'c41d6f0a-8a53-4a0e-9b5e-6f4f6a3d2b10';
const at = (end: string) => `kazasu/1/kazasu/${end}`;
const dataOf = (message: { payload: unknown }): unknown => Reflect.get(message.payload as object, 'data');
const reply = at('reply/counter-1');

const forbidden = [
  at('state'),
  at('event/verdict'),
  at('reply/counter-1'),
  at('request/cancel/more'),
  'kazasu/1/other/request/cancel',
  'other',
  '$SYS/x',
];
for (const topic of forbidden) {
  test(`attack: a terminal that speaks on ${topic} is cut off and nobody hears it`, async () => {
    const link = await startLink();
    await link.state(ready);
    const terminal = await mosquittoSub(link.url, ['#']);
    await terminal.next(at('state'));
    const pub = await mosquittoPub(link.url, topic, '{"forged":true}', ['-r']);
    assert.not.ok(pub.said.includes('PUBACK'), pub.said);
    await link.publish({ name: 'session-started', data: { session } });
    await terminal.next(at('event/session-started'));
    assert.equal(terminal.heard(), []);
    const late = await mosquittoSub(link.url, [at('state')]);
    assert.equal(dataOf(await late.next(at('state'))), ready);
    await Promise.all([terminal.stop(), late.stop()]);
    await link.close();
  });
}

test('attack: a last will on a topic of the reader is not published', async () => {
  const link = await startLink();
  const terminal = await mosquittoSub(link.url, ['#']);
  const will = { topic: at('event/verdict'), payload: Buffer.from('{}'), qos: 1, retain: true } as const;
  const client = await mqtt.connectAsync(link.url, { protocolVersion: 4, will, reconnectPeriod: 0 });
  client.stream.destroy();
  await link.publish({ name: 'session-started', data: { session } });
  await terminal.next(at('event/session-started'));
  assert.equal(terminal.heard(), []);
  await client.endAsync(true);
  await terminal.stop();
  await link.close();
});

test('a request, which may name a patient, reaches the reader alone; nor is it kept', async () => {
  const link = await startLink();
  const seen = new Promise<void>((resolve) => {
    link.onRequest(() => {
      resolve();
      return accepted;
    });
  });
  const other = await mosquittoSub(link.url, ['#']);
  const eligibility = requestOf('eligibility', { session, result: 'valid', name: '番号 花子' });
  await mosquittoPub(link.url, at('request/eligibility'), JSON.stringify(eligibility), ['-r']);
  await seen;
  await other.next(reply);
  const late = await mosquittoSub(link.url, ['#']);
  await link.publish({ name: 'session-started', data: { session } });
  for (const terminal of [other, late]) {
    await terminal.next(at('event/session-started'));
    assert.equal(terminal.heard(), []);
    await terminal.stop();
  }
  await link.close();
});

test('no session outlives its connection: nothing is queued for a terminal that is gone', async () => {
  const link = await startLink();
  const options = { protocolVersion: 4, clientId: 'counter-1', clean: false, reconnectPeriod: 0 } as const;
  const first = await mqtt.connectAsync(link.url, options);
  await first.subscribeAsync(at('event/+'), { qos: 1 });
  await first.endAsync();
  await link.publish({ name: 'session-started', data: { session } });
  const heard: string[] = [];
  const again = mqtt.connect(link.url, options);
  again.on('message', (topic) => heard.push(topic));
  const connack = await new Promise<{ sessionPresent: boolean }>((resolve) => again.once('connect', resolve));
  assert.is(connack.sessionPresent, false);
  await again.subscribeAsync(at('state'));
  assert.equal(heard, []);
  await again.endAsync();
  await link.close();
});

test('an MQTT 5 terminal is refused with the return code for its version, not left waiting', async () => {
  const link = await startLink();
  const pub = await mosquittoPub(link.url, at('request/cancel'), '{}', ['-V', 'mqttv5']);
  assert.is.not(pub.code, 0);
  assert.match(pub.said, /version/i);
  await link.close();
});

test('more terminals than the settings allow are not taken; room that is made is used', async () => {
  const link = await startLink(0, 1);
  const only = await mqtt.connectAsync(link.url, { protocolVersion: 4 });
  assert.is.not((await mosquittoPub(link.url, at('request/cancel'), '{}')).code, 0);
  await only.endAsync();
  const next = await mqtt.connectAsync(link.url, { protocolVersion: 4, reconnectPeriod: 20 });
  await next.endAsync();
  await link.close();
});

test.run();

// time limit: 120 s
import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startRunningReader } from '../support/running-reader.ts';
import { startPythonTerminal, withLine } from '../terminal/serial/lines.ts';
import { requestOf } from '../terminal/terminals.ts';

const test = suite('[R30] a whole reader with a terminal in Python on its serial line');

test('[R16] [R33] the line serves a visit while another terminal hears the same by MQTT', () =>
  withLine(async (path) => {
    const terminal = await startPythonTerminal(path);
    const reader = await startRunningReader({
      settings: () => ({ terminal: { mqtt: { listen: { port: 0 }, plain: true }, serial: { path } } }),
    });
    const other = await mqtt.connectAsync(reader.place.mqtt);
    const byMqtt: { type: string; data: unknown }[] = [];
    other.on('message', (_topic, payload) => byMqtt.push(JSON.parse(payload.toString())));
    await other.subscribeAsync('kazasu/1/kazasu/event/+');

    const bySerial: { type: string; data: unknown }[] = [];
    const serve = async () => {
      for (;;) {
        const { type, data } = await terminal.heard.next();
        bySerial.push({ type: String(type), data });
        const session = Reflect.get(Object(data), 'session');
        if (type === 'kazasu.v1.event.session-started')
          terminal.send(requestOf('challenge', { session, challenge: randomBytes(32).toString('base64') }));
        if (type === 'kazasu.v1.event.consent') terminal.send(requestOf('eligibility', { session, result: 'valid' }));
        if (type === 'kazasu.v1.event.session-ended') return;
      }
    };
    const [{ verdict, reason }] = await Promise.all([
      reader.visit({ tries: [{ method: 'pin', pin: '1234' }], terminal: false }),
      serve(),
    ]);
    assert.equal([verdict, reason], ['verified', 'VERIFIED']);
    const events = (heard: typeof bySerial, kind: RegExp) =>
      heard.filter(({ type }) => kind.test(type)).map(({ type, data }) => ({ type, data }));
    assert.equal(
      events(bySerial, /event\.[^f]/).map(({ type }) => type.replace('kazasu.v1.event.', '')),
      ['session-started', 'card-read', 'method-chosen', 'verdict', 'consent', 'session-ended'],
    );
    assert.equal(events(byMqtt, /event\.[^f]/), events(bySerial, /event\.[^f]/));
    assert.equal(
      events(bySerial, /reply/).map(({ data }) => data),
      [{ accepted: true }, { accepted: true }],
    );

    await terminal.stop();
    const lost = () => byMqtt.some(({ type }) => type === 'kazasu.v1.event.fault-raised');
    while (!lost()) await new Promise((resolve) => setTimeout(resolve, 50));
    const [fault] = events(byMqtt, /fault-raised/).slice(-1);
    assert.is(Reflect.get(Object(fault?.data), 'fault').code, 'TERMINAL_LINE_UNAVAILABLE');
    await other.endAsync();
    await reader.stop();
  }));

test.run();

// time limit: 240 s
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Asking, openAsking } from '../../build/terminal/asking.ts';
import { startMosquitto } from '../../build/visit/mosquitto.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { delivery } from '../../firmware/terminal/deliver.ts';
import { startFacilityBrokerLink } from '../../firmware/terminal/facility-broker-link.ts';
import { accepted } from '../../firmware/terminal/link.ts';
import { openOutbox } from '../../firmware/terminal/outbox.ts';
import { verdict } from './terminals.ts';

const test = suite('a broker that dies');

test('SIGKILL of mosquitto at any moment: every verdict reaches the terminal, once by its id', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-killed-'));
  const mosquitto = await startMosquitto(folder);
  const common = { clock: systemClock, newId: randomUUID };
  const link = await startFacilityBrokerLink({
    ...common,
    url: mosquitto.url,
    reader: 'kazasu',
    profile: 'standard',
    onLine: () => {},
  });
  const outbox = await openOutbox(join(folder, 'outbox'), systemFiles, systemClock);
  const delivering = delivery({ ...common, ways: [{ link, receipts: false }], outbox, onTrouble: () => {} });
  link.onRequest(async (request) => {
    if (request.name === 'acknowledge') await delivering.acknowledge(request.data.messages);
    return accepted;
  });

  const heard = new Map<string, string>();
  const told = new Set<string>();
  let over = false;
  const listen = async () => {
    while (!over) {
      const terminal: Asking | undefined = await openAsking({
        url: mosquitto.url,
        reader: 'kazasu',
        terminal: 'a',
      }).catch(() => undefined);
      terminal?.onHeard(({ message }) => {
        if (!message.type.endsWith('.verdict')) return;
        heard.set(message.id, Reflect.get(Object(message.data), 'session'));
        terminal.ask('acknowledge', { messages: [message.id] }).catch(() => {}); // told again, if it was lost
      });
      await Promise.race([terminal?.lost, delay(terminal ? 1000 : 50), overSoon]);
      await terminal?.close();
    }
  };
  let end = () => {};
  const overSoon = new Promise<void>((resolve) => {
    end = resolve;
  });
  const tell = async () => {
    while (!over && told.size < 300) {
      const session = randomUUID();
      told.add(session);
      if (verdict.name === 'verdict') delivering.publish({ name: 'verdict', data: { ...verdict.data, session } });
      await delay(20);
    }
  };
  const listening = listen();
  const telling = tell();
  for (let run = 0; run < 10; run += 1) {
    await delay(Math.random() * 400);
    await mosquitto.stop('SIGKILL');
    await mosquitto.start();
  }
  await telling;
  await delivering.kept();
  while (outbox.waiting().length > 0) await delay(50);
  assert.equal(
    [...told].filter((session) => ![...heard.values()].includes(session)),
    [],
  );
  assert.is(new Set(heard.values()).size, heard.size);
  over = true;
  end();
  await listening;
  await delivering.close();
  await link.close();
  await mosquitto.stop();
  await rm(folder, { recursive: true });
});

test.run();

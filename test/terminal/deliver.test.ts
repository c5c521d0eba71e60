import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openAsking } from '../../build/terminal/asking.ts';
import { systemFiles } from '../../crypto/durable-files.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { delivery } from '../../firmware/terminal/deliver.ts';
import { openOutbox } from '../../firmware/terminal/outbox.ts';
import { startLink, verdict } from './terminals.ts';

const test = suite<{ folder: string }>('what must arrive is told until it is acknowledged');
test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-deliver-'));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

async function start(folder: string) {
  const link = await startLink();
  const outbox = await openOutbox(folder, systemFiles, systemClock);
  const troubles: unknown[] = [];
  const delivering = delivery({
    ways: [{ link, receipts: false }],
    outbox,
    clock: systemClock,
    newId: randomUUID,
    onTrouble: (error) => troubles.push(error),
  });
  const close = async () => {
    await delivering.close();
    await link.close();
  };
  return { link, outbox, delivering, troubles, close };
}

/** A terminal, and the ids of the verdicts that it hears. */
async function listen(url: string) {
  const terminal = await openAsking({ url, reader: 'kazasu', terminal: 'counter-1' });
  const ids: string[] = [];
  terminal.onHeard(({ message }) => {
    if (message.type.endsWith('.verdict')) ids.push(message.id);
  });
  return { terminal, ids };
}

test('a verdict that nobody heard is told to the terminal that comes, after a restart too, by the same id', async ({
  folder,
}) => {
  const first = await start(folder);
  first.delivering.publish(verdict);
  await first.close();
  const [waiting] = first.outbox.waiting();
  assert.ok(waiting);

  const second = await start(folder);
  const { terminal, ids } = await listen(second.link.url);
  await terminal.event('verdict');
  assert.equal(ids, [waiting.stamp.id]);
  await second.delivering.acknowledge(ids);
  assert.equal(second.outbox.waiting(), []);
  await terminal.close();
  const late = await listen(second.link.url);
  second.delivering.publish({ name: 'session-started', data: { session: 's' } });
  await late.terminal.event('session-started');
  assert.equal(late.ids, [], 'acknowledged: not told again');
  await late.terminal.close();
  await second.close();
  assert.equal([...first.troubles, ...second.troubles], []);
});

test('events keep their order around what is written to the disk first', async ({ folder }) => {
  const { link, delivering, close } = await start(folder);
  const { terminal } = await listen(link.url);
  const names: string[] = [];
  terminal.onHeard(({ message }) => names.push(message.type.replace('kazasu.v1.event.', '')));
  delivering.publish({ name: 'session-started', data: { session: 's' } });
  delivering.publish(verdict);
  delivering.publish({
    name: 'session-ended',
    data: { session: 's', outcome: 'verified', reason: 'VERIFIED', erased: true },
  });
  await terminal.event('session-ended');
  assert.equal(names, ['session-started', 'verdict', 'session-ended']);
  await terminal.close();
  await close();
});

test.run();

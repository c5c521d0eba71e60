import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemFiles } from '../../crypto/durable-files.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { openOutbox } from '../../firmware/terminal/outbox.ts';
import { verdict } from './terminals.ts';

/** `pass` lets time go by, `set` sets the wall clock otherwise. */
interface Place {
  folder: string;
  clock: Clock;
  pass(ms: number): void;
  set(ms: number): void;
}
const test = suite<Place>('the outbox on disk');
const kept = (id: string, time: number) => ({ stamp: { id, time }, event: verdict });
const ids = (outbox: { waiting(): readonly { stamp: { id: string } }[] }) =>
  outbox.waiting().map(({ stamp }) => stamp.id);

test.before.each(async (place) => {
  place.folder = await mkdtemp(join(tmpdir(), 'kazasu-outbox-'));
  let [wall, running] = [Date.parse('2025-04-01T00:00:00Z'), 0];
  place.clock = { ...systemClock, wall: () => wall + running, monotonic: () => running };
  place.pass = (ms) => {
    running += ms;
  };
  place.set = (ms) => {
    wall += ms;
  };
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

test('what is kept outlives the process, in its order, and goes when acknowledged', async ({ folder, clock }) => {
  const first = await openOutbox(folder, systemFiles, clock);
  for (const id of ['a', 'b', 'c']) await first.put(kept(id, clock.wall()));
  const again = await openOutbox(folder, systemFiles, clock);
  assert.equal(
    again.waiting(),
    ['a', 'b', 'c'].map((id) => kept(id, clock.wall())),
  );
  await again.drop('b');
  await again.drop('b');
  await again.drop('unknown');
  await again.put(kept('d', clock.wall()));
  assert.equal(ids(await openOutbox(folder, systemFiles, clock)), ['a', 'c', 'd']);
});

test('a day later it is gone, from the disk too', async ({ folder, clock, pass }) => {
  const outbox = await openOutbox(folder, systemFiles, clock);
  await outbox.put(kept('a', clock.wall()));
  pass(24 * 3_600_000 + 1);
  assert.equal(ids(outbox), []);
  await outbox.put(kept('b', clock.wall()));
  assert.equal((await readdir(folder)).length, 2, 'the key and one box');
});

test('a wall clock that jumps, either way, makes nothing old and keeps nothing longer', async ({
  folder,
  clock,
  pass,
  set,
}) => {
  const outbox = await openOutbox(folder, systemFiles, clock);
  await outbox.put(kept('a', clock.wall()));
  set(500 * 86_400_000);
  await outbox.put(kept('b', clock.wall()));
  assert.equal(ids(outbox), ['a', 'b']);
  set(-1000 * 86_400_000);
  assert.equal(ids(outbox), ['a', 'b']);
  assert.equal(ids(await openOutbox(folder, systemFiles, clock)), ['a', 'b'], 'and a start at a wrong time');
  pass(24 * 3_600_000 + 1);
  assert.equal(ids(outbox), []);
});

test('[R42] nothing of it can be read without the key, and the key is for the device alone', async ({
  folder,
  clock,
}) => {
  const outbox = await openOutbox(folder, systemFiles, clock);
  await outbox.put(kept('a', clock.wall()));
  const names = await readdir(folder);
  assert.is(names.length, 2);
  for (const name of names) {
    assert.is((await stat(join(folder, name))).mode & 0o777, 0o600);
    const text = await readFile(join(folder, name), 'utf8');
    for (const hay of [text, Buffer.from(text, 'base64').toString('latin1')])
      for (const needle of ['verdict', 'certificate', 'c41d6f0a', '01A2B3'])
        assert.not(hay.includes(needle), `${name}: ${needle}`);
  }
});

test('what was cut, forged or sealed by another key is taken away and harms nothing else', async ({
  folder,
  clock,
}) => {
  const outbox = await openOutbox(folder, systemFiles, clock);
  for (const id of ['a', 'b', 'c']) await outbox.put(kept(id, clock.wall()));
  await truncate(join(folder, '000000000002.box'), 100);
  await writeFile(join(folder, '000000000009.box.new'), 'half');
  assert.equal(ids(await openOutbox(folder, systemFiles, clock)), ['a', 'c']);
  assert.equal(await readdir(folder), ['000000000001.box', '000000000003.box', 'key']);
  await writeFile(join(folder, 'key'), Buffer.alloc(32, 1).toString('base64'));
  assert.equal(ids(await openOutbox(folder, systemFiles, clock)), []);
});

test.run();

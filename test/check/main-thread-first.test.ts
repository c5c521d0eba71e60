import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mainThreadFirst } from '../../firmware/device/main-thread-first.ts';

const test = suite('[R12] the main thread goes before the others');

test('every other thread comes later than the main one', async () => {
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await new Promise((resolve) => worker.once('online', resolve));
  const before = getPriority(process.pid);
  mainThreadFirst();
  const others = readdirSync('/proc/self/task')
    .map(Number)
    .filter((thread) => thread !== process.pid);
  assert.ok(others.length > 1);
  for (const thread of others) assert.ok(getPriority(thread) > before, `thread ${thread}`);
  assert.is(getPriority(process.pid), before);
  await worker.terminate();
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createNewest } from '../../drivers/camera/newest.ts';

const test = suite('newest-wins mailbox');

/** A mailbox that records what it dropped. */
function box() {
  const dropped: number[] = [];
  return { dropped, newest: createNewest<{ n: number }>(({ n }) => dropped.push(n)) };
}

test('who is slow gets the newest; the others are dropped, each once', async () => {
  const { dropped, newest } = box();
  for (const n of [1, 2, 3]) newest.put({ n });
  assert.equal(await newest.take(), { n: 3 });
  assert.equal(dropped, [1, 2]);
});

test('who waits gets the next at once', async () => {
  const { dropped, newest } = box();
  const waiting = newest.take();
  newest.put({ n: 1 });
  assert.equal(await waiting, { n: 1 });
  assert.equal(dropped, []);
});

test('the end drops what lies there, wakes who waits, and drops what comes later', async () => {
  const { dropped, newest } = box();
  newest.put({ n: 1 });
  newest.end();
  assert.is(await newest.take(), undefined);
  newest.put({ n: 2 });
  assert.equal(dropped, [1, 2]);

  const other = box();
  const waiting = other.newest.take();
  other.newest.end();
  assert.is(await waiting, undefined);
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tracesInBytes, windowsOf } from '../../build/proof/memory-of-processes.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';

const random = seededRandom(7);
const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
const traces = [
  { name: 'short', bytes: Buffer.from('0020008004', 'hex') },
  { name: 'code', bytes: Buffer.from('80021791290001') },
  { name: 'mostly zeros', bytes: Buffer.concat([Buffer.alloc(20), Buffer.from('kazasu'), Buffer.alloc(6)]) },
  ...windowsOf('photo', noise(4096)),
];

test('R02: each trace is found wherever it lies, at every alignment and at both ends', () => {
  for (const trace of traces) {
    for (let at = 0; at < 70; at++) {
      const memory = Buffer.concat([Buffer.alloc(at), trace.bytes, Buffer.alloc(at % 3)]);
      assert.is(tracesInBytes(memory, traces).get(trace.name), 1, `${trace.name} at ${at}`);
    }
  }
});

test('R02: what differs in one byte, or is cut, is none', () => {
  for (const trace of traces) {
    for (let changed = 0; changed < trace.bytes.length; changed++) {
      const bytes = Buffer.from(trace.bytes);
      bytes[changed] = (bytes[changed] ?? 0) ^ 1;
      assert.is(
        tracesInBytes(Buffer.concat([noise(9), bytes, noise(9)]), [trace]).size,
        0,
        `${trace.name}, ${changed}`,
      );
    }
    assert.is(tracesInBytes(trace.bytes.subarray(1), [trace]).size, 0);
    assert.is(tracesInBytes(trace.bytes.subarray(0, -1), [trace]).size, 0);
  }
});

test('R02: all of many are found at once in noise, each counted once', () => {
  const memory = Buffer.concat(traces.flatMap(({ bytes }) => [noise(101), bytes, noise(33), bytes]));
  const found = tracesInBytes(memory, traces);
  assert.is(found.get('photo'), traces.length - 3);
  assert.is(found.get('code'), 1);
  assert.is(tracesInBytes(noise(100_000), traces).size, 0);
});

test.run();

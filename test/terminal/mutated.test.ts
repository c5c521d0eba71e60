// time limit: 240 s
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { answerOnce } from '../../firmware/terminal/answer-once.ts';
import { accepted } from '../../firmware/terminal/link.ts';
import { incoming, type TerminalRequest } from '../../firmware/terminal/messages.ts';
import { openLink } from '../../firmware/terminal/open-link.ts';
import { readRequest } from '../../firmware/terminal/read-request.ts';
import { deframer } from '../../firmware/terminal/serial/deframer.ts';
import { Dialogue } from '../../firmware/terminal/serial/dialogue.ts';
import { writeFrame } from '../../firmware/terminal/serial/frame.ts';
import { requestOf, session } from './terminals.ts';

const test = suite('attack: a hundred thousand mutated messages and frames');
const half = 50_000;
const data = {
  session,
  result: 'valid',
  mode: 'disaster',
  challenge: 'A'.repeat(24),
  registered: true,
  messages: ['a'],
  after: 1,
};
const names = Object.keys(incoming);

/** Changes some bytes: overwritten, left out, doubled or cut off. */
function mutate(bytes: Buffer, random: () => number): Buffer {
  let changed = Buffer.from(bytes);
  for (let n = 1 + Math.floor(random() * 4); n > 0; n -= 1) {
    const at = Math.floor(random() * changed.length);
    const kind = Math.floor(random() * 4);
    if (kind === 0) changed[at] = Math.floor(random() * 256);
    if (kind === 1) changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + 1)]);
    if (kind === 2) changed = Buffer.concat([changed.subarray(0, at), changed.subarray(Math.max(0, at - 8))]);
    if (kind === 3 && random() < 0.1) changed = changed.subarray(0, at);
  }
  return changed;
}

/** Repeatable: the seed is told when a test fails. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('messages: each is answered, only what keeps to its schema is carried out, and memory stays flat', async () => {
  const [seed = 1] = fc.sample(fc.nat(), 1);
  const random = randomOf(seed);
  const taken: TerminalRequest[] = [];
  let replies = 0;
  let hear: (topic: string, payload: Buffer) => void = () => {};
  const link = await openLink({ reader: 'kazasu', clock: systemClock, newId: randomUUID }, async (read) => {
    hear = (topic, payload) => read(readRequest('kazasu', topic, payload));
    return {
      send: async (to) => {
        if (to.is === 'reply') replies += 1;
      },
      close: async () => {},
    };
  });
  const answer = (request: TerminalRequest) => {
    taken.push(request);
    return accepted;
  };
  link.onRequest(answerOnce(answer, systemClock, 60_000));
  let before = 0;
  for (let n = 0; n < half; n += 1) {
    const name = names[n % names.length] ?? '';
    hear(`kazasu/1/kazasu/request/${name}`, mutate(Buffer.from(JSON.stringify(requestOf(name, data))), random));
    if (n % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    if (n === half / 5) before = process.memoryUsage().heapUsed;
  }
  while (replies < half) await new Promise((resolve) => setImmediate(resolve));
  const grown = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  assert.is(replies, half, `seed ${seed}`);
  for (const { name, id, source, time, data: asked } of taken) {
    const message = { ...requestOf(name, asked), id, source, time: new Date(time || 0).toISOString() };
    assert.ok(incoming[name](message), `seed ${seed}: ${name}`);
  }
  assert.ok(grown < 100, `${grown.toFixed(0)} MiB more, seed ${seed}`);
  await link.close();
});

test('frames: a mutated one brings no other message, and the next whole one is taken', () => {
  const [seed = 1] = fc.sample(fc.nat(), 1);
  const random = randomOf(seed);
  const found = deframer();
  const dialogue = new Dialogue(1, () => 0);
  const payload = Buffer.from(JSON.stringify(requestOf('mode', data)));
  let number = 0;
  let before = 0;
  const hear = (bytes: Buffer) =>
    found.push(bytes).flatMap((frame) => (frame === 'too-long' ? [] : (dialogue.hear(frame) ?? [])));
  const zero = Buffer.of(0);
  for (let n = 0; n < half; n += 1) {
    const isLast = n % 100 === 0; // of a row of mutated ones: what it leaves unfinished ends here
    const mutated = mutate(writeFrame('message', 2, number + 1, payload), random);
    // Noise beside a frame, or its own zero lost before another comes, leaves it whole.
    for (const message of hear(isLast ? Buffer.concat([mutated, zero]) : mutated))
      assert.ok(message.equals(payload), `seed ${seed}, ${n}`);
    if (!isLast) continue;
    number += 2;
    assert.equal(hear(writeFrame('message', 2, number, payload)), [payload], `seed ${seed}, ${n}`);
    while (dialogue.next(n, true)) {} // its receipts
    if (n === half / 5) before = process.memoryUsage().heapUsed;
  }
  const grown = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  assert.ok(grown < 100, `${grown.toFixed(0)} MiB more, seed ${seed}`);
});

test.run();

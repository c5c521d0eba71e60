import { randomBytes, randomFillSync } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openMemory } from '../../crypto/process-memory.ts';
import { Held } from '../../firmware/check/held.ts';
import { Marks } from '../../firmware/check/marks.ts';

const test = suite('[R42] marks of what was held');

const marked = (kind: 'code' | 'photo' | 'pin' | 'frame', piece: Uint8Array) => {
  const marks = new Marks(randomBytes(32));
  marks.take(kind, piece);
  return marks;
};
const foundIn = (marks: Marks, memory: Uint8Array) => {
  const { look, found } = marks.finder();
  look(memory);
  return found.size;
};

test('a piece is found wherever it stands, at the edges too, and nothing else is', () => {
  const code = Buffer.from('55021720352285');
  const marks = marked('code', code);
  for (const at of [0, 1, 500, 1000 - code.length]) {
    const memory = randomBytes(1000);
    memory.set(code, at);
    assert.is(foundIn(marks, memory), 1, `at ${at}`);
  }
  const cut = randomBytes(1000);
  cut.set(code.subarray(0, -1), 1000 - code.length + 1);
  assert.is(foundIn(marks, cut), 0);
  assert.is(foundIn(marks, randomBytes(1 << 20)), 0);
});

test('of a long piece any window is enough; plain parts are not marked', () => {
  const photo = Buffer.concat([randomBytes(3000), Buffer.alloc(3000)]);
  const marks = marked('photo', photo);
  assert.is(marks.traces, 12);
  assert.is(foundIn(marks, Buffer.concat([randomBytes(77), photo.subarray(700, 900)])), 1);
  assert.is(foundIn(marks, Buffer.alloc(100_000)), 0);
});

test('four digits alone stand everywhere: they are not marked', () => {
  assert.is(marked('pin', Buffer.from('1234')).all.length, 0);
});

test('marks hold nothing of the piece', () => {
  const code = Buffer.from('55021720352285');
  const told = JSON.stringify(marked('code', code).all);
  for (const part of ['5502', '2285', code.toString('base64'), code.toString('hex')])
    assert.not.ok(told.includes(part));
});

test('pieces of a thread are counted by kind, and zeroed', () => {
  const held = new Held();
  const one = held.hold(randomBytes(64), 'photo');
  const two = held.hold(new Float32Array(16).fill(0.5), 'template');
  held.note(randomBytes(10), 'frame');
  held.note(randomBytes(10), 'frame');
  held.release(one);
  assert.equal(held.zeroAll(), { photo: 1, template: 1, frame: 2 });
  assert.ok([...one, ...two].every((value) => value === 0));
});

test("a process finds in its own memory what it has not zeroed, and doesn't find what it has", () => {
  const memory = openMemory('self');
  const piece = Buffer.from(new ArrayBuffer(8192));
  randomFillSync(piece);
  const marks = new Marks(randomBytes(32));
  marks.take('photo', piece);
  const look = () => {
    const { look, found } = marks.finder();
    assert.ok((memory?.read(look) ?? 0) > 1 << 20);
    return found.size;
  };
  assert.is(look(), marks.traces);
  piece.fill(0);
  assert.is(look(), 0);
  memory?.close();
});

test.run();

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fetchRecords } from '../../build/terminal/fetch-records.ts';
import { recordsPieces } from '../../firmware/device/records-pieces.ts';
import { outgoing } from '../../firmware/terminal/messages.ts';

const test = suite('[R43] the records in pieces');
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error) => error.code,
  );

for (const length of [1, 36_000, 36_001, 150_000])
  test(`${length} bytes come over whole, each piece small enough for a message`, async () => {
    const whole = randomBytes(length);
    const pieces = recordsPieces((file) => writeFile(file, whole));
    const fetched = await fetchRecords(async (_, wish) => {
      const reply = { accepted: true, records: await pieces.piece(wish) };
      assert.ok(JSON.stringify(reply).length < 60_000);
      return reply;
    });
    assert.ok(fetched.equals(whole));
    await pieces.close();
  });

test('a lost piece comes again as it was; a newer export takes the place of the last one', async () => {
  let content = randomBytes(50_000);
  const pieces = recordsPieces((file) => writeFile(file, content));
  const first = await pieces.piece({});
  const later = { export: first.export, from: first.next ?? 0 };
  const second = await pieces.piece(later);
  assert.is(second.next, undefined);
  assert.equal(await pieces.piece(later), second);
  content = randomBytes(10);
  const [a, b] = await Promise.all([pieces.piece({}), pieces.piece({})]);
  assert.is.not(a.export, b.export);
  assert.is(await codeOf(pieces.piece(later)), 'EXPORT_GONE');
  assert.is(await codeOf(pieces.piece({ export: a.export })), 'EXPORT_GONE');
  assert.equal(await pieces.piece({ export: b.export }), b);
  assert.is(await codeOf(pieces.piece({ export: b.export, from: 10 })), 'EXPORT_GONE');
  await pieces.close();
  assert.is(await codeOf(pieces.piece({ export: b.export })), 'EXPORT_GONE');
});

test('a disk that refuses fails this export alone; what came over changed is not taken', async () => {
  let broken = true;
  const pieces = recordsPieces((file) => (broken ? Promise.reject(new Error('full')) : writeFile(file, 'records')));
  assert.is.not(await codeOf(pieces.piece({})), 'done');
  broken = false;
  const { sha256: _, ...piece } = await pieces.piece({});
  const changed = { ...piece, sha256: '0'.repeat(64) };
  assert.is(await codeOf(fetchRecords(async () => ({ accepted: true, records: changed }))), 'RECORDS_DAMAGED');
  await pieces.close();
});

test('the example of the reply keeps to its schema', async () => {
  const pieces = recordsPieces((file) => writeFile(file, 'records'));
  const message = {
    ...{
      specversion: '1.0',
      id: 'a',
      source: '/readers/kazasu',
      type: 'kazasu.v1.reply',
      time: new Date().toISOString(),
    },
    ...{
      datacontenttype: 'application/json',
      inreplyto: 'b',
      data: { accepted: true, records: await pieces.piece({}) },
    },
  };
  assert.ok(outgoing.reply(message), JSON.stringify(outgoing.reply.errors));
  await pieces.close();
});

test.run();

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { framed, longestMessage, Unframer } from '../../drivers/desk/framing.ts';

const test = suite("messages on the desk's socket");

test('any messages, cut anywhere, come out whole and in order', () => {
  const payloads = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 });
  const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(payloads, cuts, (sent, lengths) => {
      const stream = Buffer.concat(sent.map(framed));
      const received: Buffer[] = [];
      const unframer = new Unframer();
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const length = lengths[turn % lengths.length] ?? 1;
        unframer.push(stream.subarray(at, at + length), (payload) => received.push(payload));
        at += length;
      }
      assert.equal(
        received.map((payload) => payload.toString('hex')),
        sent.map((payload) => Buffer.from(payload).toString('hex')),
      );
    }),
  );
});

test('a message is the own copy of whoever gets it', () => {
  const stream = framed(Buffer.from('frame'));
  const received: Buffer[] = [];
  new Unframer().push(stream, (payload) => received.push(payload));
  stream.fill(0);
  assert.is(received[0]?.toString(), 'frame');
});

test('a length beyond the longest message is refused before anything is kept', () => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(longestMessage + 1);
  assert.throws(() => new Unframer().push(head, () => undefined), /4194305 bytes/);
});

test.run();

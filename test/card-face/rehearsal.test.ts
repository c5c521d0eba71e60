import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { drawMadeUpCard } from '../../firmware/card-face/made-up-card.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import type { Glance } from '../../firmware/card-face/reading.ts';
import { rehearse } from '../../firmware/card-face/rehearsal.ts';
import { loadReader } from './card-reader.ts';

const test = suite('rehearsal of the card face');
const going = new AbortController().signal;

let reader: CardFaceReader;
test.before(async () => {
  reader = await loadReader();
});
test.after(() => reader.close());

/** The reader, and how it was asked to look. */
function watched(): { looks: Glance[]; reader: CardFaceReader } {
  const looks: Glance[] = [];
  const read: CardFaceReader['read'] = (frame, glance = {}, signal) => {
    looks.push(glance);
    return reader.read(frame, glance, signal);
  };
  return { looks, reader: { ...reader, read } };
}

test('[R12] the made-up card is read like a real one, all of its fields', async () => {
  const reading = await reader.read({ jpeg: await drawMadeUpCard(), at: 0 });
  assert.is(reading.outcome, 'read');
  if (reading.outcome !== 'read') return;
  const { birth, expiry, code } = reading.fields;
  assert.equal([birth.style, birth.year, birth.month, birth.day], ['western', 2014, 1, 3]);
  assert.equal([expiry.style, expiry.year, expiry.month, expiry.day], ['western', 2034, 1, 3]);
  assert.equal([...code.digits], [1, 2, 3, 4]);
  assert.ok(reading.confidence > 0.9);
});

test('[R12] a rehearsal takes a first look, and another at the places known by then', async () => {
  const { looks, reader: itself } = watched();
  await rehearse(itself, going);
  assert.equal(
    looks.map(({ lying }) => (lying?.places.length ?? 0) > 0),
    [false, true],
  );
});

test('[R12] who is needed does not go on rehearsing: neither with another look nor within one', async () => {
  const { looks, reader: itself } = watched();
  await rehearse(itself, AbortSignal.abort());
  assert.is(looks.length, 0);

  const needed = new AbortController();
  const looking = rehearse(itself, needed.signal);
  while (looks.length === 0) await new Promise(setImmediate);
  needed.abort();
  await looking;
  assert.is(looks.length, 1);
});

test('a reading that is no longer wanted ends with the reason', async () => {
  const reason = new Error('somebody else is there');
  try {
    await reader.read({ jpeg: await drawMadeUpCard(), at: 0 }, {}, AbortSignal.abort(reason));
    assert.unreachable();
  } catch (error) {
    assert.is(error, reason);
  }
});

test('a rehearsal that fails says so', async () => {
  const broken = new Error('no such model');
  const read = async () => {
    throw broken;
  };
  try {
    await rehearse({ ...reader, read }, going);
    assert.unreachable();
  } catch (error) {
    assert.is(error, broken);
  }
});

test.run();

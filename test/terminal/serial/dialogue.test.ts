// time limit: 120 s
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../../../drivers/camera/emulated/random.ts';
import { CodedError } from '../../../firmware/records/coded-error.ts';
import { deframer } from '../../../firmware/terminal/serial/deframer.ts';
import { Dialogue } from '../../../firmware/terminal/serial/dialogue.ts';
import { type Frame, readFrame, writeFrame } from '../../../firmware/terminal/serial/frame.ts';

const test = suite('dialogue over the serial line');
const wireMs = (bytes: number): number => bytes / 10;
const text = (words: string): Buffer => Buffer.from(words);
const read = (wire: Buffer | undefined): Frame | undefined => wire && readFrame(wire.subarray(1, -1));
const frame = (kind: Frame['kind'], run: number, number: number, words = ''): Frame => ({
  kind,
  run,
  number,
  payload: text(words),
});

/** Two sides over a line that damages every fraction `loss` of what is written, at random places; what each has heard. */
function talk(loss: number, seed: number, said: readonly string[]) {
  const random = seededRandom(seed);
  const sides = [new Dialogue(1, wireMs), new Dialogue(2, wireMs)] as const;
  const heard: [string[], string[]] = [[], []];
  const ears = [deframer(), deframer()] as const;
  for (const side of sides) for (const words of said) void side.send('event', text(words));
  for (let now = 0; now < 4_000_000 && heard.some(({ length }) => length < said.length); now += 50) {
    for (const from of [0, 1] as const) {
      const to = from === 0 ? 1 : 0;
      const written = sides[from].next(now, true);
      if (!written) continue;
      const wire = Buffer.from(written);
      if (random() < loss) wire[Math.floor(random() * wire.length)] = Math.floor(random() * 256);
      for (const one of ears[to].push(wire)) {
        const message = one === 'too-long' ? undefined : sides[to].hear(one);
        if (message) heard[to].push(message.toString());
      }
    }
  }
  return heard;
}

test('[R30] both ways at once over a line that harms half of what passes, every message comes once and in order', () => {
  const lines = fc.tuple(
    fc.double({ min: 0, max: 0.5, noNaN: true }),
    fc.nat(),
    fc.array(fc.string(), { maxLength: 12 }),
  );
  fc.assert(
    fc.property(lines, ([loss, seed, words]) => {
      const said = words.map((one, n) => `${n} ${one}`);
      assert.equal(talk(loss, seed, said), [said, said]);
    }),
    { numRuns: 300 },
  );
});

test('attack: a program that takes the place of a trusted one gets neither what was under way nor what waits, but replies', () => {
  const side: Dialogue = new Dialogue(1, wireMs, () => {
    side.trusts = false;
  });
  side.hear(frame('heartbeat', 2, 0));
  side.trusts = true;
  void side.send('kept', text('verdict'));
  void side.send('state', text('ready'));
  assert.equal(read(side.next(0, true)), frame('message', 1, 1, 'verdict'));
  side.hear(frame('heartbeat', 3, 0));
  void side.send('reply', text('NOT_PAIRED'));
  assert.equal(read(side.next(60_000, true)), frame('message', 1, 2, 'NOT_PAIRED'));
  side.hear(frame('receipt', 1, 2));
  assert.is(read(side.next(120_000, true))?.kind, 'heartbeat');
  side.trusts = true;
  const told = [];
  for (let number = 3; number < 5; number += 1) {
    told.push(read(side.next(number * 60_000, true))?.payload.toString());
    side.hear(frame('receipt', 1, number));
  }
  assert.equal(told.sort(), ['ready', 'verdict']);
});

test('what must arrive does not give way to other events', () => {
  const side = new Dialogue(1, wireMs);
  let lost = 0;
  const count = () => {
    lost += 1;
  };
  const kept = side.send('kept', text('verdict')).then(() => 'there');
  for (let n = 0; n < 300; n += 1) side.send('event', text(`${n}`)).catch(count);
  side.hear(frame('heartbeat', 2, 0));
  assert.equal(read(side.next(0, true)), frame('message', 1, 1, 'verdict'));
  side.hear(frame('receipt', 1, 1));
  return kept.then((word) => assert.equal([word, lost], ['there', 44]));
});

test('a message is told to be there only once its receipt has come', async () => {
  const side = new Dialogue(1, wireMs);
  let arrived = false;
  const sending = side.send('event', text('a')).then(() => {
    arrived = true;
  });
  assert.is(read(side.next(0, true))?.payload.toString(), 'a');
  for (const wrong of [frame('receipt', 2, 1), frame('receipt', 1, 2), frame('heartbeat', 1, 1)]) side.hear(wrong);
  await Promise.resolve();
  assert.is(arrived, false);
  side.hear(frame('receipt', 1, 1));
  await sending;
});

test('a message is repeated when its receipt does not come in time, and at once on a line opened anew', () => {
  const side = new Dialogue(1, wireMs);
  void side.send('event', text('a'));
  const first = side.next(0, true);
  const waitMs = 1000 + wireMs((first?.length ?? 0) + 4096);
  assert.is(side.next(waitMs - 1000, true), undefined);
  assert.is(read(side.next(waitMs - 0.1, true))?.kind, 'heartbeat');
  assert.equal(side.next(waitMs, true), first);
  assert.is(side.next(waitMs + 1, true), undefined);
  side.resume();
  assert.equal(side.next(waitMs + 2, true), first);
});

test('a repetition gets another receipt and is not taken again; the same number of a new run is', () => {
  const side = new Dialogue(1, wireMs);
  const answers = [frame('message', 7, 1, 'a'), frame('message', 7, 1, 'a'), frame('message', 8, 1, 'b')].map((one) => {
    const message = side.hear(one);
    const receipt = read(side.next(0, true));
    return [message?.toString(), receipt?.kind, receipt?.run, receipt?.number];
  });
  assert.equal(answers, [
    ['a', 'receipt', 7, 1],
    [undefined, 'receipt', 7, 1],
    ['b', 'receipt', 8, 1],
  ]);
});

test('nobody there gets heartbeats alone, one a second', () => {
  const side = new Dialogue(1, wireMs);
  void side.send('event', text('a'));
  const beats = Array.from({ length: 41 }, (_, n) => side.next(100 * n, false)).filter((wire) => wire !== undefined);
  assert.equal(
    beats.map((wire) => read(wire)?.kind),
    Array(5).fill('heartbeat'),
  );
});

test('of states only the newest is sent, and again to a terminal that has started anew', () => {
  const side = new Dialogue(1, wireMs);
  const next = () => read(side.next(0, true))?.payload.toString();
  const receipt = (number: number) => side.hear(frame('receipt', 1, number));
  void side.send('state', text('starting'));
  void side.send('event', text('a'));
  void side.send('state', text('ready'));
  assert.is(next(), 'a');
  receipt(1);
  assert.is(next(), 'ready');
  receipt(2);
  assert.is(next(), undefined);
  side.hear(frame('heartbeat', 7, 0));
  assert.is(next(), 'ready');
  receipt(3);
  side.hear(frame('heartbeat', 7, 0));
  assert.is(next(), undefined);
  side.hear(frame('heartbeat', 8, 0));
  assert.is(next(), 'ready');
});

test('of too many events that wait the oldest gives way, with a code', async () => {
  const side = new Dialogue(1, wireMs);
  const sent = Array.from({ length: 257 }, (_, n) => side.send('event', text(`${n}`)));
  const lost = await sent[0]?.catch((error) => error);
  assert.instance(lost, CodedError);
  assert.is((lost as unknown as CodedError).code, 'TERMINAL_MESSAGE_LOST');
  assert.is(read(side.next(0, true))?.payload.toString(), '1');
  side.end();
  const codes = await Promise.allSettled(sent);
  assert.is(codes.filter((one) => one.status === 'rejected' && one.reason.code === 'TERMINAL_LINK_CLOSED').length, 256);
});

test('while too many replies wait no message is taken or acknowledged; it comes again', () => {
  const side = new Dialogue(1, wireMs);
  for (let n = 0; n < 32; n += 1) void side.send('reply', text(`reply ${n}`));
  assert.is(side.hear(frame('message', 7, 1, 'a')), undefined);
  assert.is(read(side.next(0, true))?.kind, 'message');
  side.hear(frame('receipt', 1, 1));
  assert.is(side.hear(frame('message', 7, 1, 'a'))?.toString(), 'a');
  assert.equal(side.next(0, true), writeFrame('receipt', 7, 1));
});

test.run();

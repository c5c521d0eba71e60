import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Clock } from '../../firmware/device/clock.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { answerOnce } from '../../firmware/terminal/answer-once.ts';
import { terminalFault } from '../../firmware/terminal/faults.ts';
import { accepted, type RequestAnswer, refused } from '../../firmware/terminal/link.ts';
import type { TerminalRequest } from '../../firmware/terminal/messages.ts';

const test = suite('each request is carried out once and in time');
const windowMs = 60_000;
const day = 86_400_000;
const start = Date.parse('2025-04-01T00:00:00Z');

function reader(answerOf: (request: TerminalRequest) => RequestAnswer = () => accepted) {
  let now = 0;
  let jumped = 0;
  const clock: Clock = { ...systemClock, monotonic: () => now, wall: () => start + now + jumped };
  const done: TerminalRequest[] = [];
  const ask = answerOnce(
    (request) => {
      done.push(request);
      return answerOf(request);
    },
    clock,
    windowMs,
  );
  return {
    done,
    pass: (ms: number) => {
      now += ms;
    },
    jump: (ms: number) => {
      jumped += ms;
    },
    now: () => start + now,
    ask: async (request: TerminalRequest) => {
      const answer = await ask(request);
      return answer.accepted ? 'accepted' : answer.code;
    },
  };
}
const cancel = (id: string, time = start, source = '/t', session = 's'): TerminalRequest => ({
  name: 'cancel',
  id,
  source,
  time,
  data: { session },
});

test('a repetition is answered as the first time and done once, though its time was written anew', async () => {
  let code: 'READER_FAULT' | undefined = 'READER_FAULT';
  const { ask, done } = reader(() => (code ? refused(terminalFault(code)) : accepted));
  assert.is(await ask(cancel('a')), 'READER_FAULT');
  code = undefined;
  assert.is(await ask(cancel('a', start + 1000)), 'READER_FAULT', 'the answer of the first');
  assert.is(await ask(cancel('b')), 'accepted');
  assert.is(await ask(cancel('a', start, '/other')), 'accepted', 'ids are per sender');
  assert.is(done.length, 3);
});

test('attack: a used id with other content is refused, and nothing is done', async () => {
  const { ask, done } = reader();
  await ask(cancel('a'));
  assert.is(await ask(cancel('a', start, '/t', 'another')), 'REQUEST_ID_USED');
  assert.is(await ask({ ...cancel('a'), name: 'mode', data: { mode: 'disaster' } }), 'REQUEST_ID_USED');
  assert.is(done.length, 1);
});

test('a time too far back or ahead, or none, is refused; what only asks is answered at any time', async () => {
  const { ask, done } = reader();
  for (const time of [start - windowMs - 1, start + windowMs + 1, Number.NaN])
    assert.is(await ask(cancel('a', time)), 'REQUEST_EXPIRED');
  assert.is(await ask(cancel('a', start - windowMs)), 'accepted');
  assert.is(await ask(cancel('b', start + windowMs)), 'accepted');
  const question: TerminalRequest = { name: 'reader-information', id: 'q', source: '/t', time: 0, data: {} };
  assert.is(await ask(question), 'accepted');
  assert.is(await ask(question), 'accepted');
  assert.is(done.length, 4);
});

test('R46: a reader whose clock jumps turns no terminal away that was right before, and believes no other time more', async () => {
  const { ask, pass, jump, now } = reader();
  for (const [n, ms] of [-500 * day, 3 * day, 497 * day, 400 * day].entries()) {
    pass(windowMs);
    jump(ms);
    assert.is(await ask(cancel(`jumped ${n}`, now())), 'accepted');
    assert.is(await ask(cancel(`ahead ${n}`, now() + windowMs + 1)), 'REQUEST_EXPIRED');
    assert.is(await ask(cancel(`late ${n}`, now() - windowMs - 1)), 'REQUEST_EXPIRED');
  }
});

test('R46: a reader that starts with a wrong clock agrees with a terminal once its clock is set', async () => {
  const { ask, jump, now } = reader();
  const right = () => now() + 400 * day;
  assert.is(await ask(cancel('a', right())), 'REQUEST_EXPIRED');
  jump(400 * day);
  assert.is(await ask(cancel('b', right())), 'accepted');
  jump(-900 * day);
  assert.is(await ask(cancel('c', right())), 'accepted');
  assert.is(await ask(cancel('d')), 'REQUEST_EXPIRED', 'nobody has agreed with the time of the start');
});

test('attack: whatever is recorded and sent again, whenever, is done no second time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ wait: fc.nat(100_000), skew: fc.integer({ min: -60_000, max: 60_000 }), again: fc.nat() }), {
        minLength: 2,
        maxLength: 60,
      }),
      async (steps) => {
        const { ask, done, pass, now } = reader();
        const recorded: TerminalRequest[] = [];
        for (const { wait, skew, again } of steps) {
          pass(wait);
          const old = recorded[again % (recorded.length + 1)];
          if (!old) recorded.push(cancel(String(recorded.length), now() + skew));
          await ask(old ?? (recorded.at(-1) as TerminalRequest));
        }
        assert.is(new Set(done.map(({ id }) => id)).size, done.length);
      },
    ),
  );
});

test('attack: a flood is refused beyond its room, harms no other sender, and is forgotten', async () => {
  const { ask, pass, now } = reader();
  const codes = new Set<string>();
  for (let n = 0; n < 1100; n += 1) codes.add(await ask(cancel(String(n))));
  assert.equal([...codes], ['accepted', 'REQUESTS_TOO_MANY']);
  assert.is(await ask(cancel('a', start, '/other')), 'accepted');
  for (let n = 0; n < 80; n += 1) codes.add(await ask(cancel('a', start, `/flood/${n}`)));
  assert.is(await ask(cancel('b', start, '/late')), 'REQUESTS_TOO_MANY', 'too many senders');
  pass(2 * windowMs + 1);
  assert.is(await ask(cancel('0', now())), 'accepted');
});

test.run();

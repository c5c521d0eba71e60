import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readTries, writeTries } from '../../crypto/tries-text.ts';
import { type BootMoment, countTry, freshTries, lockMsAfter, type Tries, triesAt } from '../../crypto/try-ladder.ts';

const test = suite("ladder of the facility password's tries");
const minute = 60_000;
const at = (uptimeMs: number, boot = 'a'): BootMoment => ({ boot, uptimeMs });

/** The brief's table, told once more by itself: wrong tries, minutes. */
const rungs: readonly (readonly [from: number, to: number, minutes: number])[] = [
  [0, 2, 0],
  [3, 6, 1],
  [7, 10, 10],
  [11, 20, 60],
  [21, 100, 1440],
];

test('[R15] each rung locks for its time, from its first try to its last', () => {
  for (const [from, to, minutes] of rungs)
    for (let wrong = from; wrong <= to; wrong += 1) assert.is(lockMsAfter(wrong), minutes * minute, `${wrong}`);
});

test('a lock ends after its time of running, not a millisecond earlier', () => {
  const locked: Tries = { wrong: 3, leftMs: minute, seen: at(5000) };
  assert.is(triesAt(locked, at(5000 + minute - 1)).leftMs, 1);
  assert.is(triesAt(locked, at(5000 + minute)).leftMs, 0);
  assert.is(triesAt(locked, at(0)).leftMs, minute, 'a moment before: nothing has passed');
});

test('a new boot goes on with what was left, whatever its uptime says', () => {
  const locked: Tries = { wrong: 3, leftMs: minute, seen: at(5000) };
  const booted = triesAt(locked, at(9_999_999, 'b'));
  assert.is(booted.leftMs, minute);
  assert.is(triesAt(booted, at(9_999_999 + 10_000, 'b')).leftMs, minute - 10_000);
});

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant({ is: 'try' } as const) },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('wait' as const), ms: fc.nat(2 * minute) }) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('wait' as const), ms: fc.nat(26 * 60 * minute) }) },
    {
      weight: 1,
      arbitrary: fc.record({ is: fc.constant('power-off' as const), uptimeMs: fc.nat(30 * 24 * 60 * minute) }),
    },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('cut-in-try' as const), uptimeMs: fc.nat(1e9) }) },
  ),
  { minLength: 100, maxLength: 300 },
);

/** How long the machine must have run between the n-th wrong try and the next, ms. */
const pauseAfter = (n: number): number =>
  minute * (rungs.find(([from, to]) => n >= from && n <= to)?.[2] ?? Number.NaN);

test('[R15] no sequence of tries, waits and cuts of power gets more tries than the ladder allows', () => {
  let most = 0;
  fc.assert(
    fc.property(steps, (sequence) => {
      let now = at(0, 'b0');
      let file = writeTries(freshTries(now));
      let ran = 0;
      let judged = 0;
      sequence.forEach((step, n) => {
        if (step.is === 'wait') {
          ran += step.ms;
          now = at(now.uptimeMs + step.ms, now.boot);
          return;
        }
        const kept = readTries(file);
        assert.ok(kept);
        const tries = triesAt(kept, now);
        file = writeTries(tries);
        if (step.is !== 'power-off' && tries.leftMs === 0) {
          judged += 1;
          assert.ok(ran >= pauseAfter(judged - 1), `try ${judged} ${ran} ms after the one before`);
          ran = 0;
          file = writeTries(countTry(tries, now));
        }
        if (step.is !== 'try') now = at(step.uptimeMs, `b${n + 1}`);
      });
      most = Math.max(most, judged);
    }),
    { numRuns: 2000 },
  );
  assert.ok(most > 21, `the sequences climbed to ${most} tries`);
});

test('tries that were changed or cut short are told from whole ones', () => {
  const tries: Tries = { wrong: 7, leftMs: 600_000, seen: at(12_345, '1f-a') };
  const text = writeTries(tries);
  assert.equal(readTries(text), tries);
  for (let length = 0; length < text.length; length += 1)
    assert.is(readTries(text.slice(0, length)), undefined, `${length} bytes`);
  const changed: unknown[] = [
    null,
    [],
    {},
    { ...tries, wrong: -1 },
    { ...tries, wrong: 1.5 },
    { ...tries, wrong: '7' },
    { ...tries, wrong: 2_000_000 },
    { ...tries, leftMs: 600_001 },
    { ...tries, leftMs: -1 },
    { ...tries, wrong: 2 },
    { ...tries, seen: null },
    { ...tries, seen: { boot: 5, uptimeMs: 1 } },
    { ...tries, seen: { boot: '1f-a', uptimeMs: -1 } },
    { ...tries, more: 1 },
  ];
  for (const one of changed) assert.is(readTries(`${JSON.stringify(one)}\n`), undefined, JSON.stringify(one));
});

test.run();

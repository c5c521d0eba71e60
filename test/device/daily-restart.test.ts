import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { demandTimes, restartDaily } from '../../firmware/device/daily-restart.ts';

const test = suite('[R45] the daily restart');

const minuteMs = 60_000;
/** 04:30 in Japan. */
const halfPastFour = Date.UTC(2026, 5, 1, 19, 30);

/** Runs from `begin` for so many minutes; `isFree` and `jump` (ms to add to the clock) by the minute. Answers the minutes in which it restarted. */
async function restartsIn(
  times: string,
  begin: number,
  minutes: number,
  { isFree = () => true, jump = () => 0 }: { isFree?: (minute: number) => boolean; jump?: (minute: number) => number },
): Promise<number[]> {
  const stop = new AbortController();
  const restarts: number[] = [];
  let [now, slept] = [begin, 0];
  const minute = () => Math.floor(slept / minuteMs);
  await restartDaily({
    times,
    isFree: () => isFree(minute()),
    restart: () => restarts.push(minute()),
    clock: {
      wall: () => now,
      monotonic: () => slept,
      sleep: async (ms) => {
        const before = minute();
        slept += ms;
        now += ms + (minute() > before ? jump(minute()) : 0);
        if (slept > minutes * minuteMs) stop.abort();
      },
    },
    signal: stop.signal,
  });
  return restarts;
}

test('comes at its time in Japan, once', async () => {
  assert.equal(await restartsIn('30 4 * * *', halfPastFour - 10 * minuteMs, 60, {}), [10]);
});

test('never while somebody is at the reader: as soon as it is free', async () => {
  const isFree = (minute: number) => minute < 8 || minute >= 25;
  assert.equal(await restartsIn('30 4 * * *', halfPastFour - 10 * minuteMs, 60, { isFree }), [25]);
});

test('a clock that is set past the time by days restarts nothing; the next time counts', async () => {
  const jump = (minute: number) => (minute === 5 ? 500 * 24 * 60 * minuteMs + 3 * 60 * minuteMs : 0);
  assert.equal(await restartsIn('30 4 * * *', halfPastFour - 120 * minuteMs, 30, { jump }), []);
});

test('a clock that is set back brings the time once more', async () => {
  const jump = (minute: number) => (minute === 20 ? -15 * minuteMs : 0);
  assert.equal(await restartsIn('30 4 * * *', halfPastFour - 10 * minuteMs, 60, { jump }), [10, 25]);
});

test('times that no clock shows are refused as a setting', () => {
  demandTimes('0 3 * * 1,4');
  demandTimes('never');
  assert.throws(() => demandTimes('99 4 * * *'), /schedule.restart/);
});

test.run();

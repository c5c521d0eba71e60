import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemFiles } from '../../crypto/durable-files.ts';
import type { CardPresence, CardReader } from '../../drivers/card/contract.ts';
import { BedSensor, chipWithinMs, stuckAfterMs } from '../../firmware/device/board/bed-sensor.ts';
import { readOpening, writeOpening } from '../../firmware/device/board/opening.ts';
import { CaseWatch } from '../../firmware/device/board/watch-case.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { faultsBoard } from '../../firmware/records/faults-board.ts';

const test = suite('what the sensors of bed and case mean to the reader');

/** A clock that is moved by hand: `pass` wakes whoever slept long enough. */
function handClock() {
  let now = 0;
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const clock: Clock = {
    wall: () => now,
    monotonic: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        sleepers.push({ until: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
  return {
    clock,
    async pass(ms: number) {
      for (const end = now + ms; now < end; now += 50) {
        for (const one of sleepers.filter(({ until }) => until <= now)) {
          sleepers.splice(sleepers.indexOf(one), 1);
          one.wake();
        }
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** A card reader whose card is laid by hand. */
function sensedReader() {
  const { clock, pass } = handClock();
  const faults = faultsBoard();
  const bed = new BedSensor(clock, faults);
  let lay: (presence: CardPresence) => void = () => undefined;
  const card: CardReader = {
    watch: async (onChange, signal) => {
      lay = onChange;
      onChange({ state: 'empty' });
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
    open: () => Promise.reject(new Error('not asked')),
  };
  const stop = new AbortController();
  const seen: CardPresence['state'][] = [];
  void bed.with(card).watch(({ state }) => seen.push(state), stop.signal);
  const standing = () => faults.standing().map(({ code }) => code);
  return { bed, pass, seen, standing, lay: (state: 'empty' | 'laid') => lay({ state }), end: () => stop.abort() };
}

test('[R06] a thing without a chip on the bed is told as a mute card, and as gone when it is taken', async () => {
  const { bed, pass, seen, end } = sensedReader();
  bed.sense(true);
  await pass(chipWithinMs - 100);
  assert.equal(seen, ['empty']);
  await pass(200);
  assert.equal(seen, ['empty', 'mute']);
  bed.sense(false);
  assert.equal(seen, ['empty', 'mute', 'empty']);
  end();
});

test('[R01] a card that answers is never mute, however late the sensor lets go of it', async () => {
  const { bed, lay, pass, seen, end } = sensedReader();
  bed.sense(true);
  await pass(300);
  lay('laid');
  await pass(60_000);
  lay('empty');
  await pass(200);
  bed.sense(false);
  await pass(60_000);
  assert.equal(seen, ['empty', 'laid', 'empty']);
  end();
});

test('[R46] a sensor that sticks is a fault and is not believed; cards are read all the same; once free, it is believed again', async () => {
  const { bed, lay, pass, seen, standing, end } = sensedReader();
  bed.sense(true);
  await pass(stuckAfterMs + 200);
  assert.equal(standing(), ['BED_SENSOR_STUCK']);
  lay('laid');
  lay('empty');
  await pass(stuckAfterMs);
  assert.equal(seen, ['empty', 'mute', 'empty', 'laid', 'empty']);
  bed.sense(false);
  assert.equal(standing(), []);
  bed.sense(true);
  await pass(chipWithinMs + 200);
  assert.is(seen.at(-1), 'mute');
  end();
});

/** A case in a folder of its own, with what the reader is told and what is recorded. */
async function inCase(
  checks: 'refuse' | 'go-on',
  use: (at: ReturnType<typeof caseIn>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kazasu-case-'));
  const at = caseIn(folder, checks);
  try {
    await use(at);
  } finally {
    at.end();
    await rm(folder, { recursive: true });
  }
}

function caseIn(folder: string, checks: 'refuse' | 'go-on') {
  const { clock, pass } = handClock();
  const faults = faultsBoard();
  const recorded: string[] = [];
  const refused: (string | undefined)[] = [];
  const stop = new AbortController();
  let ids = 0;
  const start = () => {
    const lid = new CaseWatch({
      folder,
      files: systemFiles,
      reader: { refuseChecks: (code) => void (code === refused.at(-1) || refused.push(code)) },
      faults,
      checks,
      record: async ({ kind, fields }) => void recorded.push(`${kind} ${Reflect.get(fields, 'by') ?? ''}`.trim()),
      newId: () => String(++ids).padStart(16, '0'),
      clock,
      onTrouble: (error) => {
        throw error;
      },
    });
    void lid.watch(stop.signal);
    return lid;
  };
  const until = async (holds: () => boolean) => {
    for (let tries = 0; !holds(); tries += 1) {
      assert.ok(tries < 200, 'it does not come');
      await pass(500);
      await new Promise((resolve) => setTimeout(resolve, 5)); // the disk
    }
  };
  const opened = () => faults.standing().some(({ code }) => code === 'CASE_OPENED');
  return { folder, start, until, pass, opened, recorded, refused, end: () => stop.abort() };
}

test('[R43] an opened case is recorded once, refuses checks, and is remembered through a loss of power', () =>
  inCase('refuse', async ({ folder, start, until, opened, recorded, refused }) => {
    const lid = start();
    lid.sense(true);
    await until(() => recorded.length > 0);
    assert.ok(opened());
    assert.equal(refused, ['CASE_OPENED']);
    lid.sense(false);
    const again = caseIn(folder, 'refuse');
    again.start();
    await again.until(again.opened);
    again.end();
    assert.equal(again.refused, ['CASE_OPENED']);
    assert.equal([recorded, again.recorded], [['case-opened'], []]);
  }));

test('once somebody answers for it, checks go on and it is recorded who; a case that is still open is opened anew', () =>
  inCase('refuse', async ({ folder, start, until, opened, recorded, refused }) => {
    const lid = start();
    lid.sense(true);
    await until(() => recorded.length === 1);
    const clear = async () => writeOpening(folder, systemFiles, { id: '1'.repeat(16), clearedBy: 'staff' });
    await clear();
    await until(() => recorded.length === 3);
    assert.equal(recorded, ['case-opened', 'case-cleared staff', 'case-opened']);
    assert.ok(opened());
    lid.sense(false);
    await clear();
    await until(() => recorded.length === 4);
    await until(() => !opened());
    assert.is(refused.at(-1), undefined);
    assert.is(await readOpening(folder, systemFiles), undefined);
  }));

test('a contact that bounces is no opening; one that was open and is shut again before anybody looked is', () =>
  inCase('refuse', async ({ start, until, pass, recorded }) => {
    const lid = start();
    for (let time = 0; time < 20; time += 1) {
      lid.sense(time % 2 === 0);
      await pass(100);
    }
    lid.sense(false);
    await pass(5000);
    assert.equal(recorded, []);
    lid.sense(true);
    await pass(600);
    lid.sense(false);
    await until(() => recorded.length > 0);
  }));

test('where the settings say so an opened case is told and recorded, and checks go on', () =>
  inCase('go-on', async ({ start, until, opened, recorded, refused }) => {
    start().sense(true);
    await until(() => recorded.length > 0);
    assert.ok(opened());
    assert.equal(refused, []);
  }));

test('a memory of the case that somebody has broken is an opening', () =>
  inCase('refuse', async ({ folder, start, until, opened }) => {
    await writeFile(join(folder, 'case-opened.json'), '{"id":');
    start();
    await until(opened);
  }));

test.run();

import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { updateFault } from '../../firmware/device/update/faults.ts';
import { keepUpdates } from '../../firmware/device/update/keep-updates.ts';
import type { UpdatingMachine } from '../../firmware/device/update/machine.ts';
import type { FlowName } from '../../firmware/flow/state.ts';
import { faultsBoard } from '../../firmware/records/faults-board.ts';

const test = suite('updates');

/** A machine by hand, and a reader that stands where it is told. */
function world(install: () => Promise<void> = () => new Promise(() => undefined)) {
  const seen = { visiting: [] as boolean[], restarts: 0, at: 'idle' as FlowName, restartDue: false };
  const faults = faultsBoard();
  const stop = new AbortController();
  const machine: UpdatingMachine = {
    tellVisiting: (visiting) => void seen.visiting.push(visiting),
    install,
    get restartDue() {
      return seen.restartDue;
    },
    restart: () => undefined,
  };
  const restart = () => {
    seen.restarts += 1;
  };
  const parts = { machine, at: () => seen.at, faults, clock: systemClock, restart, signal: stop.signal };
  return { seen, faults, updates: keepUpdates(parts), stop, parts };
}

test('the machine hears when somebody is at the reader, once each time', () => {
  const { seen, updates, stop } = world();
  for (const at of ['idle', 'idle', 'reading', 'choosing', 'erasing', 'idle'] as const) {
    seen.at = at;
    updates.moved();
  }
  assert.equal(seen.visiting, [false, true, false]);
  stop.abort();
});

test('an installed update waits until nobody is at the reader', async () => {
  const { seen, parts, stop } = world();
  stop.abort();
  seen.at = 'face';
  seen.restartDue = true;
  const going = new AbortController();
  const hasty = { ...systemClock, sleep: () => sleep(1) };
  keepUpdates({ ...parts, clock: hasty, signal: going.signal });
  await sleep(30);
  assert.is(seen.restarts, 0);
  seen.at = 'idle';
  await sleep(200);
  assert.is(seen.restarts, 1);
  going.abort();
});

test('a failure is a fault with its code until the next try; two at a time are refused', async () => {
  let fail = (_: Error) => {};
  const { faults, updates, stop } = world(() => new Promise((_, reject) => (fail = reject)));
  assert.is(updates.begin('https://vendor.example/a'), undefined);
  assert.is(updates.begin('https://vendor.example/a')?.code, 'UPDATE_RUNNING');
  fail(updateFault('UPDATE_NOT_NEWER'));
  await sleep(1);
  assert.equal(
    faults.standing().map(({ code }) => code),
    ['UPDATE_NOT_NEWER'],
  );
  assert.is(updates.begin('https://vendor.example/b'), undefined);
  assert.equal(faults.standing(), []);
  fail(new Error('anything else'));
  await sleep(1);
  assert.is(faults.standing()[0]?.code, 'UPDATE_FAILED');
  stop.abort();
});

test('on a machine without slots an update is refused, not begun', () => {
  const { parts, stop } = world();
  assert.is(
    keepUpdates({ ...parts, machine: undefined }).begin('https://vendor.example/a')?.code,
    'UPDATE_UNAVAILABLE',
  );
  stop.abort();
});

test.run();

// time limit: 300 s
import { readdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wiring, withBoard } from './emulated-board.ts';

const test = suite('a plug that is pulled again and again');

const openFiles = () => readdirSync('/proc/self/fd').length;
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

/** The fewest of a second and a half: what only just runs is over within it, what was left behind is not. */
async function leftBehind(): Promise<{ files: number; timers: number }> {
  const left = { files: openFiles(), timers: timers() };
  for (let look = 0; look < 30; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left.files = Math.min(left.files, openFiles());
    left.timers = Math.min(left.timers, timers());
  }
  return left;
}

test('[R46] a hundred times unplugged and plugged in: it works each time, and nothing is left behind', () =>
  withBoard(async ({ board, uno, told, until }) => {
    board.show({ light: { colour: 'white', pattern: 'steady' }, cameraLight: 'off', shutter: 'open' });
    const works = () => told.at(-1) === 'works' && uno.output(wiring.shutter) === 1;
    const replug = async () => {
      await uno.unplug();
      await until(() => told.at(-1) === 'BOARD_UNAVAILABLE', 'it is gone');
      await uno.plugIn();
      await until(works, 'it works');
    };
    await until(works, 'it works');
    for (let time = 0; time < 10; time += 1) await replug();
    const before = await leftBehind();
    for (let time = 0; time < 90; time += 1) await replug();
    const after = await leftBehind();
    assert.ok(after.files <= before.files, `${after.files} open files after ${before.files}`);
    assert.ok(after.timers <= before.timers, `${after.timers} timers after ${before.timers}`);
  }));

test('[R46] while it is away the driver waits: it does not spin', () =>
  withBoard(async ({ uno, told, until }) => {
    await until(() => told.at(-1) === 'works', 'it works');
    await uno.unplug();
    await until(() => told.at(-1) === 'BOARD_UNAVAILABLE', 'it is gone');
    const began = told.length;
    await new Promise((resolve) => setTimeout(resolve, 4000));
    assert.ok(told.length - began <= 4, `${told.length - began} tries within four seconds`);
  }));

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dueAt, type Meaning, type Touch, type Touching, touched } from '../../ui-lite/sound/touch-rules.ts';

const test = suite('what fingers mean to who does not look');

/** Feeds touches as they come, and the passing of time whenever it decides something; answers what they meant. */
function meant(touches: readonly Touch[], until: number): Meaning[] {
  const meanings: Meaning[] = [];
  let touching: Touching = {};
  const take = (touch: Touch) => {
    const [after, meaning] = touched(touching, touch);
    touching = after;
    if (meaning) meanings.push(meaning);
  };
  const wait = (to: number) => {
    for (let due = dueAt(touching); due !== undefined && due <= to; due = dueAt(touching))
      take({ is: 'later', at: due });
  };
  for (const touch of touches) {
    wait(touch.at);
    take(touch);
  }
  wait(until);
  return meanings;
}

const down = (at: number, x: number, fingers = 1): Touch => ({ is: 'down', at, x, y: 100, fingers });
const move = (at: number, x: number): Touch => ({ is: 'move', at, x, y: 100, fingers: 1 });
const up = (at: number, fingers = 0): Touch => ({ is: 'up', at, x: 0, y: 0, fingers });
const explore = (x: number): Meaning => ({ do: 'explore', x, y: 100 });

test('a finger that stays is heard where it lies; one that moves, wherever it goes', () => {
  assert.equal(meant([down(0, 10), up(900)], 2000), [explore(10)]);
  assert.equal(meant([down(0, 10), move(50, 60), move(90, 110), up(120)], 2000), [explore(60), explore(110)]);
});

test('two taps anywhere choose, and look at nothing', () => {
  assert.equal(meant([down(0, 10), up(80), down(250, 400), up(330)], 2000), [{ do: 'choose' }]);
});

test('one tap is heard, when it is sure that no second one comes', () => {
  assert.equal(meant([down(0, 10), up(80)], 2000), [explore(10)]);
  assert.equal(meant([down(0, 10), up(80), down(900, 20), up(980)], 2000), [explore(10), explore(20)]);
});

test('a hand that trembles still taps', () => {
  assert.equal(meant([down(0, 10), move(30, 18), up(80), down(250, 10), move(270, 4), up(330)], 2000), [
    { do: 'choose' },
  ]);
});

test('two fingers held for two seconds switch, once; a tap of two says the page again', () => {
  assert.equal(meant([down(0, 10), down(90, 200, 2), up(4000, 1), up(4010)], 5000), [{ do: 'switch' }]);
  assert.equal(meant([down(0, 10), down(30, 200, 2), up(200, 1), up(210)], 2000), [{ do: 'repeat' }]);
  assert.equal(
    meant([down(0, 10), down(30, 200, 2), up(1500, 1), up(1510)], 2000),
    [],
    'neither the one nor the other',
  );
});

test('a second finger ends a tap that was begun', () => {
  assert.equal(meant([down(0, 10), up(80), down(150, 10), down(160, 90, 2), up(300, 1), up(310)], 2000), [
    { do: 'repeat' },
  ]);
});

test.run();

import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as is from 'uvu/assert';
import type { DeskWish } from '../../drivers/desk/control.ts';
import { Head } from '../../drivers/desk/head.ts';

const test = suite('the head of who stands at the desk');

/** A head, and the sides it went to. */
function newHead(): { head: Head; sides: number[] } {
  const sides: number[] = [];
  const ask = async (wish: DeskWish) => sides.push(wish.wish === 'turn' ? wish.to : Number.NaN);
  return { head: new Head({ ask, close: () => undefined }), sides };
}

/** Longer than a head needs for a turn. */
const unhurried = 1200;

test('stays turned until a slow reader has seen it, and comes back then', async () => {
  const { head, sides } = newHead();
  head.follow('FACE_TURN_LEFT');
  await sleep(unhurried);
  is.equal(sides, [1]);
  head.follow(undefined);
  is.equal(sides, [1, 0]);
});

test('ends its way to the side where the reader has seen enough before', async () => {
  const { head, sides } = newHead();
  head.follow('FACE_TURN_RIGHT');
  head.follow('FACE_TOO_FAR');
  is.equal(sides, [-1]);
  await sleep(unhurried);
  is.equal(sides, [-1, 0]);
});

test('goes to the other side when that is asked next, and hears each ask once', async () => {
  const { head, sides } = newHead();
  head.follow('FACE_TURN_LEFT');
  head.follow('FACE_TURN_LEFT');
  head.follow('FACE_TURN_RIGHT');
  await sleep(unhurried);
  is.equal(sides, [1, -1]);
  head.rest();
});

test('does nothing for a hint that asks no turn', () => {
  const { head, sides } = newHead();
  head.follow('FACE_NONE');
  head.follow(undefined);
  is.equal(sides, []);
});

test.run();

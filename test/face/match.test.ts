// time limit: 180 s
import type { Sharp } from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import { isMatch } from '../../firmware/face/compare.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { captureLive, usualCapture } from '../../firmware/face/live-capture.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import { changed, chipPhoto, loadEngine, person, portrait, type Who } from './support.ts';

const test = suite('face match');
let engine: FaceEngine;

test.before(async () => {
  engine = await loadEngine();
});
test.after(() => engine.close());

const reference = async (who: Who) => referenceTemplate(await chipPhoto(portrait(who)), engine);
const live = (frames: AsyncIterable<Frame>) =>
  captureLive(
    frames,
    engine,
    usualCapture,
    () => undefined,
    new AbortController().signal,
    () => 0.2,
  );

/** The middle of the turned picture: its corners would be a sheet's edges. */
const leaning = (picture: Sharp) => picture.rotate(10).extract({ left: 107, top: 104, width: 500, height: 375 });

const both: [Who, Who][] = [
  ['grace-hopper', 'eileen-collins'],
  ['eileen-collins', 'grace-hopper'],
];
for (const [who, other] of both) {
  const views: [string, () => AsyncIterable<Frame>][] = [
    ['as they are', () => person(who, 40)],
    ['near', () => person(who, 40, { distanceCm: 35 })],
    ['at 75 cm', () => person(who, 40, { distanceCm: 75 })],
    ['under noise', () => person(who, 40, { noise: 6 })],
    ['in half the light', () => changed(person(who, 40), (p) => p.linear(0.55, 0))],
    ['in warm light', () => changed(person(who, 40), (p) => p.linear([1, 0.85, 0.6], [0, 0, 0]))],
    ['a little blurred', () => changed(person(who, 40), (p) => p.blur(1.2))],
    ['leaning the head', () => changed(person(who, 40), leaning)],
  ];
  for (const [how, view] of views) {
    test(`[R11] ${who} ${how} matches the photo of the chip`, async () => {
      assert.ok(isMatch(await reference(who), await live(view()), engine.pack.threshold));
    });
  }

  test(`[R11] ${other} does not match the photo of ${who}`, async () => {
    assert.not(isMatch(await reference(who), await live(person(other, 40)), engine.pack.threshold));
  });
}

test('[R42] zeroed templates match nothing, not even each other', async () => {
  const [one, two] = [await reference('grace-hopper'), await live(person('grace-hopper', 40))];
  one.values.fill(0);
  two.values.fill(0);
  assert.not(isMatch(one, two, engine.pack.threshold));
});

test('broken templates match nothing', () => {
  const template = (...values: number[]) => ({ values: Float32Array.from(values), norm: 1, agreement: 1 });
  assert.ok(isMatch(template(1, 0), template(1, 0), 0.5));
  assert.not(isMatch(template(1, 0), template(1, 0, 0), 0.5));
  assert.not(isMatch(template(), template(), 0.5));
  assert.not(isMatch(template(Number.NaN, 1), template(1, 0), 0.5));
  assert.not(isMatch(template(1, 0), template(0, 1), 0));
});

test('reference and live face are taken at the same time on one engine, without mixing', async () => {
  const [hopper, collins, face] = await Promise.all([
    reference('grace-hopper'),
    reference('eileen-collins'),
    live(person('eileen-collins', 40)),
  ]);
  assert.not(isMatch(hopper, face, engine.pack.threshold));
  assert.ok(isMatch(collins, face, engine.pack.threshold));
});

test.run();

// time limit: 180 s

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emptyPicture } from '../../drivers/camera/emulated/picture.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { steppedClock } from '../../drivers/camera/emulated/stepped-clock.ts';
import { prepareAttack } from '../../drivers/face-camera/emulated/attacks/catalogue.ts';
import { type AttackKind, attackKinds } from '../../drivers/face-camera/emulated/attacks/kinds.ts';
import { createBlinks } from '../../drivers/face-camera/emulated/blinks.ts';
import { usualFace } from '../../drivers/face-camera/emulated/face-place.ts';
import { depthOf, fullTurn, turnHead } from '../../drivers/face-camera/emulated/head-turn.ts';
import { cutPerson } from '../../drivers/face-camera/emulated/person-layer.ts';
import { presentationView } from '../../drivers/face-camera/emulated/presentation-view.ts';
import type { Shown } from '../../drivers/face-camera/emulated/standing.ts';
import { createTurning } from '../../drivers/face-camera/emulated/turning.ts';
import { projectHome } from '../../firmware/device/home.ts';

const test = suite('what is before the face camera');
const hopper = await readFile(join(projectHome(), 'drivers/desk/portraits/grace-hopper.jpg'));

for (const kind of attackKinds) {
  test(`[R11] ${kind}: JPEGs of 640 × 480 that move, the same by the same seed`, async () => {
    const [frames, again, other] = await Promise.all([framesOf(kind, 1), framesOf(kind, 1), framesOf(kind, 2)]);
    const { format, width, height } = await sharp(frames[0]).metadata();
    assert.equal({ format, width, height }, { format: 'jpeg', width: 640, height: 480 });
    assert.equal(frames, again);
    assert.not.equal(frames[0], other[0]);
    const [first, second] = [await drawn(kind, 1, 0), await drawn(kind, 1, 0.8)];
    assert.ok(difference(first, second) > 1, 'it moves without the sensor’s noise');
    assert.equal(first, await drawn(kind, 1, 0), 'and is the same at the same time');
  });

  test(`[R11] ${kind}: no picture is PICTURE_UNREADABLE`, async () => {
    const subject = { portrait: Buffer.from('no picture'), face: usualFace, random: seededRandom(1) };
    const error = await prepareAttack(kind, subject).then(
      () => undefined,
      (cause: { code: string }) => cause,
    );
    assert.is(error?.code, 'PICTURE_UNREADABLE');
  });
}

test('[R11] a close attack fills the picture, the others show the room around it', async () => {
  for (const kind of attackKinds)
    for (const seed of [1, 2, 3]) {
      const walls = [0, 1.5, 3].map(async (seconds) => share(await drawn(kind, seed, seconds), isWall));
      const most = Math.max(...(await Promise.all(walls)));
      if (kind.endsWith('-close')) assert.is(most, 0, `${kind}, seed ${seed}`);
      else assert.ok(most > 0.1, `${kind}, seed ${seed}: ${most}`);
    }
});

test('[R11] a person blinks every two to five seconds for 120 to 250 ms', () => {
  const step = 0.002;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const closed = createBlinks(seededRandom(seed));
      const blinks: { at: number; for: number; most: number }[] = [];
      for (let at = 0, before = 0; at < 59; at += step) {
        const now = closed(at);
        if (now > 0 && before === 0) blinks.push({ at, for: 0, most: 0 });
        const blink = blinks.at(-1);
        if (now > 0 && blink) Object.assign(blink, { for: blink.for + step, most: Math.max(blink.most, now) });
        before = now;
      }
      assert.ok(blinks.length >= 11, `only ${blinks.length}`);
      blinks.forEach((blink, count) => {
        assert.is(blink.most, 1);
        assert.ok(blink.for > 0.115 && blink.for < 0.255, `${blink.for} s`);
        const gap = blink.at - (blinks[count - 1]?.at ?? blink.at - 3);
        assert.ok(gap > 1.99 && gap < 5.01, `${gap} s between`);
      });
    }),
    { numRuns: 300 },
  );
});

test('[R11] a head that turns does not fold, and its outline stays', async () => {
  const layer = await cutPerson(hopper, usualFace, 50);
  const depth = depthOf(layer);
  const offsets = new Float32Array(depth.length);
  for (const turn of [-1.08, -0.4, 0, 0.4, 1.08]) {
    turnHead(depth, layer.width, Math.sin(turn * fullTurn), offsets);
    for (let at = 0; at < offsets.length; at += 1) {
      if (at % layer.width) assert.ok(1 + (offsets[at] as number) - (offsets[at - 1] as number) > 0, `folds at ${at}`);
      if (turn === 0) assert.ok(Math.abs(offsets[at] as number) < 1e-6);
    }
    const [shoulder, nose] = [layer.faceY + 3 * layer.faceHalf, layer.faceY + 0.1 * layer.faceHalf].map((y) =>
      Math.round(y),
    ) as [number, number];
    const beside = (row: number) => offsets[row * layer.width + Math.round(layer.faceX)] as number;
    assert.ok(Math.abs(beside(shoulder)) < 1e-6, 'the shoulders stay');
    if (turn !== 0) assert.ok(beside(nose) * turn < 0, 'the nose comes from the other side');
  }
});

test('[R11] a head comes to where it is asked within a second, without a jump', () => {
  const turning = createTurning();
  let before = 0;
  for (let frame = 1; frame <= 15; frame += 1) {
    const now = turning(5, frame / 15); // further than heads turn
    assert.ok(now > before && now - before < 0.45, `from ${before} to ${now}`);
    before = now;
  }
  assert.ok(before > 0.98 && before <= 1);
});

test.run();

async function framesOf(kind: AttackKind, seed: number): Promise<Buffer[]> {
  const shown: Shown = { kind, portrait: hopper };
  const stop = new AbortController();
  const frames: Buffer[] = [];
  for await (const { jpeg } of presentationView({
    shown: () => shown,
    clock: steppedClock(),
    random: seededRandom(seed),
    signal: stop.signal,
  }))
    if (frames.push(jpeg) === 3) stop.abort();
  return frames;
}

async function drawn(kind: AttackKind, seed: number, seconds: number): Promise<Uint8ClampedArray> {
  const subject = { portrait: hopper, face: usualFace, random: seededRandom(seed) };
  const frame = emptyPicture(640, 480);
  (await prepareAttack(kind, subject)).draw(seconds, 0, frame);
  return frame.rgb;
}

/** Mean difference, in grey levels. */
function difference(one: Uint8ClampedArray, other: Uint8ClampedArray): number {
  return one.reduce((sum, level, at) => sum + Math.abs(level - (other[at] as number)), 0) / one.length;
}

/** The part of the upper left and right edge columns whose pixels are such. */
function share(rgb: Uint8ClampedArray, such: (red: number, blue: number) => boolean): number {
  let count = 0;
  for (let y = 0; y < 240; y += 1)
    for (const x of [0, 1, 638, 639]) {
      const at = (y * 640 + x) * 3;
      if (such(rgb[at] as number, rgb[at + 2] as number)) count += 1;
    }
  return count / 960;
}

/** The room's wall is grey; the portrait's backdrop is blue. */
function isWall(red: number, blue: number): boolean {
  return red > 90 && Math.abs(red - blue) < 14;
}

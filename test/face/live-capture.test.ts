// time limit: 400 s

import sharp, { type Sharp } from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import { emptyPicture, toJpeg } from '../../drivers/camera/emulated/picture.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { createSensor } from '../../drivers/camera/emulated/sensor.ts';
import { createAutoExposure } from '../../drivers/face-camera/emulated/auto-exposure.ts';
import { cosine, isMatch } from '../../firmware/face/compare.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import type { FaceHint } from '../../firmware/face/faults.ts';
import { captureLive, usualCapture } from '../../firmware/face/live-capture.ts';
import { referenceTemplate } from '../../firmware/face/reference-template.ts';
import { changed, chipPhoto, firstFrame, loadEngine, person, portrait, refusal, shown, type Who } from './support.ts';

const test = suite('live capture');
let engine: FaceEngine;

test.before(async () => {
  engine = await loadEngine();
});
test.after(() => engine.close());

const never = new AbortController().signal;

/** Runs a capture; answers the code it ended with, the hints it told, and how many frames it took. */
async function capture(frames: AsyncIterable<Frame>) {
  const hints: FaceHint[] = [];
  let taken = 0;
  async function* counted() {
    for await (const frame of frames) {
      taken += 1;
      yield frame;
    }
  }
  const end = await refusal(
    captureLive(
      counted(),
      engine,
      usualCapture,
      (hint) => hint && hints.push(hint),
      never,
      () => 0.2,
    ),
  );
  return { end, hints, taken };
}

test('somebody who stands before the camera is taken within a few frames, without a hint', async () => {
  for (const seed of [1, 2, 3]) {
    const { end, hints, taken } = await capture(person('grace-hopper', 60, { seed }));
    assert.is(end, 'not refused');
    assert.equal(hints, []);
    assert.ok(taken >= 3 && taken <= 8, `${taken} frames`);
  }
});

const mends: [string, FaceHint, () => AsyncIterable<Frame>][] = [
  ['nobody is there', 'FACE_NONE', () => person(undefined, 12)],
  ['the person stands far off', 'FACE_TOO_FAR', () => person('grace-hopper', 12, { distanceCm: 150 })],
  ['the person stands too near', 'FACE_TOO_CLOSE', () => person('eileen-collins', 12, { distanceCm: 16 })],
  ['it is too dark', 'FACE_TOO_DARK', () => changed(person('grace-hopper', 12), (p) => p.linear(0.15, 0))],
  ['the light dazzles', 'FACE_BACKLIGHT', () => changed(person('grace-hopper', 12), (p) => p.linear(2, 80))],
  ['the picture is blurred', 'FACE_HOLD_STILL', () => changed(person('grace-hopper', 12), (p) => p.blur(5))],
  [
    'the head is tilted far',
    'FACE_LOOK_HERE',
    () => changed(person('grace-hopper', 12), (p) => p.rotate(30).resize(640, 480)),
  ],
  ['the face is cut off', 'FACE_MOVE_LEFT', () => changed(person('grace-hopper', 12), cutOff)],
  [
    'two people are there',
    'FACE_MANY',
    () => changed(person('grace-hopper', 12), (p) => p.composite([{ input: beside, left: 400, top: 60 }])),
  ],
  [
    'the light is behind the person',
    'FACE_BACKLIGHT',
    () =>
      changed(
        changed(person('grace-hopper', 12), (p) => p.linear(0.38, 0)),
        (p) => p.composite([{ input: windowBehind, left: 0, top: 0 }]),
      ),
  ],
];
let beside: Buffer;
let windowBehind: Buffer;
const cutOff = (picture: Sharp) =>
  picture.extract({ left: 300, top: 0, width: 340, height: 480 }).extend({ right: 300, background: '#a0a0a0' });

test.before(async () => {
  beside = await sharp(await firstFrame('eileen-collins'))
    .extract({ left: 220, top: 60, width: 200, height: 300 })
    .toBuffer();
  windowBehind = await sharp(
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><path fill="#fff" fill-rule="evenodd" d="M0 0H640V480H0ZM200 60H440V480H200Z"/></svg>',
    ),
  )
    .png()
    .toBuffer();
});

for (const [what, hint, frames] of mends) {
  test(`[R18] the person is told when ${what}: ${hint}`, async () => {
    const { end, hints } = await capture(frames());
    assert.is(end, 'FACE_FRAMES_ENDED');
    assert.equal(hints, [hint]);
  });
}

/** Somebody between bright windows who turns the head when asked, and a camera that does what it is told or does not. */
function againstTheLight(who: Who, count: number, { obeys }: { readonly obeys: boolean }) {
  let stops = 0;
  let turnUntil = 0;
  let toward = 0;
  let frame = 0;
  const onHint = (hint?: FaceHint) => {
    if (hint !== 'FACE_TURN_LEFT' && hint !== 'FACE_TURN_RIGHT') return;
    toward = hint === 'FACE_TURN_LEFT' ? 1 : -1;
    turnUntil = frame + 12;
  };
  const turn = () => (frame++ < turnUntil ? toward : 0);
  const asked: number[] = [];
  const onExposure = (wish: number) => {
    asked.push(wish);
    if (obeys) stops = wish;
  };
  const frames = person(who, count, { light: () => 'backlight', exposure: () => stops, turn });
  return { asked, onHint, onExposure, frames };
}

for (const who of ['grace-hopper', 'eileen-collins'] as const) {
  test(`[R18] ${who} against the light: locked out by a camera that exposes for the window`, async () => {
    const { frames, asked } = againstTheLight(who, 90, { obeys: false });
    const { end, hints } = await capture(frames);
    assert.is(end, 'FACE_FRAMES_ENDED');
    assert.equal(hints, ['FACE_BACKLIGHT']);
    assert.equal(asked, []);
  });

  test(`[R18] ${who} against the light: taken and matched within 3 s by a camera that exposes for the face`, async () => {
    const { frames, asked, onHint, onExposure } = againstTheLight(who, 45, { obeys: true });
    const random = () => 0.2;
    const live = await captureLive(frames, engine, usualCapture, onHint, never, random, onExposure);
    const reference = await referenceTemplate(await chipPhoto(portrait(who)), engine);
    assert.ok(isMatch(reference, live, engine.pack.threshold));
    assert.ok(asked.length === 1 && asked.every((stops) => stops > 1), `${asked}`);
  });
}

test('[R18] in usual light the camera is asked for nothing', async () => {
  for (const who of ['grace-hopper', 'eileen-collins'] as const)
    await captureLive(
      person(who, 60),
      engine,
      { ...usualCapture, frames: 30 },
      () => undefined,
      never,
      () => 0.2,
      (stops) => assert.unreachable(`${stops}`),
    );
});

test('[R18] who mends it is taken', async () => {
  async function* comesNearer(): AsyncGenerator<Frame> {
    yield* changed(person('grace-hopper', 12), (p) => p.linear(0.15, 0));
    yield* person('grace-hopper', 30);
  }
  const { end, hints } = await capture(comesNearer());
  assert.is(end, 'not refused');
  assert.equal(hints, ['FACE_TOO_DARK']);
});

test('a single bad frame is no news', async () => {
  async function* blinks(): AsyncGenerator<Frame> {
    yield* person(undefined, 1);
    yield* person('grace-hopper', 20);
  }
  assert.equal((await capture(blinks())).hints, []);
});

test('a still picture before the camera is not accepted as live', async () => {
  const still = await firstFrame('grace-hopper', { noise: 0 });
  assert.is((await capture(shown(Array.from({ length: 90 }, () => still)))).end, 'FACE_NOT_LIVE');
});

test('a still picture under sensor noise and changing light is not accepted as live', async () => {
  for (const noise of [1, 2, 4]) {
    const still = await firstFrame('eileen-collins', { noise: 0 });
    assert.is((await capture(exposed(still, noise))).end, 'FACE_NOT_LIVE', `noise ${noise}`);
  }
});

test('a still picture against the light is not accepted as live for the exposure that changes', async () => {
  const still = await firstFrame('grace-hopper', { noise: 0, light: () => 'backlight' });
  const asked: number[] = [];
  const frames = exposed(still, 2, () => asked.at(-1) ?? 0);
  const random = () => 0.2;
  const told = (stops: number) => asked.push(stops);
  const captured = captureLive(frames, engine, usualCapture, () => undefined, never, random, told);
  assert.is(await refusal(captured), 'FACE_NOT_LIVE');
  assert.ok(asked.length > 0);
});

test('a slow reader that saw somebody twice alike looks on; a still picture it refuses all the same', async () => {
  const still = await firstFrame('grace-hopper', { noise: 0 });
  async function* alikeAtFirst() {
    yield* shown([still, still]);
    yield* person('grace-hopper', 20);
  }
  assert.is((await capture(slowly(alikeAtFirst()))).end, 'not refused');
  const pictures = await capture(slowly(shown(Array.from({ length: 20 }, () => still))));
  assert.is(pictures.end, 'FACE_NOT_LIVE');
  assert.is(pictures.taken, usualCapture.liveness.stillness.fewestFrames);
});

/** One frame in nine seconds, as an emulated processor looks at them. */
async function* slowly(frames: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  let at = 0;
  for await (const { jpeg } of frames) {
    at += 9000;
    yield { jpeg, at };
  }
}

/** A still picture as a sensor sees it again and again. */
async function* exposed(still: Buffer, noise: number, stops = () => 0): AsyncGenerator<Frame> {
  const picture = await sharp(still).raw().toBuffer();
  const sensor = createSensor(seededRandom(3), noise);
  const frame = emptyPicture(640, 480);
  const camera = createAutoExposure();
  for (let i = 0; i < 90; i++) {
    frame.rgb.set(picture);
    camera.expose(frame, 0, stops(), i / 15);
    sensor.expose(frame, Math.round(4 * Math.sin(i / 6)));
    yield { jpeg: await toJpeg(frame), at: 1000 + i * 67 };
  }
}

test('somebody else who steps in between starts the capture over: two people never make one template', async () => {
  async function* swapped(): AsyncGenerator<Frame> {
    yield* person('eileen-collins', 2);
    yield* person('grace-hopper', 20);
  }
  const ignore = () => undefined;
  const mixed = await captureLive(swapped(), engine, usualCapture, ignore, never, () => 0.2);
  const alone = await captureLive(person('grace-hopper', 20), engine, usualCapture, ignore, never, () => 0.2);
  const first = await captureLive(person('eileen-collins', 20), engine, usualCapture, ignore, never, () => 0.2);
  assert.ok(cosine(mixed.values, alone.values) > 0.95);
  assert.ok(cosine(mixed.values, first.values) < 0.3);
});

test('torn, empty and foreign pictures are skipped; nothing but those ends the capture', async () => {
  const good = await firstFrame('grace-hopper');
  const png = await sharp(good).png().toBuffer();
  const broken = [
    Buffer.alloc(0),
    good.subarray(0, good.length >> 1),
    Buffer.from('<svg/>'),
    png,
    good.subarray(0, 30),
  ];
  async function* withBroken(): AsyncGenerator<Frame> {
    yield* shown(broken);
    yield* person('grace-hopper', 20);
  }
  assert.is((await capture(withBroken())).end, 'not refused');
  const only = Array.from({ length: 30 }, (_, i) => broken[i % broken.length] ?? good);
  assert.is((await capture(shown(only))).end, 'FACE_PICTURE_UNREADABLE');
});

test('a camera that stops, and one that gives nothing, end the capture', async () => {
  assert.is((await capture(person('grace-hopper', 2))).end, 'FACE_FRAMES_ENDED');
  assert.is((await capture(shown([]))).end, 'FACE_FRAMES_ENDED');
});

test('an abort ends the capture with the signal’s reason', async () => {
  const stop = new AbortController();
  const reason = Object.assign(new Error('cancelled'), { code: 'CANCELLED' });
  const capturing = captureLive(
    person('grace-hopper', 20, { distanceCm: 150 }),
    engine,
    usualCapture,
    () => undefined,
    stop.signal,
    () => 0.2,
  );
  stop.abort(reason);
  assert.is(await refusal(capturing), 'CANCELLED');
});

test('[R42] every frame and every template but the answered one is zeroed, whichever way the capture ends', async () => {
  const ways: [string, () => AsyncIterable<Frame>][] = [
    ['not refused', () => person('grace-hopper', 20)],
    ['FACE_FRAMES_ENDED', () => person('grace-hopper', 2)],
    ['FACE_FRAMES_ENDED', () => changed(person('grace-hopper', 4), (p) => p.blur(5))],
    ['FACE_PICTURE_UNREADABLE', () => shown(Array.from({ length: 20 }, () => Buffer.from('torn')))],
  ];
  for (const [wanted, frames] of ways) {
    const held: (Uint8Array | Float32Array)[] = [];
    async function* noted() {
      for await (const frame of frames()) {
        held.push(frame.jpeg);
        yield frame;
      }
    }
    const watched: FaceEngine = {
      ...engine,
      detect: (picture) => {
        held.push(picture.rgb);
        return engine.detect(picture);
      },
      landmarks: async (picture, box) => {
        const landmarks = await engine.landmarks(picture, box);
        held.push(landmarks);
        return landmarks;
      },
      align: (picture, landmarks) => {
        const aligned = engine.align(picture, landmarks);
        held.push(aligned);
        return aligned;
      },
      embed: async (aligned) => {
        const template = await engine.embed(aligned);
        held.push(template.values);
        return template;
      },
    };
    assert.is(
      await refusal(
        captureLive(
          noted(),
          watched,
          usualCapture,
          () => undefined,
          never,
          () => 0.2,
        ),
      ),
      wanted,
    );
    assert.ok(held.length > 3);
    assert.ok(
      held.every((data) => data.every((value) => value === 0)),
      wanted,
    );
  }
});

test.run();

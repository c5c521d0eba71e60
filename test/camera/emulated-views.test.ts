import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Region } from 'sharp';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paced } from '../../drivers/camera/emulated/pace.ts';
import { emptyPicture } from '../../drivers/camera/emulated/picture.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { createSensor } from '../../drivers/camera/emulated/sensor.ts';
import { steppedClock } from '../../drivers/camera/emulated/stepped-clock.ts';
import { cardView } from '../../drivers/card-camera/emulated/card-view.ts';
import { drawCardFace } from '../../drivers/card-camera/emulated/draw-card-face.ts';
import { layScene, type Scene } from '../../drivers/card-camera/emulated/lay-scene.ts';
import type { Light } from '../../drivers/face-camera/emulated/light.ts';
import type { PersonViewOptions } from '../../drivers/face-camera/emulated/person-view.ts';
import { personView } from '../../drivers/face-camera/emulated/person-view.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { specimen } from './specimen.ts';

const test = suite('emulated cameras');
const [hopper, collins] = (await Promise.all(
  ['grace-hopper.jpg', 'eileen-collins.jpg'].map((name) =>
    readFile(join(projectHome(), 'drivers/desk/portraits', name)),
  ),
)) as [Buffer, Buffer];
const card = await drawCardFace(await specimen());

test('the card camera gives whole JPEGs of 1280 × 800, no two alike', async () => {
  const scene = await laid(card);
  const frames = await cardFrames(() => scene, 4);
  for (const frame of frames) {
    const { format, width, height, isProgressive } = await sharp(frame).metadata();
    assert.equal(
      { format, width, height, isProgressive },
      { format: 'jpeg', width: 1280, height: 800, isProgressive: false },
    );
  }
  assert.is(new Set(frames.map((frame) => frame.toString('base64'))).size, 4);
});

test('an empty bed is dark; a card laid shows, taken away it is gone', async () => {
  const [empty, lying] = [await laid(undefined), await laid(card)];
  const scenes = [empty, lying, empty];
  const light = await Promise.all((await cardFrames(() => scenes.shift() ?? empty, 3)).map(brightness));
  const [before = 0, during = 0, after = 0] = light;
  assert.ok(before < 60 && after < 60, `empty: ${before}, ${after}`);
  assert.ok(during > 120, `with a card: ${during}`);
});

test('the face camera gives JPEGs of 640 × 480 that move as somebody who lives', async () => {
  const frames = await personFrames({ person: () => hopper, noise: 0 }, 16);
  const { format, width, height } = await sharp(frames[0]).metadata();
  assert.equal({ format, width, height }, { format: 'jpeg', width: 640, height: 480 });
  const face = { left: 220, top: 100, width: 200, height: 220 };
  const wall = { left: 560, top: 20, width: 70, height: 200 };
  const moved = await difference(frames[0] as Buffer, frames[15] as Buffer, face);
  assert.ok(moved > 1.5, `the face moves within a second: ${moved}`);
  const stood = await difference(frames[0] as Buffer, frames[15] as Buffer, wall);
  assert.ok(stood < moved / 2, `the wall stays: ${stood}`);
  assert.is(new Set(frames.map((frame) => frame.toString('base64'))).size, 16);
});

test('a nearer person is larger', async () => {
  const seen = async (distanceCm: number) =>
    (await personFrames({ person: () => collins, noise: 0, distanceCm }, 1))[0] as Buffer;
  const hairAndSkin = async (jpeg: Buffer) => {
    const rgb = await sharp(jpeg).extract({ left: 0, top: 0, width: 640, height: 320 }).raw().toBuffer();
    let count = 0;
    for (let at = 0; at < rgb.length; at += 3) if ((rgb[at] as number) > (rgb[at + 2] as number) + 35) count += 1;
    return count;
  };
  const [near, far] = [await hairAndSkin(await seen(40)), await hairAndSkin(await seen(60))];
  assert.ok(near > 1.6 * far, `${near} and ${far} pixels of hair and skin`);
});

test('[R18] between bright windows the camera exposes for them; asked for more, it brightens within half a second', async () => {
  const face = { left: 260, top: 150, width: 120, height: 120 };
  const light = async (jpeg: Buffer | undefined) => brightness(await sharp(jpeg).extract(face).toBuffer());
  let lit: Light = 'usual';
  let stops = 0;
  const view = personView({
    person: () => collins,
    light: () => lit,
    exposure: () => stops,
    clock: steppedClock(),
    random: seededRandom(1),
    signal: new AbortController().signal,
  });
  const afterHalfASecond = async () => {
    for (let n = 0; n < 8; n += 1) await view.next();
    return light((await view.next()).value?.jpeg);
  };
  const usual = await afterHalfASecond();
  lit = 'backlight';
  const dark = await afterHalfASecond();
  assert.ok(dark < 0.5 * usual, `${usual} → ${dark}`);
  stops = 2;
  const bright = await afterHalfASecond();
  assert.ok(Math.abs(bright / dark - 2 ** (2 / 2.2)) < 0.15, `${dark} → ${bright}`);
  stops = -1;
  assert.ok((await afterHalfASecond()) < dark);
  lit = 'usual';
  stops = 0;
  assert.ok(Math.abs((await afterHalfASecond()) - usual) < 8, 'as before');
  await view.return(undefined);
});

test('nobody there: an empty room; the next person is another', async () => {
  const standing = [undefined, hopper, collins];
  const [room, first, second] = (await personFrames({ person: () => standing.shift() }, 3)) as [Buffer, Buffer, Buffer];
  const middle = { left: 220, top: 60, width: 200, height: 300 };
  assert.ok(
    (await sharp(await sharp(room).extract(middle).toBuffer()).stats()).channels.every(({ stdev }) => stdev < 10),
  );
  assert.ok((await difference(room, first, middle)) > 20);
  assert.ok((await difference(first, second, middle)) > 20);
});

test('a picture that cannot be read: PICTURE_UNREADABLE, from either camera', async () => {
  const noPicture = () => Buffer.from('no picture');
  for (const frames of [laid(noPicture()), personFrames({ person: noPicture }, 1)]) {
    const error = await frames.then(
      () => undefined,
      (cause: { code: string }) => cause,
    );
    assert.is(error?.code, 'PICTURE_UNREADABLE');
  }
});

test('both views end when their signal aborts, in mid-sleep too', async () => {
  const bed = await laid(undefined);
  for (const view of [cardView, personView]) {
    const stop = new AbortController();
    const options = {
      scene: () => bed,
      person: () => undefined,
      clock: systemClock,
      random: seededRandom(1),
      fps: 0.01,
    };
    let count = 0;
    for await (const _ of view({ ...options, signal: stop.signal })) {
      count += 1;
      setTimeout(() => stop.abort(), 10);
    }
    assert.is(count, 1);
  }
});

test('ticks come at their times; a late taker misses ticks, not time', async () => {
  const clock = steppedClock();
  const at: number[] = [];
  for await (const seconds of paced(10, clock, new AbortController().signal)) {
    at.push(Math.round(seconds * 1000));
    if (at.length === 2) clock.pass(250); // the taker is busy
    if (at.length === 4) break;
  }
  assert.equal(at, [0, 100, 400, 500]);
});

test('exposure keeps every byte between 0 and 255 and moves the mean by the lift', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: -20, max: 20 }),
      fc.integer(),
      (level, lift, seed) => {
        const picture = emptyPicture(64, 16);
        picture.rgb.fill(level);
        createSensor(seededRandom(seed), 2).expose(picture, lift);
        const wanted = Math.min(255, Math.max(0, level + lift));
        for (const byte of picture.rgb) assert.ok(Math.abs(byte - wanted) <= 8, `${byte} from ${level}, lift ${lift}`);
        // Nearer to black or white the grain is cut off on one side.
        if ([level, wanted].every((grey) => grey > 10 && grey < 245)) {
          assert.ok(Math.abs(mean(picture.rgb) - wanted) < 0.5);
          assert.ok(new Set(picture.rgb).size > 4, 'it has grain');
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.run();

const laid = (lying: Buffer | undefined): Promise<Scene> =>
  layScene({ card: lying, disturbances: { noise: 1 }, random: seededRandom(1) });

const cardFrames = (scene: () => Scene, count: number): Promise<Buffer[]> =>
  collect(count, (clock, signal) => cardView({ scene, clock, signal }));

function personFrames(
  options: Partial<PersonViewOptions> & Pick<PersonViewOptions, 'person'>,
  count: number,
): Promise<Buffer[]> {
  return collect(count, (clock, signal) => personView({ clock, random: seededRandom(1), signal, ...options }));
}

async function collect(
  count: number,
  view: (clock: Clock, signal: AbortSignal) => AsyncIterable<{ jpeg: Buffer }>,
): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  for await (const { jpeg } of view(steppedClock(), new AbortController().signal)) {
    frames.push(jpeg);
    if (frames.length === count) break;
  }
  return frames;
}

async function brightness(jpeg: Buffer): Promise<number> {
  return mean(await sharp(jpeg).raw().toBuffer());
}

/** Mean difference of two pictures, in grey levels. */
async function difference(a: Buffer, b: Buffer, area?: Region): Promise<number> {
  const [one, other] = await Promise.all(
    [a, b].map((jpeg) => (area ? sharp(jpeg).extract(area) : sharp(jpeg)).greyscale().raw().toBuffer()),
  );
  return mean((one as Buffer).map((level, at) => Math.abs(level - ((other as Buffer)[at] as number))));
}

function mean(bytes: Uint8Array | Uint8ClampedArray): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum / bytes.length;
}

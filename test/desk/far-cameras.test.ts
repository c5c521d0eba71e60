import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import type { DeskCameras } from '../../drivers/desk/cameras.ts';
import { setUpFarCameras } from '../../drivers/desk/far-cameras.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

interface Place {
  cameras: DeskCameras;
}

const test = suite<Place>('the desk’s cameras in a thread of their own');
const never = new AbortController().signal;
const portrait = () => readFile(join(projectHome(), 'drivers/desk/portraits/grace-hopper.jpg'));

test.before.each(async (place) => {
  place.cameras = await setUpFarCameras(join(projectHome(), 'dist/app/camera-thread.js'), systemClock);
});
test.after.each(({ cameras }) => cameras.close());

/** Mean level of the middle of the frame of this number. */
async function middleOf(frames: AsyncIterable<Frame>, number = 1): Promise<number> {
  let count = 0;
  for await (const { jpeg } of frames) {
    if (++count < number) continue;
    const middle = await sharp(jpeg).extract({ left: 260, top: 150, width: 120, height: 120 }).toBuffer();
    return (await sharp(middle).stats()).channels[1]?.mean ?? Number.NaN;
  }
  throw new Error('no such frame');
}

test('somebody who stands there is seen, and lit as asked; nobody afterwards', async ({ cameras }) => {
  const nobody = await middleOf(cameras.faceFrames(never), 10);
  cameras.show({ kind: 'living', portrait: await portrait() });
  const somebody = await middleOf(cameras.faceFrames(never), 3);
  assert.ok(Math.abs(somebody - nobody) > 10, `${nobody} → ${somebody}`);
  cameras.lightFrom('backlight');
  const dark = await middleOf(cameras.faceFrames(never), 10);
  const lifted = await middleOf(
    cameras.faceFrames(never, () => 2),
    10,
  );
  assert.ok(lifted > 1.4 * dark, `${dark} → ${lifted}`);
  cameras.show(undefined);
  const again = await middleOf(cameras.faceFrames(never), 10);
  assert.ok(Math.abs(again - nobody) < 5, `${nobody} → ${again}`);
});

test('[R41] a view ends at its signal, and others go on', async ({ cameras }) => {
  const [one, other] = [new AbortController(), new AbortController()];
  let after = 0;
  const watched = (async () => {
    for await (const _ of cameras.cardFrames(other.signal)) if (one.signal.aborted && ++after === 3) other.abort();
  })();
  let before = 0;
  for await (const _ of cameras.cardFrames(one.signal)) if (++before === 2) one.abort();
  await watched;
  assert.equal([before, after], [2, 3]);
  assert.is((await cameras.faceFrames(one.signal)[Symbol.asyncIterator]().next()).done, true);
});

test('what cannot be drawn ends in its code, where it was asked for', async ({ cameras }) => {
  const broken = Buffer.from('no picture');
  cameras.show({ kind: 'living', portrait: broken });
  assert.is(await codeOf(middleOf(cameras.faceFrames(never))), 'PICTURE_UNREADABLE');
  const printed = {
    name: '',
    address: '',
    sex: '',
    birth: '',
    expiry: '',
    securityCode: '',
    issuer: '',
    pinless: false,
  };
  assert.is(await codeOf(cameras.lay({ ...printed, photo: broken.toString('base64') })), 'PICTURE_UNREADABLE');
  cameras.show(undefined);
  assert.type(await middleOf(cameras.faceFrames(never)), 'number');
});

test('a thread that does not start is told', async () => {
  const missing = setUpFarCameras(join(projectHome(), 'dist/app/no-such-thread.js'), systemClock);
  assert.is(
    await missing.then(
      () => 'started',
      () => 'refused',
    ),
    'refused',
  );
});

test('views end when the cameras are closed', async ({ cameras }) => {
  let frames = 0;
  for await (const _ of cameras.faceFrames(never)) if (++frames === 2) await Promise.all([cameras.close(), delay(1)]);
  assert.ok(frames < 5, String(frames));
});

test.run();

async function codeOf(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => assert.unreachable('was not refused'),
    (refused: unknown) => refused,
  );
  assert.instance(error, CodedError);
  return (error as CodedError).code;
}

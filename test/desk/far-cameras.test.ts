import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import type { DeskCameras } from '../../drivers/desk/cameras.ts';
import { setUpFarCameras } from '../../drivers/desk/far-cameras.ts';
import { projectHome } from '../../firmware/device/home.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';
import { middleOf } from './middle-of.ts';

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

/** The level of the first frame whose middle is as `wanted`: a portrait takes some frames to be there, light takes some to settle. */
async function seen(
  frames: AsyncIterable<Frame>,
  wanted: (mean: number, stdev: number) => boolean = () => true,
): Promise<number> {
  let count = 0;
  for await (const frame of frames) {
    const { mean, stdev } = await middleOf(frame);
    if (wanted(mean, stdev)) return mean;
    if (++count === 300) assert.unreachable(`still ${mean} ± ${stdev}`);
  }
  throw new Error('the view ended');
}

test('somebody who stands there is seen, and lit as asked; nobody afterwards', async ({ cameras }) => {
  const empty = (_: number, stdev: number) => stdev < 10;
  await seen(cameras.faceFrames(never), empty);
  cameras.show({ kind: 'living', portrait: await portrait() });
  const usual = await seen(cameras.faceFrames(never), (_, stdev) => stdev > 20);
  cameras.lightFrom('backlight');
  const dark = await seen(cameras.faceFrames(never), (mean) => mean < usual / 1.4);
  const lifted = cameras.faceFrames(never, () => 2);
  await seen(lifted, (mean) => mean > 1.4 * dark);
  cameras.show(undefined);
  await seen(cameras.faceFrames(never), empty);
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
  assert.is(await codeOf(seen(cameras.faceFrames(never))), 'PICTURE_UNREADABLE');
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
  assert.type(await seen(cameras.faceFrames(never)), 'number');
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

test('a thread that is lost ends every view, and is told to whoever asks after it', async ({ cameras }) => {
  const watching = codeOf(seen(cameras.faceFrames(never), () => false));
  cameras.show({ kind: 'living' } as never); // without a portrait: the thread fails
  assert.is(await watching, 'DESK_FAILED');
  assert.is(await codeOf(seen(cameras.cardFrames(never))), 'DESK_FAILED');
  assert.is(await codeOf(cameras.lay(undefined)), 'DESK_FAILED');
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

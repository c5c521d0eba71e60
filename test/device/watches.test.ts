import sharp from 'sharp';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Camera } from '../../drivers/camera/contract.ts';
import { cameraFault } from '../../drivers/camera/faults.ts';
import { createCamera } from '../../drivers/camera/index.ts';
import type { DeviceState } from '../../firmware/check/messages.ts';
import { watchedCamera } from '../../firmware/check/watched-camera.ts';
import type { Clock } from '../../firmware/device/clock.ts';
import type { ReaderListener } from '../../firmware/device/reader.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { watchCameras } from '../../firmware/device/watch-cameras.ts';
import { watchClock } from '../../firmware/device/watch-clock.ts';
import { leastFreeBytes, watchDisk } from '../../firmware/device/watch-disk.ts';
import { faultsBoard } from '../../firmware/records/faults-board.ts';

const test = suite('[R46] what the reader watches of itself');

/** A clock whose every sleep is a step of a plan; the plan's end stops the watch. */
function planned(steps: (() => void)[], stop: AbortController) {
  const now = { wall: Date.UTC(2027, 3, 1), monotonic: 0 };
  const clock: Clock = {
    wall: () => now.wall,
    monotonic: () => now.monotonic,
    sleep: async (ms) => {
      now.wall += ms;
      now.monotonic += ms;
      const step = steps.shift();
      if (step) step();
      else stop.abort();
    },
  };
  return { now, clock };
}

const journal = () => {
  const faults = faultsBoard();
  const told: string[] = [];
  faults.onChange(({ is, fault }) => told.push(`${is} ${fault.code} ${fault.part}`));
  return { faults, told };
};

test('the clock: a jump is noted, a date that cannot be is a fault until it is set right', async () => {
  const stop = new AbortController();
  const { faults, told } = journal();
  const jumps: string[] = [];
  const steps = [
    () => undefined,
    () => {
      now.wall = Date.UTC(1970, 0, 1);
    },
    () => {
      now.wall += 200; // drift, no jump
    },
    () => {
      now.wall = Date.UTC(2027, 3, 2);
    },
    () => undefined,
  ];
  const { now, clock } = planned(steps, stop);
  await watchClock(faults, ({ code }) => jumps.push(code), clock, stop.signal);
  assert.equal(told, ['raised CLOCK_WRONG clock', 'cleared CLOCK_WRONG clock']);
  assert.equal(jumps, ['CLOCK_JUMPED', 'CLOCK_JUMPED']);
});

test('the disk: nearly full or dead is a fault until it is not', async () => {
  const stop = new AbortController();
  const { faults, told } = journal();
  let free: number | Error = leastFreeBytes;
  const steps = [leastFreeBytes - 1, new Error('EIO'), leastFreeBytes].map((next) => () => {
    free = next;
  });
  const { clock } = planned(steps, stop);
  const ask = async () => {
    if (free instanceof Error) throw free;
    return free;
  };
  await watchDisk(ask, faults, clock, stop.signal);
  assert.equal(told, [
    'raised DISK_NEARLY_FULL disk',
    'cleared DISK_NEARLY_FULL disk',
    'raised DISK_UNREADABLE disk',
    'cleared DISK_UNREADABLE disk',
  ]);
});

test('the cameras: what a check finds, and what is unplugged, is a fault until it works again', async () => {
  const stop = new AbortController();
  const { faults, told } = journal();
  let heard: ReaderListener = {};
  let absent: DeviceState['part'][] = [];
  const steps = [
    () => heard.onDevice?.({ part: 'face-camera', code: 'CAMERA_FROZEN' }),
    () => heard.onDevice?.({ part: 'face-camera', code: 'CAMERA_LOST' }),
    () => heard.onDevice?.({ part: 'face-camera' }),
    () => {
      absent = ['card-camera'];
    },
    () => {
      absent = [];
    },
    () => undefined,
  ];
  const { clock } = planned(steps, stop);
  const reader = {
    listen: (listener: ReaderListener) => {
      heard = listener;
    },
  };
  await watchCameras(reader, () => absent, { faults, clock, signal: stop.signal });
  assert.equal(told, [
    'raised CAMERA_FROZEN face-camera',
    'cleared CAMERA_FROZEN face-camera',
    'raised CAMERA_LOST face-camera',
    'cleared CAMERA_LOST face-camera',
    'raised CAMERA_UNAVAILABLE card-camera',
    'cleared CAMERA_UNAVAILABLE card-camera',
  ]);
});

const noise = (seed: number) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: { r: 90, g: 80, b: seed % 256 } } })
    .jpeg()
    .toBuffer();
const black = () =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#050505' } })
    .jpeg()
    .toBuffer();

/** What is told of a camera that sends these pictures, one a second, then fails. */
async function toldOf(pictures: readonly Buffer[], fails: boolean): Promise<(string | undefined)[]> {
  const now = { ms: 0 };
  const camera: Camera = {
    async *frames() {
      for (const jpeg of pictures) {
        yield { jpeg: Buffer.from(jpeg), at: now.ms };
        await systemClock.sleep(500); // a picture is looked at beside the stream
        now.ms += 1000;
      }
      if (fails) throw cameraFault('CAMERA_LOST');
    },
  };
  const told: (string | undefined)[] = [];
  const clock: Clock = { ...systemClock, monotonic: () => now.ms };
  const watched = watchedCamera(camera, 'card-camera', { clock, tell: ({ code }) => told.push(code) });
  try {
    for await (const { jpeg } of watched.frames(new AbortController().signal)) jpeg.fill(0);
  } catch {} // told too
  return told;
}

test('pictures: live ones are told to work once; the same ones for long are frozen; a failure has its code', async () => {
  const [a, b, c] = await Promise.all([noise(1), noise(80), noise(200)]);
  assert.equal(await toldOf([a, b, c, a, b], false), [undefined]);
  assert.equal(await toldOf([a, b, b, b, b, c], false), [undefined, 'CAMERA_FROZEN', undefined]);
  assert.equal(await toldOf([a, b], true), [undefined, 'CAMERA_LOST']);
});

test('pictures: black ones are told until there is light', async () => {
  const [dark, light, other] = await Promise.all([black(), noise(9), noise(99)]);
  const told = await toldOf([light, dark, Buffer.concat([dark]), light, other, light], false);
  assert.equal(told, [undefined, 'CAMERA_BLACK', undefined]);
});

test('the emulated and the ffmpeg driver are watched alike: a source that is not there has its code', async () => {
  const camera = await createCamera(
    'face-camera',
    { driver: 'ffmpeg', input: '/dev/video-nowhere', size: '640x480', fps: 15 },
    '',
    systemClock,
  );
  const told: DeviceState[] = [];
  const watched = watchedCamera(camera, 'face-camera', { clock: systemClock, tell: (state) => told.push(state) });
  try {
    for await (const { jpeg } of watched.frames(new AbortController().signal)) jpeg.fill(0);
    assert.unreachable();
  } catch (error) {
    assert.is(Reflect.get(Object(error), 'code'), 'CAMERA_UNAVAILABLE');
  }
  assert.equal(told, [{ part: 'face-camera', code: 'CAMERA_UNAVAILABLE' }]);
});

test.run();

import sharp from 'sharp';
import type { Camera, Frame } from '../../drivers/camera/contract.ts';
import { type Case, demand } from '../conformance/case.ts';
import { type CameraBench, endsWithin, letGoMs } from './bench.ts';

/** Takes so many frames; the camera is off afterwards. `pauseMs` after each: a slow taker. */
async function frames(
  { make }: CameraBench,
  count: number,
  pauseMs = 0,
  camera?: Camera,
): Promise<(Frame & { takenAt: number })[]> {
  const stop = new AbortController();
  const taken: (Frame & { takenAt: number })[] = [];
  const take = async () => {
    for await (const frame of (camera ?? (await make())).frames(stop.signal)) {
      taken.push({ ...frame, takenAt: performance.now() });
      if (taken.length === count) break;
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  await take();
  stop.abort();
  demand(taken.length === count, `${taken.length} frames of ${count}`);
  return taken;
}

/** The contract of a camera. */
export const cameraCases: readonly Case<CameraBench>[] = [
  {
    id: 'P01',
    title: 'each frame is one whole JPEG that can be read, of one size',
    run: async (bench) => {
      const sizes = new Set<string>();
      for (const { jpeg } of await frames(bench, 5)) {
        demand(jpeg[0] === 0xff && jpeg[1] === 0xd8, 'it does not begin as a JPEG');
        demand(jpeg.lastIndexOf(Uint8Array.of(0xff, 0xd9)) > 0, 'it does not end as a JPEG');
        const { width, height, isProgressive } = await sharp(jpeg, { failOn: 'warning' }).metadata();
        demand(!isProgressive, 'it is progressive, not baseline');
        sizes.add(`${width}x${height}`);
      }
      demand(sizes.size === 1, [...sizes].join(', '));
    },
  },
  {
    id: 'P02',
    title:
      'frames carry the time at which they were taken, each later than the one before, none in the future, none old',
    run: async (bench) => {
      const taken = await frames(bench, 8);
      for (const [at, { at: time, takenAt }] of taken.entries()) {
        demand(at === 0 || time > (taken[at - 1]?.at ?? 0), 'a time is not later than the one before');
        demand(time <= takenAt && takenAt - time < 2000, `taken ${Math.round(takenAt - time)} ms ago`);
      }
    },
  },
  {
    id: 'P03',
    title: 'a slow taker gets the newest frame, never a backlog',
    run: async (bench) => {
      const late = (await frames(bench, 4, 700)).slice(1);
      for (const { at, takenAt } of late)
        demand(takenAt - at < 700, `a frame waited ${Math.round(takenAt - at)} ms for a taker that pauses 700 ms`);
    },
  },
  {
    id: 'P04',
    title: 'each frame is the taker’s own: zeroing one leaves the next as it is',
    run: async ({ make }) => {
      const stop = new AbortController();
      let count = 0;
      for await (const { jpeg } of (await make()).frames(stop.signal)) {
        demand(jpeg[0] === 0xff && jpeg[1] === 0xd8, 'a frame was zeroed before it was given');
        jpeg.fill(0);
        count += 1;
        if (count === 5) break;
      }
      stop.abort();
    },
  },
  {
    id: 'P05',
    title: 'it ends when its signal is aborted, while a frame is waited for too',
    run: async ({ make }) => {
      const stop = new AbortController();
      const taking = (async () => {
        for await (const { jpeg } of (await make()).frames(stop.signal)) jpeg.fill(0);
      })();
      await new Promise((resolve) => setTimeout(resolve, 1500));
      stop.abort();
      await endsWithin(letGoMs, taking, 'the iteration');
    },
  },
  {
    id: 'P06',
    title: 'an aborted signal gives no frame',
    run: async ({ make }) => {
      const taking = (async () => {
        for await (const _ of (await make()).frames(AbortSignal.abort())) throw new Error('a frame came');
      })();
      await endsWithin(letGoMs, taking, 'the iteration');
    },
  },
  {
    id: 'P07',
    title: 'it goes on and off five times',
    run: async (bench) => {
      const camera = await bench.make();
      for (let time = 0; time < 5; time += 1) await frames(bench, 2, 0, camera);
    },
  },
  {
    id: 'P08',
    title: 'exposing more and less, where the camera can, stops no frames; that it cannot is CAMERA_EXPOSURE_FIXED',
    run: async ({ make }) => {
      const camera = await make();
      if (!camera.expose) return;
      const stop = new AbortController();
      let count = 0;
      for await (const { jpeg } of camera.frames(stop.signal)) {
        jpeg.fill(0);
        await camera.expose([1, -1, 0][count % 3] ?? 0).catch((error: unknown) => {
          const code = Reflect.get(Object(error), 'code');
          demand(code === 'CAMERA_EXPOSURE_FIXED', `refused as ${code}`);
        });
        count += 1;
        if (count === 6) break;
      }
      stop.abort();
      demand(count === 6, `${count} frames of 6`);
    },
  },
];

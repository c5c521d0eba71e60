import type { Camera } from '../../drivers/camera/contract.ts';
import type { Clock } from '../device/clock.ts';

/** Long enough for a black or frozen picture to be told from a good one, ms. */
const lookMs = 2000;

/** A look through the cameras that may be called off. */
export interface FirstLook {
  /** Resolves once every camera is off. */
  stop(): Promise<void>;
}

/**
 * Has each camera on for two seconds and zeroes its pictures unseen, so that a broken one is known before the first patient (R45). What is found is told by
 * `watchedCamera`.
 */
export function firstLook(cameras: readonly Camera[], clock: Clock): FirstLook {
  const over = new AbortController();
  void clock.sleep(lookMs, over.signal).then(
    () => over.abort(),
    () => undefined, // called off
  );
  const looks = Promise.all(cameras.map((camera) => lookThrough(camera, over.signal)));
  return {
    stop: async () => {
      over.abort();
      await looks;
    },
  };
}

async function lookThrough(camera: Camera, signal: AbortSignal): Promise<void> {
  try {
    for await (const { jpeg } of camera.frames(signal)) jpeg.fill(0);
  } catch {} // told already
}

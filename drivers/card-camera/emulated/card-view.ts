import type { Clock } from '../../../firmware/device/clock.ts';
import type { Frame } from '../../camera/contract.ts';
import { paced } from '../../camera/emulated/pace.ts';
import type { Picture } from '../../camera/emulated/picture.ts';
import { emptyPicture, toJpeg } from '../../camera/emulated/picture.ts';
import type { Random } from '../../camera/emulated/random.ts';
import { between } from '../../camera/emulated/random.ts';
import { bedPixels, bedWithCard, emptyBed } from './card-bed.ts';
import type { Disturbance } from './disturbance.ts';
import { sensorNoise, unevenLight } from './disturbance.ts';

/** What an emulated card camera is given. */
export interface CardViewOptions {
  /** What lies on the bed now: a PNG of `drawCardFace`, or nothing. Asked for each frame; another buffer is another laying. */
  readonly card: () => Buffer | undefined;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends the view. */
  readonly signal: AbortSignal;
  /** Frames a second, 10 by default. */
  readonly fps?: number;
  /** What spoils the view, in this order; without it the usual uneven light and sensor noise. */
  readonly disturbances?: readonly Disturbance[];
}

/**
 * What the card camera sees: the bed from above, 1280 × 800, with the card as a hand lays it (up to 14 pixels off, turned
 * by up to 1.5°), no two frames alike. Ends when the signal aborts.
 * @throws PICTURE_UNREADABLE when what lies there is no picture
 */
export async function* cardView(options: CardViewOptions): AsyncGenerator<Frame> {
  const { card, clock, random, signal, fps = 10 } = options;
  const disturbances = options.disturbances ?? [unevenLight(1), sensorNoise(1, random)];
  const frame = emptyPicture(bedPixels.width, bedPixels.height);
  let lying: Buffer | undefined;
  let scene: Picture | undefined;

  for await (const _ of paced(fps, clock, signal)) {
    const now = card();
    if (!scene || now !== lying) {
      scene = now ? await bedWithCard(now, layByHand(random)) : await emptyBed();
      for (const disturbance of disturbances) disturbance.onLaid?.(scene, random);
      lying = now;
    }
    frame.rgb.set(scene.rgb);
    for (const disturbance of disturbances) disturbance.onFrame?.(frame, random);
    yield { jpeg: await toJpeg(frame), at: clock.monotonic() };
  }
}

function layByHand(random: Random) {
  return {
    shiftX: between(random, -14, 14),
    shiftY: between(random, -14, 14),
    turn: between(random, -1.5, 1.5),
  };
}

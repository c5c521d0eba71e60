import type { Clock } from '../../../firmware/device/clock.ts';
import type { Frame } from '../../camera/contract.ts';
import { paced } from '../../camera/emulated/pace.ts';
import { emptyPicture, type Picture, toJpeg } from '../../camera/emulated/picture.ts';
import type { Random } from '../../camera/emulated/random.ts';
import { createDrift, createSensor } from '../../camera/emulated/sensor.ts';
import { createAutoExposure } from './auto-exposure.ts';
import { headroomOf, type Light } from './light.ts';
import { plainRoom, viewPixels } from './room.ts';
import { type Shown, Standing } from './standing.ts';
import { createTurning } from './turning.ts';

/** What an emulated face camera is given. */
export interface PresentationViewOptions {
  /** What is there now, or nothing. Asked for each frame; another object is another presentation. */
  readonly shown: () => Shown | undefined;
  /** Where the one before the camera is asked to turn to now, −1…1, see `Presentation`; asked for each frame. */
  readonly turn?: () => number;
  /** Where the light comes from that a living person stands in; usual by default. Asked for each frame. */
  readonly light?: () => Light;
  /** Stops that the camera is asked to expose more than its automatic does; 0 by default. Asked for each frame. */
  readonly exposure?: () => number;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends the view. */
  readonly signal: AbortSignal;
  /** Frames a second, 15 by default. */
  readonly fps?: number;
  /** How far off a living person stands, 50 cm by default; attacks are held where they show a face of usual size. */
  readonly distanceCm?: number;
  /** Who stands there, where several views see the same (`distanceCm` is then theirs); by default a view has its own. */
  readonly standing?: Standing;
  /** Noise of the sensor, standard deviation in grey levels of 255; 2 by default. */
  readonly noise?: number;
}

/**
 * What the face camera sees, 640 × 480: a plain room, and before it a living person or somebody who holds up an attack.
 * Ends when the signal aborts.
 * @throws PICTURE_UNREADABLE when a portrait is no picture
 */
export async function* presentationView(options: PresentationViewOptions): AsyncGenerator<Frame> {
  const { shown, turn = () => 0, clock, random, signal, fps = 15, distanceCm, noise = 2 } = options;
  const { light = () => 'usual', exposure = () => 0, standing = new Standing(random, distanceCm) } = options;
  const frame = emptyPicture(viewPixels.width, viewPixels.height);
  const camera = createAutoExposure();
  const sensor = createSensor(random, noise);
  const flicker = createDrift(random, 0.08);
  const turning = createTurning();
  let room: Picture | undefined;

  for await (const seconds of paced(fps, clock, signal)) {
    const now = shown();
    const lit = now?.kind === 'living' ? light() : 'usual';
    const presentation = now && (await standing.presentation(now, lit));
    const turned = turning(turn(), seconds);
    if (presentation) presentation.draw(seconds, turned, frame);
    else {
      room ??= await plainRoom();
      frame.rgb.set(room.rgb);
    }
    camera.expose(frame, headroomOf[lit], exposure(), seconds);
    sensor.expose(frame, Math.round(6 * flicker(seconds)));
    yield { jpeg: await toJpeg(frame), at: clock.monotonic() };
  }
}

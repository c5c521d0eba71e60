import type { Clock } from '../../../firmware/device/clock.ts';
import type { Frame } from '../../camera/contract.ts';
import { paced } from '../../camera/emulated/pace.ts';
import { emptyPicture, toJpeg } from '../../camera/emulated/picture.ts';
import type { Random } from '../../camera/emulated/random.ts';
import { createSensor } from '../../camera/emulated/sensor.ts';
import { createAutoExposure } from './auto-exposure.ts';
import { headroomOf, type Light, personIn } from './light.ts';
import { createLivingPose } from './living-pose.ts';
import type { FacePlace, PersonLayer } from './person-layer.ts';
import { cutPerson } from './person-layer.ts';
import { plainRoom, viewPixels } from './room.ts';
import { standBefore } from './stand-before.ts';

/** What an emulated face camera is given. */
export interface PersonViewOptions {
  /** Whose portrait (JPEG or PNG, upright) stands there now, or nobody. Asked for each frame; another buffer is another person. */
  readonly person: () => Buffer | undefined;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends the view. */
  readonly signal: AbortSignal;
  /** Frames a second, 15 by default. */
  readonly fps?: number;
  /** How far off the person stands, 50 cm by default. */
  readonly distanceCm?: number;
  /** Where the face is in the portrait; by default as in a head-and-shoulders portrait. */
  readonly face?: FacePlace;
  /** Noise of the sensor, standard deviation in grey levels of 255; 2 by default. */
  readonly noise?: number;
  /** Where the light comes from now; usual by default. Asked for each frame. */
  readonly light?: () => Light;
  /** Stops that the camera is asked to expose more than its automatic does; 0 by default. Asked for each frame. */
  readonly exposure?: () => number;
}

/** The face in a usual head-and-shoulders portrait. */
const usualFace: FacePlace = { x: 0.5, y: 0.36, width: 0.42 };

/**
 * What the face camera sees, 640 × 480: a plain room, and a person who breathes, sways and never holds quite still.
 * Ends when the signal aborts.
 * @throws PICTURE_UNREADABLE when the portrait is no picture
 */
export async function* personView(options: PersonViewOptions): AsyncGenerator<Frame> {
  const { person, clock, random, signal, fps = 15, distanceCm = 50, face = usualFace, noise = 2 } = options;
  const { light = () => 'usual', exposure = () => 0 } = options;
  const frame = emptyPicture(viewPixels.width, viewPixels.height);
  let room = await plainRoom();
  const sensor = createSensor(random, noise);
  const camera = createAutoExposure();
  const poseAt = createLivingPose(random);
  let there: Buffer | undefined;
  let lit: Light = 'usual';
  let layer: PersonLayer | undefined;

  for await (const seconds of paced(fps, clock, signal)) {
    const now = person();
    const lightNow = light();
    if (now !== there || lightNow !== lit) {
      layer = now && personIn(lightNow, await cutPerson(now, face, distanceCm));
      const [left, right] = layer?.backdrop ?? [];
      room = await plainRoom(left, right, lightNow);
      there = now;
      lit = lightNow;
    }
    const pose = poseAt(seconds);
    if (layer) standBefore(room, layer, pose, frame);
    else frame.rgb.set(room.rgb);
    camera.expose(frame, headroomOf[lit], exposure(), seconds);
    sensor.expose(frame, pose.lift);
    yield { jpeg: await toJpeg(frame), at: clock.monotonic() };
  }
}

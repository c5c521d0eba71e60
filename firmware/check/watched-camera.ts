import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Camera, Frame } from '../../drivers/camera/contract.ts';
import type { Clock } from '../device/clock.ts';
import { CodedError } from '../records/coded-error.ts';
import type { DeviceState } from './messages.ts';

/** Pictures that are the same to the last bit for so long, in ms, are no pictures: every sensor has noise. */
const frozenMs = 1500;
/** How often a picture is looked at for being black, in ms. */
const lookMs = 1000;
/** Of 255. A covered lens, a dead sensor; a dark room is brighter somewhere. */
const brightestOfBlack = 24;
const thumbnail = 32;

/**
 * A camera whose state is told: that it works, or why not (R46). Failures of the driver, and what no driver sees: black or frozen
 * pictures. Frames go on all the same, for whoever takes them judges better whether they serve.
 */
export function watchedCamera(
  camera: Camera,
  part: DeviceState['part'],
  { clock, tell }: { readonly clock: Clock; readonly tell: (state: DeviceState) => void },
): Camera {
  async function* frames(signal: AbortSignal): AsyncGenerator<Frame> {
    const watch = new PictureWatch(clock);
    try {
      for await (const frame of camera.frames(signal)) {
        const code = watch.look(frame.jpeg);
        if (code !== 'unchanged') tell(code === undefined ? { part } : { part, code });
        yield frame;
      }
    } catch (error) {
      if (error instanceof CodedError && !signal.aborted) tell({ part, code: error.code });
      throw error;
    } finally {
      await watch.judged; // its copy of a picture is zeroed then
    }
  }
  const { expose } = camera;
  return { frames, ...(expose ? { expose: (stops: number) => expose(stops) } : {}) };
}

type PictureFault = 'CAMERA_BLACK' | 'CAMERA_FROZEN';

/** Judges the pictures of one stream. */
class PictureWatch {
  readonly #clock: Clock;
  #last = '';
  #sameSince = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #black = false;
  /** Done when no picture is being judged. */
  judged: Promise<void> = Promise.resolve();
  #told: PictureFault | undefined | 'nothing yet' = 'nothing yet';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is wrong with the stream from this picture on, `undefined` for nothing; 'unchanged' when that was answered before. */
  look(jpeg: Buffer): PictureFault | undefined | 'unchanged' {
    const now = this.#clock.monotonic();
    const digest = createHash('sha256').update(jpeg).digest('base64');
    if (digest !== this.#last) this.#sameSince = now;
    this.#last = digest;
    if (now - this.#lookedAt >= lookMs) {
      this.#lookedAt = now;
      // Beside the stream, which must not wait: the next picture tells.
      this.judged = isBlack(Buffer.from(jpeg)).then((black) => {
        this.#black = black;
      });
    }
    const fault = this.#black ? 'CAMERA_BLACK' : now - this.#sameSince >= frozenMs ? 'CAMERA_FROZEN' : undefined;
    if (fault === this.#told) return 'unchanged';
    this.#told = fault;
    return fault;
  }
}

/** Whether a picture is black all over; one that cannot be read is not judged here. Zeroes it. */
async function isBlack(jpeg: Buffer): Promise<boolean> {
  try {
    const grey = await sharp(jpeg).resize(thumbnail, thumbnail, { fit: 'fill' }).greyscale().raw().toBuffer();
    const black = grey.every((value) => value < brightestOfBlack);
    grey.fill(0);
    return black;
  } catch {
    return false;
  } finally {
    jpeg.fill(0);
  }
}

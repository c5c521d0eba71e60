import type { Frame } from '../../drivers/camera/contract.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { steppedClock } from '../../drivers/camera/emulated/stepped-clock.ts';
import { facePlaceOf } from '../../drivers/face-camera/emulated/face-place.ts';
import { presentationView } from '../../drivers/face-camera/emulated/presentation-view.ts';
import type { Shown } from '../../drivers/face-camera/emulated/standing.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import type { FaceHint } from '../../firmware/face/faults.ts';
import { type CaptureRules, captureLive, usualCapture } from '../../firmware/face/live-capture.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import { portrait, refusal, type Who } from './support.ts';

export const never = new AbortController().signal;
const asks: readonly FaceHint[] = ['FACE_TURN_LEFT', 'FACE_TURN_RIGHT'];
/** Rules under which nobody passes without the turn. */
export const always: CaptureRules = { ...usualCapture, liveness: { ...usualCapture.liveness, leastScore: 1000 } };

/** Something shown to a capture. */
export interface Scene {
  readonly kind: Shown['kind'];
  readonly who?: Who;
  readonly seed?: number;
  readonly rules?: CaptureRules;
  /** How what is shown is turned when a turn to its left (1) or right (−1) is asked. */
  readonly answer?: (asked: number) => number;
  readonly choose?: number;
  readonly frames?: number;
  /** Whether anything is in sight so many frames after the first ask; always by default. */
  readonly inSight?: (sinceAsk: number) => boolean;
}

/** Shows something to the capture; answers how it ended and whether a turn was asked. */
export async function capture(
  engine: FaceEngine,
  {
    kind,
    who = 'grace-hopper',
    seed = 1,
    rules = usualCapture,
    answer = () => 0,
    choose = 0.2,
    frames = 150,
    inSight = () => true,
  }: Scene,
) {
  const stop = new AbortController();
  const picture = portrait(who);
  const decoded = await decodeJpeg(picture);
  const [found] = await engine.detect(decoded);
  const face = facePlaceOf(found ? await engine.landmarks(decoded, found) : [], decoded.width, decoded.height);
  const shown: Shown = { kind, portrait: picture, face };
  let turn = 0;
  let askedFor = 0;
  let sinceAsk = 0;
  const hints: FaceHint[] = [];
  async function* camera(): AsyncGenerator<Frame> {
    let left = frames;
    const view = presentationView({
      shown: () => (inSight(sinceAsk) ? shown : undefined),
      turn: () => turn,
      clock: steppedClock(),
      random: seededRandom(seed),
      signal: stop.signal,
    });
    for await (const frame of view) {
      yield frame;
      if (sinceAsk > 0) sinceAsk += 1;
      if (askedFor !== 0 && ++askedFor > 20) turn = 0;
      if (--left === 0) stop.abort();
    }
  }
  const onHint = (hint?: FaceHint) => {
    if (hint === undefined) return;
    hints.push(hint);
    if (!asks.includes(hint)) return;
    turn = answer(hint === 'FACE_TURN_LEFT' ? 1 : -1);
    askedFor = 1;
    sinceAsk ||= 1;
  };
  const end = await refusal(captureLive(camera(), engine, rules, onHint, never, () => choose));
  return { end, asked: hints.some((hint) => asks.includes(hint)), hints };
}

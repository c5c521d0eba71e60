// time limit: 300 s

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import { seededRandom } from '../../drivers/camera/emulated/random.ts';
import { steppedClock } from '../../drivers/camera/emulated/stepped-clock.ts';
import { attackKinds } from '../../drivers/face-camera/emulated/attacks/kinds.ts';
import { facePlaceOf } from '../../drivers/face-camera/emulated/face-place.ts';
import { presentationView, type Shown } from '../../drivers/face-camera/emulated/presentation-view.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import type { FaceHint } from '../../firmware/face/faults.ts';
import { type CaptureRules, captureLive, usualCapture } from '../../firmware/face/live-capture.ts';
import { decodeJpeg } from '../../firmware/face/picture.ts';
import { loadEngine, portrait, refusal, type Who } from './support.ts';

const test = suite('presentation attacks before the capture');
let engine: FaceEngine;

test.before(async () => {
  engine = await loadEngine();
});
test.after(() => engine.close());

const never = new AbortController().signal;
const asks: readonly FaceHint[] = ['FACE_TURN_LEFT', 'FACE_TURN_RIGHT'];
/** Rules under which nobody passes without the turn. */
const always: CaptureRules = { ...usualCapture, liveness: { ...usualCapture.liveness, leastScore: 1000 } };

interface Scene {
  readonly kind: Shown['kind'];
  readonly who?: Who;
  readonly seed?: number;
  readonly rules?: CaptureRules;
  /** How what is shown is turned when a turn to its left (1) or right (−1) is asked. */
  readonly answer?: (asked: number) => number;
  readonly choose?: number;
  readonly frames?: number;
}

/** Shows something to the capture; answers how it ended and whether a turn was asked. */
async function capture({
  kind,
  who = 'grace-hopper',
  seed = 1,
  rules = usualCapture,
  answer = () => 0,
  choose = 0.2,
  frames = 150,
}: Scene) {
  const stop = new AbortController();
  const picture = portrait(who);
  const decoded = await decodeJpeg(picture);
  const [found] = await engine.detect(decoded);
  const face = facePlaceOf(found ? await engine.landmarks(decoded, found) : [], decoded.width, decoded.height);
  const shown: Shown = { kind, portrait: picture, face };
  let turn = 0;
  let askedFor = 0;
  const hints: FaceHint[] = [];
  async function* camera(): AsyncGenerator<Frame> {
    let left = frames;
    const view = presentationView({
      shown: () => shown,
      turn: () => turn,
      clock: steppedClock(),
      random: seededRandom(seed),
      signal: stop.signal,
    });
    for await (const frame of view) {
      yield frame;
      if (askedFor !== 0 && ++askedFor > 20) turn = 0;
      if (--left === 0) stop.abort();
    }
  }
  const onHint = (hint: FaceHint) => {
    hints.push(hint);
    if (!asks.includes(hint)) return;
    turn = answer(hint === 'FACE_TURN_LEFT' ? 1 : -1);
    askedFor = 1;
  };
  const end = await refusal(captureLive(camera(), engine, rules, onHint, never, () => choose));
  return { end, asked: hints.some((hint) => asks.includes(hint)), hints };
}

test('[R03] a living person is taken at once, without being asked to turn', async () => {
  for (const who of ['grace-hopper', 'eileen-collins'] as const)
    for (const seed of [1, 2]) {
      const { end, asked } = await capture({ kind: 'living', who, seed });
      assert.equal([end, asked], ['not refused', false]);
    }
});

/** What a camera cannot always tell at once: nothing of the screen shows but the face. */
const closeScreens: readonly string[] = ['screen-close', 'replay-close'];

for (const kind of attackKinds)
  test(`[R03] ${kind}: ${closeScreens.includes(kind) ? '' : 'asked to turn the head, and '}no turning of it is a turn of the head`, async () => {
    const rules = closeScreens.includes(kind) ? always : usualCapture;
    for (const answer of [() => 0, (asked: number) => asked]) {
      const { end, hints } = await capture({ kind, rules, answer });
      assert.ok(end !== 'not refused', `${kind} passed, hints: ${hints.join(', ')}`);
    }
  });

test('[R03] somebody who turns the head as asked is taken, to either side', async () => {
  for (const choose of [0.2, 0.8]) {
    const { end, asked } = await capture({ kind: 'living', rules: always, answer: (side) => side, choose });
    assert.equal([end, asked], ['not refused', true]);
  }
});

test('[R03] somebody who turns to the other side, or not at all, is not taken for living', async () => {
  for (const answer of [(side: number) => -side, () => 0]) {
    assert.is((await capture({ kind: 'living', rules: always, answer })).end, 'FACE_NOT_LIVE');
  }
});

test('[R03] liveness that is required and not there is an error; not required, nobody is asked', async () => {
  const { liveness: _left, ...without } = engine.pack;
  const bare: FaceEngine = { ...engine, pack: without, cues: undefined };
  async function* none(): AsyncGenerator<Frame> {}
  const capturing = captureLive(
    none(),
    bare,
    usualCapture,
    () => undefined,
    never,
    () => 0,
  );
  assert.is(await refusal(capturing), 'FACE_LIVENESS_MISSING');
  const rules: CaptureRules = { ...always, liveness: { ...always.liveness, required: false } };
  const { end, asked } = await capture({ kind: 'living', rules });
  assert.equal([end, asked], ['not refused', false]);
});

test.run();

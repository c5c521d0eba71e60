// time limit: 300 s

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { type CaptureRules, captureLive, usualCapture } from '../../firmware/face/live-capture.ts';
import type { CueName } from '../../firmware/face/pack.ts';
import { always, capture, never } from './presented.ts';
import { loadEngine, refusal } from './support.ts';

const test = suite('an asked turn of the head');
let engine: FaceEngine;

test.before(async () => {
  engine = await loadEngine();
});
test.after(() => engine.close());

test('[R03] a living person is taken at once, without being asked to turn', async () => {
  for (const who of ['grace-hopper', 'eileen-collins'] as const)
    for (const seed of [1, 2]) {
      const { end, asked } = await capture(engine, { kind: 'living', who, seed });
      assert.equal([end, asked], ['not refused', false]);
    }
});

test('[R03] somebody who turns the head as asked is taken, to either side', async () => {
  for (const choose of [0.2, 0.8]) {
    const { end, asked } = await capture(engine, { kind: 'living', rules: always, answer: (side) => side, choose });
    assert.equal([end, asked], ['not refused', true]);
  }
});

test('[R03] somebody who turns to the other side, or not at all, is not taken for living', async () => {
  for (const answer of [(side: number) => -side, () => 0]) {
    assert.is((await capture(engine, { kind: 'living', rules: always, answer })).end, 'FACE_NOT_LIVE');
  }
});

test('[R03] who was doubted and goes out of sight is asked once more, however living the frames look then', async () => {
  const { liveness } = engine.pack;
  assert.ok(liveness);
  let asks = 0;
  const cuesAt = (spreads: number) => {
    const at = (cue: CueName) => liveness.cues[cue].usual + spreads * liveness.cues[cue].spread;
    return { model: at('model'), border: at('border'), pattern: at('pattern'), colour: at('colour') };
  };
  const doubtedAtFirst: FaceEngine = { ...engine, cues: async () => cuesAt(asks === 0 ? 100 : 0) };
  const { end } = await capture(doubtedAtFirst, {
    kind: 'living',
    answer: () => {
      asks += 1;
      return 0;
    },
    inSight: (sinceAsk) => sinceAsk === 0 || sinceAsk % 20 > 12,
  });
  assert.equal([end, asks], ['FACE_NOT_LIVE', 2]);
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
  const { end, asked } = await capture(engine, { kind: 'living', rules });
  assert.equal([end, asked], ['not refused', false]);
});

test.run();

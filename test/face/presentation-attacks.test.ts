// time limit: 900 s

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { attackKinds } from '../../drivers/face-camera/emulated/attacks/kinds.ts';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { usualCapture } from '../../firmware/face/live-capture.ts';
import { always, capture } from './presented.ts';
import { loadEngine } from './support.ts';

const test = suite('presentation attacks before the capture');
let engine: FaceEngine;

test.before(async () => {
  engine = await loadEngine();
});
test.after(() => engine.close());

/** What a camera cannot always tell at once: nothing of the screen shows but the face. */
const closeScreens: readonly string[] = ['screen-close', 'replay-close'];

for (const kind of attackKinds)
  test(`[R03] ${kind}: ${closeScreens.includes(kind) ? '' : 'asked to turn the head, and '}no turning of it is a turn of the head`, async () => {
    const rules = closeScreens.includes(kind) ? always : usualCapture;
    for (const answer of [() => 0, (asked: number) => asked]) {
      const { end, hints } = await capture(engine, { kind, rules, answer });
      assert.ok(end !== 'not refused', `${kind} passed, hints: ${hints.join(', ')}`);
    }
  });

test.run();

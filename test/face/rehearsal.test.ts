import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FaceEngine } from '../../firmware/face/engine.ts';
import { rehearse } from '../../firmware/face/rehearsal.ts';
import { loadEngine } from './support.ts';

const test = suite('rehearsal of faces');
const everyStep = ['landmarks', 'align', 'detect', 'embed', 'cues'] as const;
type Step = (typeof everyStep)[number];

let engine: FaceEngine;
test.before(async () => {
  engine = await loadEngine();
});
test.after(() => engine.close());

/** The engine, and the steps that it was sent through. */
function watched(onStep: (step: Step) => void = () => undefined): { steps: Step[]; engine: FaceEngine } {
  const steps: Step[] = [];
  const noted =
    <Given extends unknown[], Got>(step: Step, run: (...given: Given) => Got) =>
    (...given: Given): Got => {
      steps.push(step);
      onStep(step);
      return run(...given);
    };
  return {
    steps,
    engine: {
      ...engine,
      landmarks: noted('landmarks', engine.landmarks),
      align: noted('align', engine.align),
      detect: noted('detect', engine.detect),
      embed: noted('embed', engine.embed),
      cues: engine.cues && noted('cues', engine.cues),
    },
  };
}

test('[R12] every step is taken with a picture of the camera and with one of the chip', async () => {
  const { steps, engine: itself } = watched();
  await rehearse(itself);
  assert.equal(steps, [...everyStep, ...everyStep]);
});

test('[R12] who is needed takes no further step', async () => {
  const before = watched();
  await rehearse(before.engine, AbortSignal.abort());
  assert.equal(before.steps, []);

  const needed = new AbortController();
  const within = watched((step) => step === 'detect' && needed.abort());
  await rehearse(within.engine, needed.signal);
  assert.equal(within.steps, ['landmarks', 'align', 'detect']);
});

test.run();

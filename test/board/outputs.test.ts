import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { outputsFor } from '../../firmware/device/board/outputs.ts';
import { houses, walk } from '../flow/walk.ts';

const test = suite('what the board shows, in every state that the reader can reach');

/** The one that has every state. */
const { standard } = houses;
for (const house of standard ? [standard] : []) {
  const states = [...walk(house).states.values()];
  const usual = { house, cameraWithCard: false, cameraLight: 'visible' as const, faulty: false };

  test(`[R42] the shutter is open and the face is lit while a face is looked at, and at no other time`, () => {
    for (const state of states) {
      const { shutter, cameraLight } = outputsFor({ ...usual, state });
      assert.equal([shutter, cameraLight], state.at === 'face' ? ['open', 'visible'] : ['closed', 'off'], state.at);
    }
  });

  test(`a camera that warms up with the card has its shutter open until a method is chosen, its light not`, () => {
    for (const state of states) {
      const { shutter, cameraLight } = outputsFor({ ...usual, cameraWithCard: true, state });
      assert.is(shutter, ['reading', 'choosing', 'face'].includes(state.at) ? 'open' : 'closed', state.at);
      assert.is(cameraLight, state.at === 'face' ? 'visible' : 'off');
    }
  });

  test(`[R01] a card that was called out is called by a light that moves; refused is never green`, () => {
    for (const state of states) {
      const { light } = outputsFor({ ...usual, state });
      if (state.at !== 'take-card') continue;
      assert.is(light.pattern === 'steady', state.calls === 0);
      if (state.outcome.verdict !== 'verified') assert.is.not(light.colour, 'green');
    }
  });

  test(`[R46] a reader that checks no cards never looks ready; one with a fault does not look as usual`, () => {
    for (const state of states) {
      if (state.at !== 'idle') continue;
      const out = outputsFor({ ...usual, house: { ...house, refusal: 'CASE_OPENED' }, state }).light;
      assert.equal(out, { colour: 'red', pattern: 'slow' });
      const { light } = outputsFor({ ...usual, state });
      if (state.bed === 'unavailable') assert.is(light.colour, 'red');
      if (state.bed === 'empty' && state.mode === 'normal') {
        assert.equal(light, { colour: 'white', pattern: 'steady' });
        assert.is(outputsFor({ ...usual, faulty: true, state }).light.pattern, 'double');
      }
    }
  });
}

test.run();

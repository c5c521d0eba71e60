import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReaderView } from '../../firmware/device/reader.ts';
import { methodsOffered } from '../../firmware/flow/method.ts';
import type { FlowState } from '../../firmware/flow/state.ts';
import type { House } from '../../firmware/flow/types.ts';
import { panelView } from '../../firmware/panel/view.ts';
import { screenWords } from '../../ui-lite/words.ts';
import { houses, walk } from '../flow/walk.ts';

const test = suite('what the panel shows of each state');

const channel = { port: 18802, token: 'ab'.repeat(32) };

function viewOf(house: House, state: FlowState) {
  const view: ReaderView = {
    house,
    state,
    hint: 'LOOK_HERE',
    patient: undefined,
    channel,
    stages: [{ name: 'card', startMs: 0, ms: 1 }],
  };
  return panelView(view);
}

for (const [name, house] of Object.entries(houses)) {
  const states = [...walk(house).states.values()];
  const session = states.filter((state) => state.at !== 'idle');

  test(`[R44] ${name}: every state has a screen that has words`, () => {
    assert.ok(session.length > 100, 'the walk goes everywhere');
    for (const state of states) {
      const { screen } = viewOf(house, state);
      assert.ok(screenWords[screen], screen);
      if (state.at !== 'idle') assert.is(screen, state.at);
    }
  });

  test(`[R10] [R13] ${name}: the methods shown are those that the flow allows, and none elsewhere`, () => {
    for (const state of session) {
      const { methods } = viewOf(house, state);
      const asked = 'face' in state;
      assert.equal(methods, asked ? methodsOffered(house, state.card, state.face) : []);
    }
  });

  test(`[R42] ${name}: the page learns the patient channel while the PIN is asked, never before or after`, () => {
    for (const state of states) {
      const text = JSON.stringify(viewOf(house, state));
      assert.is(text.includes(channel.token), state.at === 'pin', state.at);
    }
  });

  test(`[R42] ${name}: nothing that the card signed with, no challenge and no certificate reaches the page`, () => {
    for (const state of states) {
      const text = JSON.stringify(viewOf(house, state));
      for (const secret of ['Y2VydA==', 'Y2hhbGxlbmdl', 'c2ln']) assert.not(text.includes(secret), state.at);
    }
  });
}

test('[R02] a card reader that is gone is shown as out of order, a silent card as a card to lay again', () => {
  const at = (bed: 'unavailable' | 'mute' | 'empty') =>
    viewOf({ profile: 'standard', signsWithoutPin: true, facilityPassword: true }, { at: 'idle', bed } as FlowState);
  assert.is(at('unavailable').screen, 'out-of-order');
  assert.is(at('unavailable').trouble, 'CARD_READER_UNAVAILABLE');
  assert.is(at('mute').screen, 'idle');
  assert.is(at('mute').trouble, 'CARD_MUTE');
  assert.is(at('empty').trouble, undefined);
});

test.run();

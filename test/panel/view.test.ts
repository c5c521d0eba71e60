// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReaderView } from '../../firmware/device/reader.ts';
import { leftBehindAfter } from '../../firmware/flow/farewell.ts';
import { methodsOffered } from '../../firmware/flow/method.ts';
import type { Bed, FlowState } from '../../firmware/flow/state.ts';
import type { House, TerminalMode } from '../../firmware/flow/types.ts';
import { panelView } from '../../firmware/panel/view.ts';
import { catalogue } from '../../firmware/words/catalogue.ts';
import { codesOf, messageOf } from '../../firmware/words/message-of.ts';
import { houses, walk } from '../flow/walk.ts';

const test = suite('what the panel shows of each state');

const channel = { port: 18802, token: 'ab'.repeat(32), key: 'BA==' };

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
      for (const { screens } of Object.values(catalogue)) assert.ok(screens[screen].title, screen);
      const leftBehind = state.at === 'take-card' && state.calls === leftBehindAfter;
      if (state.at !== 'idle') assert.is(screen, leftBehind ? 'card-left-behind' : state.at);
    }
  });

  test(`[R46] ${name}: every reason by which the flow itself ends something has its message`, () => {
    const own = states.flatMap((state) => [
      ...('trouble' in state && state.trouble ? [state.trouble] : []),
      ...('outcome' in state && state.outcome.verdict !== 'verified' ? [state.outcome.reason] : []),
    ]);
    for (const code of new Set(own.filter((reason) => !reason.startsWith('SOME_'))))
      assert.ok(codesOf(messageOf(code)).includes(code), code);
  });

  test(`[R10] [R13] ${name}: the methods shown are those that the flow allows, and none elsewhere`, () => {
    for (const state of session) {
      const { methods } = viewOf(house, state);
      const asked = 'face' in state;
      assert.equal(methods, asked ? methodsOffered(house, state.card, state.face) : []);
    }
  });

  test(`[R42] ${name}: the page learns the patient channel while the PIN is asked or the face looked at, never before or after`, () => {
    for (const state of states) {
      const text = JSON.stringify(viewOf(house, state));
      assert.is(text.includes(channel.token), state.at === 'pin' || state.at === 'face', state.at);
    }
  });

  test(`[R42] ${name}: nothing that the card signed with, no challenge and no certificate reaches the page`, () => {
    for (const state of states) {
      const text = JSON.stringify(viewOf(house, state));
      for (const secret of ['Y2VydA==', 'Y2hhbGxlbmdl', 'c2ln']) assert.not(text.includes(secret), state.at);
    }
  });
}

test('[R01] [R28] once a card counts as left behind, nothing of its holder stays on the screen', () => {
  const house = houses.standard as House;
  const patient = { name: '番号 花子', localNumber: '0012' };
  const ends = [...walk(house).states.values()].filter((state) => state.at === 'take-card' && state.result);
  for (const state of ends) {
    const view = panelView({ house, state, hint: undefined, patient, channel, stages: [] });
    const left = state.at === 'take-card' && state.calls === leftBehindAfter;
    assert.is(view.screen, left ? 'card-left-behind' : 'take-card');
    assert.equal([view.patient, view.eligibility === undefined], left ? [undefined, true] : [patient, false]);
  }
  assert.ok(ends.length > 0);
});

test('[R14] [R31] [R46] at rest the screen says the mode of the terminal, and whether the reader works', () => {
  const at = (bed: Bed, mode: TerminalMode) => viewOf(houses.standard as House, { at: 'idle', bed, mode });
  assert.is(at('empty', 'visual').screen, 'visual-mode');
  assert.is(at('unavailable', 'visual').screen, 'out-of-order');
  for (const mode of ['system-failure', 'disaster'] as const) {
    assert.is(at('empty', mode).screen, mode);
    assert.is(at('unavailable', mode).screen, mode);
    assert.ok(at('laid', mode).cardLies, 'and a card that lies there is to be taken');
  }
});

test('[R02] a card reader that is gone is shown as out of order, a silent card as a card to lay again', () => {
  const at = (bed: 'unavailable' | 'mute' | 'empty') =>
    viewOf({ profile: 'standard', signsWithoutPin: true, facilityPassword: true }, { at: 'idle', bed, mode: 'normal' });
  assert.is(at('unavailable').screen, 'out-of-order');
  assert.is(at('unavailable').trouble, 'CARD_READER_UNAVAILABLE');
  assert.is(at('mute').screen, 'idle');
  assert.is(at('mute').trouble, 'CARD_MUTE');
  assert.is(at('empty').trouble, undefined);
});

test.run();

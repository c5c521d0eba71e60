// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isAnswerTo, refusalOf } from '../../firmware/flow/consents.ts';
import { deadlineOf, type Timeouts, waitsAnew } from '../../firmware/flow/deadline.ts';
import type { FlowEvent } from '../../firmware/flow/effect.ts';
import { leftBehindAfter } from '../../firmware/flow/farewell.ts';
import { hasNoCheck } from '../../firmware/flow/idle.ts';
import { methodsOffered } from '../../firmware/flow/method.ts';
import type { FlowName } from '../../firmware/flow/state.ts';
import { step } from '../../firmware/flow/step.ts';
import { type Edge, everyInput, houses, keyOf, walk } from './walk.ts';

const timeouts: Timeouts = {
  reading: 1,
  method: 2,
  face: 3,
  pin: 4,
  visual: 12,
  terminal: 5,
  consent: 6,
  registration: 11,
  result: 7,
  takeCard: 8,
  farewell: 9,
  erase: 10,
  visualMode: 13,
};
const test = suite('every reachable state of the flow');

for (const [name, house] of Object.entries(houses)) {
  const { states, edges } = walk(house);
  const facesShown = house.profile === 'standard' && house.signsWithoutPin;
  const staffAsked = house.facilityPassword && house.signsWithoutPin;
  const does = (edge: Edge, what: string) => edge.step.effects.some((effect) => effect.do === what);
  const told = <Name extends FlowEvent['name']>(edge: Edge, name: Name) => {
    const events = edge.step.effects.flatMap((effect) => (effect.do === 'tell' ? [effect.event] : []));
    return events.find((event): event is Extract<FlowEvent, { name: Name }> => event.name === name);
  };
  /** On to another page, or to the result: never back, never out. */
  const goesOn = ({ from, step: { state } }: Edge) =>
    ['consent', 'registration', 'result', 'take-card'].includes(state.at) && keyOf(state) !== keyOf(from);
  const forPerson = ['choosing', 'pin', 'visual', 'consent', 'registration'];
  const inSession = (edge: Edge) => edge.from.at !== 'idle';

  test(`[R10] ${name}: a key that is tapped changes nothing; it begins the wait anew where a person is waited for, and nowhere else`, () => {
    for (const { from, input, step: taken } of edges) {
      if (input.is !== 'typing') continue;
      assert.equal([taken.state, taken.effects], [from, []]);
      assert.is(waitsAnew(from, input, taken.state), forPerson.includes(from.at), from.at);
    }
  });

  test(`${name}: all states of the house are reached`, () => {
    const reached = new Set([...states.values()].map((state) => state.at));
    const expected: FlowName[] = [
      'idle',
      'reading',
      'choosing',
      'pin',
      'signing',
      'registration',
      'result',
      'take-card',
      'erasing',
    ];
    if (facesShown) expected.push('face');
    if (house.profile !== 'qualification-only') expected.push('consent');
    if (staffAsked) expected.push('visual');
    assert.equal([...reached].sort(), expected.sort());
  });

  test(`${name}: [R42] a session ends only through erasing, and then is idle`, () => {
    for (const edge of edges) {
      if (inSession(edge) && edge.step.state.at === 'idle') assert.is(edge.from.at, 'erasing');
      if (edge.from.at === 'erasing') assert.ok(['erasing', 'idle'].includes(edge.step.state.at));
      if (inSession(edge) && edge.step.state.at !== 'idle' && edge.from.at !== 'idle')
        assert.is(
          'id' in edge.step.state && edge.step.state.id,
          'id' in edge.from && edge.from.id,
          'one session at a time',
        );
    }
  });

  test(`${name}: [R42] every way into erasing asks the check process to end, and only its exit leads out`, () => {
    for (const edge of edges) {
      if (edge.step.state.at === 'erasing' && edge.from.at !== 'erasing') assert.ok(does(edge, 'end-check'));
      if (edge.from.at === 'erasing' && edge.step.state.at === 'idle') assert.is(edge.input.is, 'check-gone');
      if (edge.from.at === 'erasing' && edge.input.is === 'deadline') assert.ok(does(edge, 'kill-check'));
    }
  });

  test(`${name}: [R42] what is held of the person goes before consents and results are shown`, () => {
    const needs = ['reading', 'choosing', 'face', 'pin', 'visual', 'signing'];
    for (const edge of edges)
      if (needs.includes(edge.from.at) && !needs.includes(edge.step.state.at)) assert.ok(does(edge, 'end-check'));
  });

  test(`${name}: from every state time alone leads to erasing and idle, once the card is taken`, () => {
    for (const start of states.values()) {
      let at = start;
      const seen: string[] = [];
      for (let n = 0; at.at !== 'idle' && n < 20; n++) {
        seen.push(at.at);
        const wanted =
          at.at === 'erasing' ? 'check-gone' : at.at === 'take-card' && at.bed !== 'empty' ? 'bed' : 'deadline';
        const input = everyInput.find((i) => i.is === wanted && (i.is !== 'bed' || i.bed === 'empty'));
        assert.ok(input);
        at = step(house, at, input).state;
      }
      assert.is(at.at, 'idle', `stuck: ${seen.join(' → ')}`);
      if (start.at !== 'idle') assert.is(seen.at(-1), 'erasing');
    }
  });

  test(`${name}: every waiting state has a deadline; a reader at rest has none`, () => {
    for (const state of states.values()) {
      const atRest =
        state.at === 'idle' && state.mode !== 'visual' && !(hasNoCheck(state.mode) && state.bed === 'laid');
      assert.is(deadlineOf(state, timeouts) === undefined, atRest);
    }
  });

  test(`${name}: [R14] [R16] what staff confirmed at the terminal serves the next card alone, and is recorded as visual`, () => {
    let begun = 0;
    for (const edge of edges) {
      const { from, step: taken, input } = edge;
      if (from.at === 'idle' && taken.state.at === 'reading') {
        assert.is(taken.state.seen, from.mode === 'visual');
        assert.equal(taken.effects[0], { do: 'start-check', session: 's', seen: taken.state.seen });
        assert.is(told(edge, 'mode-changed')?.mode, from.mode === 'visual' ? 'normal' : undefined);
        if (taken.state.seen) begun += 1;
      }
      if (from.at === 'reading' && from.seen && input.is === 'card-read') {
        if (input.card.phone) assert.is.not(taken.state.at, 'signing', 'it signs after its PIN alone');
        else assert.ok(taken.state.at === 'signing' && taken.state.method === 'visual');
      }
      if (from.at === 'erasing' && taken.state.at === 'idle') assert.is(taken.state.mode, 'normal', 'used up');
      if (from.at === 'idle' && from.mode === 'visual' && input.is === 'deadline')
        assert.equal(taken.state, { ...from, mode: 'normal' });
    }
    assert.is(begun > 0, house.signsWithoutPin);
  });

  test(`${name}: [R14] [R16] what staff tick at the terminal during a visit stands for face and PIN, and is recorded as visual`, () => {
    let seen = 0;
    for (const { from, step: taken, input } of edges) {
      if (input.is !== 'seen-at-terminal') continue;
      const undecided =
        ['choosing', 'face', 'pin', 'visual'].includes(from.at) &&
        'card' in from &&
        !from.card.phone &&
        house.signsWithoutPin;
      if (!undecided) assert.equal(taken, { state: from, effects: [] });
      else {
        assert.ok(taken.state.at === 'signing' && taken.state.method === 'visual');
        assert.equal(taken.effects[0], { do: 'begin-method', method: 'visual' }, 'camera off, no PIN taken');
        seen += 1;
      }
    }
    assert.is(seen > 0, house.signsWithoutPin);
  });

  test(`${name}: [R31] in system-failure and disaster no card is checked and nobody is identified; its end looks at the bed`, () => {
    for (const edge of edges) {
      const { from, step: taken, input } = edge;
      if (from.at !== 'idle' || !hasNoCheck(from.mode)) continue;
      assert.is(taken.state.at, 'idle');
      assert.not(does(edge, 'start-check'));
      if (input.is === 'deadline') assert.is(does(edge, 'remind'), from.bed === 'laid');
      if (input.is === 'mode' && input.mode === 'normal') assert.ok(does(edge, 'look-at-bed'));
    }
  });

  test(`${name}: [R14] [R31] a mode changes nothing while a session runs`, () => {
    for (const { from, step: taken, input } of edges)
      if (input.is === 'mode' && from.at !== 'idle') assert.equal(taken, { state: from, effects: [] });
  });

  test(`${name}: [R26] [R27] a certificate that ends or has ended is a notice: it takes no method and no result away`, () => {
    const others = { ending: 'valid', grace: 'valid', valid: 'ending' } as const;
    for (const state of states.values()) {
      if (state.at !== 'choosing' || !state.card.certificate) continue;
      const certificate = { ...state.card.certificate, state: others[state.card.certificate.state] };
      const same = { ...state, card: { ...state.card, certificate } };
      assert.ok(states.has(keyOf(same)), 'the same screen, whatever the certificate');
      assert.equal(methodsOffered(house, same.card, same.face), methodsOffered(house, state.card, state.face));
    }
    for (const state of ['valid', 'ending', 'grace'])
      assert.ok(
        [...states.values()].some(
          (one) => one.at === 'take-card' && one.result === 'valid' && one.certificate?.state === state,
        ),
        state,
      );
  });

  test(`${name}: [R05] [R13] the PIN is never asked on a card without one, nor after it is locked`, () => {
    for (const state of states.values()) {
      if (state.at !== 'pin') continue;
      assert.not(state.card.pinless);
      assert.ok(state.card.pinTries > 0);
    }
    for (const edge of edges)
      for (const effect of edge.step.effects)
        if (effect.do === 'begin-method') {
          if (edge.input.is === 'seen-at-terminal') continue;
          assert.ok(edge.from.at === 'choosing');
          assert.ok(methodsOffered(house, edge.from.card, edge.from.face).includes(effect.method));
        }
  });

  test(`${name}: [R29] face is never asked where the profile has none`, () => {
    const faces = [...states.values()].filter((state) => state.at === 'face');
    assert.is(faces.length > 0, facesShown);
  });

  test(`${name}: [R34] a phone is asked its PIN and nothing else; its certificate is told with the PIN, and is that of the verdict`, () => {
    for (const state of states.values())
      if ('card' in state && state.card.phone) {
        assert.ok(state.phone);
        assert.ok(['choosing', 'pin'].includes(state.at), state.at);
        assert.equal(methodsOffered(house, state.card, state.face), state.card.pinTries > 0 ? ['pin'] : []);
      }
    let read = 0;
    for (const edge of edges) {
      const { from, input, step: taken } = edge;
      const shown = from.at === 'pin' && input.is === 'pin-accepted' && from.card.phone ? input.certificate : undefined;
      assert.equal(told(edge, 'certificate-read')?.certificate, shown);
      if (shown) {
        assert.ok(taken.state.at === 'signing' && taken.state.phone);
        assert.equal(taken.state.certificate, shown);
        read += 1;
      }
      if (from.at === 'signing') assert.equal(told(edge, 'verdict')?.certificate ?? from.certificate, from.certificate);
      if ('phone' in from && from.at !== 'erasing') assert.ok('phone' in taken.state, 'to its end');
    }
    assert.ok(read > 0);
  });

  test(`${name}: [R13] [R17] from a locked PIN the other methods go on in the same session, if any is left`, () => {
    const locks = edges.filter((e) => e.from.at === 'pin' && e.input.is === 'pin-refused' && e.input.triesLeft === 0);
    assert.ok(locks.length > 0);
    for (const { from, step: taken } of locks) {
      assert.ok(from.at === 'pin');
      const methodLeft = methodsOffered(house, { ...from.card, pinTries: 0 }, from.face).length > 0;
      assert.is(taken.state.at, methodLeft ? 'choosing' : 'take-card');
      assert.is(
        taken.effects.some((effect) => effect.do === 'end-check'),
        !methodLeft,
      );
    }
  });

  test(`${name}: [R15] [R16] the facility's password asked of staff leads to a verdict recorded as visual, or back`, () => {
    for (const edge of edges) {
      const { from, step: taken } = edge;
      if (taken.state.at === 'visual') assert.ok(staffAsked);
      const verdict = told(edge, 'verdict');
      if (verdict) assert.is(verdict.method, from.at === 'signing' && from.method);
      if (from.at !== 'visual') continue;
      if (taken.state.at === 'signing') assert.is(taken.state.method, 'visual');
      if (edge.input.is === 'staff-refused')
        assert.is(taken.state.at, edge.input.again ? 'visual' : 'choosing', 'never a dead end');
    }
  });

  test(`${name}: [R17] a change of method keeps what is known of the card, the photo and the tries`, () => {
    const changes = edges.filter(({ input }) => input.is === 'other-method' || input.is === 'choose');
    let back = 0;
    for (const { from, step: taken } of changes) {
      if (keyOf(taken.state) === keyOf(from)) continue;
      assert.ok('card' in from && 'face' in from && 'face' in taken.state && 'id' in taken.state);
      assert.equal([taken.state.card, taken.state.face], [from.card, from.face]);
      assert.is(taken.state.challenge, from.challenge);
      assert.not(taken.effects.some((effect) => effect.do === 'end-check' || effect.do === 'start-check'));
      if (taken.state.at === 'choosing') back += 1;
    }
    assert.ok(back > 0);
    for (const { from, input, step: taken } of edges)
      if (input.is === 'other-method' && ['face', 'pin', 'visual'].includes(from.at))
        assert.is(taken.state.at, 'choosing');
  });

  test(`${name}: a verdict is told only with the card's signature, after face, PIN or the staff's eyes were accepted`, () => {
    for (const edge of edges)
      for (const effect of edge.step.effects)
        if (effect.do === 'tell' && effect.event.name === 'verdict') {
          assert.is(edge.from.at, 'signing');
          assert.is(edge.input.is, 'signed');
        }
    for (const edge of edges)
      if (edge.step.state.at === 'signing' && edge.from.at !== 'signing')
        assert.ok(
          (edge.from.at === 'face' && edge.input.is === 'face-matched') ||
            (edge.from.at === 'pin' && edge.input.is === 'pin-accepted') ||
            (edge.from.at === 'visual' && edge.input.is === 'staff-confirmed') ||
            (edge.input.is === 'seen-at-terminal' && house.signsWithoutPin && edge.step.state.method === 'visual') ||
            (edge.from.at === 'reading' && edge.from.seen && edge.input.is === 'card-read'),
        );
  });

  test(`${name}: [R20] no answer to a consent page, or giving up, is a refusal of it, and the visit goes on`, () => {
    for (const edge of edges) {
      if (edge.from.at !== 'consent' || (edge.input.is !== 'deadline' && edge.input.is !== 'cancel')) continue;
      assert.equal(told(edge, 'consent')?.consent, refusalOf(edge.from.question));
      assert.ok(goesOn(edge));
    }
  });

  test(`${name}: [R20] [R21] each page is answered once, whatever was said, and the answer is told as it was given`, () => {
    for (const edge of edges) {
      if (edge.from.at !== 'consent' || edge.input.is !== 'consent') continue;
      const { question } = edge.from;
      const fits = isAnswerTo(question, edge.input.consent);
      assert.equal(told(edge, 'consent')?.consent, fits ? edge.input.consent : undefined);
      if (fits) assert.ok(goesOn(edge));
      else assert.equal(edge.step.state, edge.from, 'a tap for another page');
    }
  });

  test(`${name}: [R22] limits and specified disease are asked only where the terminal's answer says that they apply`, () => {
    for (const state of states.values())
      if (state.at === 'consent' && state.question !== 'records') {
        assert.is(state.answer?.result, 'valid');
        assert.ok(state.answer?.ask.includes(state.question));
      }
  });

  test(`${name}: [R24] registration is offered once, only when the terminal says so; yes and no lead on`, () => {
    for (const edge of edges) {
      const { from, step: taken, input } = edge;
      if (taken.state.at === 'registration') assert.is(taken.state.answer?.result, 'unregistered');
      if (from.at !== 'registration' && told(edge, 'registration')) assert.unreachable('asked elsewhere');
      if (from.at !== 'registration' || input.is === 'bed') continue;
      if (input.is === 'register' || input.is === 'deadline' || input.is === 'cancel') {
        assert.is(told(edge, 'registration')?.wanted, input.is === 'register' && input.wanted);
        assert.ok(goesOn(edge));
      }
    }
  });

  test(`${name}: [R25] from a verdict on, the session ends verified, with one result told as it goes to the end screen`, () => {
    const verified = ['consent', 'registration', 'result'];
    for (const edge of edges) {
      const { from, step: taken } = edge;
      const fromVerdict = verified.includes(from.at) || told(edge, 'verdict') !== undefined;
      const ends = fromVerdict && taken.state.at === 'take-card';
      assert.is(told(edge, 'result') !== undefined, ends);
      if (!fromVerdict) continue;
      assert.ok([...verified, 'take-card'].includes(taken.state.at) || taken.state.at === from.at);
      if (taken.state.at === 'take-card') {
        assert.is(taken.state.outcome.verdict, 'verified');
        assert.is(taken.state.result, told(edge, 'result')?.result);
      }
    }
  });

  test(`${name}: [R27] in the grace months after its end a certificate serves for qualification only`, () => {
    for (const state of states.values()) if (state.at === 'consent') assert.is.not(state.certificate.state, 'grace');
  });

  test(`${name}: [R01] a card that is left behind is called out again and again, and staff hear of it once`, () => {
    for (const edge of edges) {
      const { from, step: taken, input } = edge;
      if (from.at !== 'take-card') {
        assert.is(told(edge, 'card-left-behind'), undefined);
        continue;
      }
      if (input.is !== 'deadline') continue;
      const lies = from.bed === 'laid' || from.bed === 'mute';
      assert.is(does(edge, 'remind'), lies);
      assert.is(taken.state.at, lies ? 'take-card' : 'erasing');
      assert.is(told(edge, 'card-left-behind') !== undefined, lies && from.calls === leftBehindAfter - 1);
    }
  });
}

test.run();

import { fromConsent, fromRegistration, fromResult } from './after-verdict.ts';
import { end, erase, fromErasing, fromTakeCard, given } from './farewell.ts';
import { fromChoosing, fromFace, fromPin, fromReading, fromSigning, fromVisual } from './identify.ts';
import { fromIdle } from './idle.ts';
import type { FlowInput } from './input.ts';
import type { Bed, FlowState } from './state.ts';
import { type At, type Step, stay } from './taken.ts';
import type { House, Outcome, Reason } from './types.ts';

/**
 * The reader's one state machine: what happens next, given what just happened. Pure: no clock, no I/O.
 * An input that means nothing in a state leaves it as it is.
 */
export function step(house: House, state: FlowState, input: FlowInput): Step {
  if (state.at === 'idle') return fromIdle(house, state, input);
  const common = inAnySession(state, input);
  if (common) return common;
  switch (state.at) {
    case 'reading':
      return fromReading(house, state, input);
    case 'choosing':
      return fromChoosing(house, state, input);
    case 'face':
      return fromFace(house, state, input);
    case 'pin':
      return fromPin(house, state, input);
    case 'visual':
      return fromVisual(house, state, input);
    case 'signing':
      return fromSigning(house, state, input);
    case 'consent':
      return fromConsent(house, state, input);
    case 'registration':
      return fromRegistration(house, state, input);
    case 'result':
      return fromResult(house, state, input);
    case 'take-card':
      return fromTakeCard(state, input);
    case 'erasing':
      return fromErasing(state, input);
  }
}

/** What means the same in every state of a session: the bed, the terminal's words, a dying check, cancel. */
function inAnySession(state: Exclude<FlowState, { at: 'idle' }>, input: FlowInput): Step | undefined {
  switch (input.is) {
    case 'bed':
      return bedChanged({ ...state, bed: input.bed }, state.bed);
    case 'challenge':
      return isIdentifying(state) ? stay({ ...state, challenge: input.challenge }) : undefined;
    case 'check-failed':
      return needsCheck(state) ? end(state, outcomeOf(input.reason)) : stay(state);
    case 'check-gone':
      if (state.at === 'erasing') return undefined;
      return needsCheck(state) ? end(state, { verdict: 'fault', reason: 'CHECK_DIED' }) : stay(state);
    case 'cancel':
      return needsCheck(state) ? end(state, given(state, 'CANCELLED')) : undefined;
    default:
      return undefined;
  }
}

function isIdentifying(state: FlowState): state is At<'reading' | 'choosing' | 'face' | 'pin' | 'visual'> {
  return ['reading', 'choosing', 'face', 'pin', 'visual'].includes(state.at);
}

/** States in which the person is not yet identified need the card and the check process. */
function needsCheck(state: FlowState): boolean {
  return isIdentifying(state) || state.at === 'signing';
}

function bedChanged(state: Exclude<FlowState, { at: 'idle' }>, before: Bed): Step {
  if (needsCheck(state)) return state.bed === 'laid' ? stay(state) : end(state, cardGone[state.bed]);
  // The next card is laid while the last words are still on the screen.
  if (state.at === 'take-card' && state.bed === 'laid' && before !== 'laid') return erase(state, state.outcome);
  return stay(state);
}

const cardGone: Record<Exclude<Bed, 'laid'>, Outcome> = {
  empty: { verdict: 'cancelled', reason: 'CARD_REMOVED' },
  mute: { verdict: 'refused', reason: 'CARD_MUTE' },
  unavailable: { verdict: 'fault', reason: 'CARD_READER_UNAVAILABLE' },
};

function outcomeOf({ code, at }: Reason): Outcome {
  return {
    verdict: at === 'device' || at === 'vendor' ? 'fault' : code === 'CARD_REMOVED' ? 'cancelled' : 'refused',
    reason: code,
  };
}

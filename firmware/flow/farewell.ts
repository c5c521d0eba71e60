import { atRest } from './idle.ts';
import type { FlowInput } from './input.ts';
import { type FlowState, type Session, sessionOf } from './state.ts';
import { type At, first, go, type Step, stay } from './taken.ts';
import type { Outcome } from './types.ts';

/** So many calls after the end, a card still there counts as left behind; what was shown to its holder goes from the screen. */
export const leftBehindAfter = 3;

/** The end of a session before its result: what is held goes at once; then the last words, and the card is handed back. */
export function end(session: Session, outcome: Outcome): Step {
  return go({ ...sessionOf(session), at: 'take-card', outcome, calls: 0 }, { do: 'end-check' });
}

/** Given up: after a failed try it is that try's refusal, before any it is a visit called off. */
export function given(state: FlowState, reason: string): Outcome {
  const trouble = 'trouble' in state ? state.trouble : undefined;
  return trouble === undefined ? { verdict: 'cancelled', reason } : { verdict: 'refused', reason: trouble };
}

export function fromTakeCard(state: At<'take-card'>, input: FlowInput): Step {
  if (input.is !== 'deadline') return stay(state);
  if (state.bed === 'laid' || state.bed === 'mute') return callOut(state);
  return erase(state, state.outcome);
}

/** Light, sound and voice, again and again; staff hear of it once, when nobody has come for it. */
function callOut(state: At<'take-card'>): Step {
  if (state.calls === leftBehindAfter) return go(state, { do: 'remind' });
  const calls = state.calls + 1;
  const next = go({ ...state, calls }, { do: 'remind' });
  if (calls < leftBehindAfter) return next;
  return first(next, { do: 'tell', event: { name: 'card-left-behind', session: state.id } });
}

/** The only way out of a session (R42). */
export function erase(session: Session, outcome: Outcome): Step {
  return go({ ...sessionOf(session), at: 'erasing', outcome }, { do: 'end-check' });
}

export function fromErasing(state: At<'erasing'>, input: FlowInput): Step {
  switch (input.is) {
    case 'check-gone':
      return go(
        atRest,
        {
          do: 'tell',
          event: { name: 'session-ended', session: state.id, outcome: state.outcome, erasure: input.erasure },
        },
        { do: 'look-at-bed' },
      );
    case 'deadline':
      return go(state, { do: 'kill-check' });
    default:
      return stay(state);
  }
}

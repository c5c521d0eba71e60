import type { FlowEffect } from './effect.ts';
import type { FlowInput } from './input.ts';
import { faceTriesAllowed, methodsOffered } from './method.ts';
import type { Bed, FlowState, Identified, Identifying, Session } from './state.ts';
import type { Consent, Outcome, Profile, Reason } from './types.ts';

/** The new state, and what to do on the way to it. */
export interface Step {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
}

type At<Name extends FlowState['at']> = Extract<FlowState, { at: Name }>;

const stay = (state: FlowState): Step => ({ state, effects: [] });
const go = (state: FlowState, ...effects: FlowEffect[]): Step => ({ state, effects });

export const atRest: FlowState = { at: 'idle', bed: 'empty' };

/**
 * The reader's one state machine: what happens next, given what just happened. Pure: no clock, no I/O.
 * An input that means nothing in a state leaves it as it is.
 */
export function step(profile: Profile, state: FlowState, input: FlowInput): Step {
  if (state.at === 'idle') return fromIdle(state, input);
  const common = inAnySession(state, input);
  if (common) return common;
  switch (state.at) {
    case 'reading':
      return fromReading(profile, state, input);
    case 'choosing':
      return fromChoosing(profile, state, input);
    case 'face':
      return fromFace(profile, state, input);
    case 'pin':
      return fromPin(profile, state, input);
    case 'signing':
      return fromSigning(profile, state, input);
    case 'consent':
      return fromConsent(state, input);
    case 'result':
      return fromResult(state, input);
    case 'take-card':
      return fromTakeCard(state, input);
    case 'erasing':
      return fromErasing(state, input);
  }
}

function fromIdle(state: At<'idle'>, input: FlowInput): Step {
  if (input.is !== 'bed') return stay(state);
  if (input.bed !== 'laid') return go({ at: 'idle', bed: input.bed });
  const session: Session = { id: input.session, bed: 'laid' };
  return go(
    { at: 'reading', photo: 'pending', ...session },
    { do: 'start-check', session: session.id },
    { do: 'tell', event: { name: 'session-started', session: session.id } },
  );
}

/** What means the same in every state of a session: the bed, the terminal's words, a dying check, cancel. */
function inAnySession(state: Exclude<FlowState, { at: 'idle' }>, input: FlowInput): Step | undefined {
  switch (input.is) {
    case 'bed':
      return bedChanged({ ...state, bed: input.bed }, state.bed);
    case 'challenge':
      return state.at === 'signing' ? undefined : stay({ ...state, challenge: input.challenge });
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

/** States in which the person is not yet identified need the card and the check process. */
function needsCheck(state: FlowState): boolean {
  return ['reading', 'choosing', 'face', 'pin', 'signing'].includes(state.at);
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

/** Given up: after a failed try it is that try's refusal, before any it is a visit called off. */
function given(state: FlowState, reason: string): Outcome {
  const trouble = 'trouble' in state ? state.trouble : undefined;
  return trouble === undefined ? { verdict: 'cancelled', reason } : { verdict: 'refused', reason: trouble };
}

function fromReading(profile: Profile, state: At<'reading'>, input: FlowInput): Step {
  switch (input.is) {
    case 'photo-ready':
      return stay({ ...state, photo: 'ready' });
    case 'photo-unavailable':
      return stay({ ...state, photo: 'unavailable', photoTrouble: input.code });
    case 'card-read': {
      const { photo, photoTrouble, at: _, ...session } = state;
      return choose(profile, {
        ...session,
        card: input.card,
        face: { photo, triesUsed: 0 },
        ...(photoTrouble === undefined ? {} : { trouble: photoTrouble }),
      });
    }
    case 'deadline':
      return end(state, { verdict: 'fault', reason: 'CARD_READ_TIMEOUT' });
    default:
      return stay(state);
  }
}

/** To the method screen, or out when no method is left. */
function choose(profile: Profile, known: Identifying): Step {
  if (methodsOffered(profile, known.card, known.face).length === 0)
    return end(known, { verdict: 'refused', reason: known.trouble ?? 'NO_METHOD_LEFT' });
  return go({ ...known, at: 'choosing' });
}

function fromChoosing(profile: Profile, state: At<'choosing'>, input: FlowInput): Step {
  switch (input.is) {
    case 'choose': {
      if (!methodsOffered(profile, state.card, state.face).includes(input.method)) return stay(state);
      const { trouble: _, ...rest } = state;
      return go({ ...rest, at: input.method }, { do: 'begin-method', method: input.method });
    }
    case 'photo-ready':
      return stay({ ...state, face: { ...state.face, photo: 'ready' } });
    case 'photo-unavailable':
      return choose(profile, withoutFace(state, input.code));
    case 'deadline':
      return end(state, given(state, 'METHOD_TIMEOUT'));
    default:
      return stay(state);
  }
}

function withoutFace(known: Identifying, trouble: string): Identifying {
  return { ...known, trouble, face: { ...known.face, photo: 'unavailable' } };
}

function fromFace(profile: Profile, state: At<'face'>, input: FlowInput): Step {
  switch (input.is) {
    case 'photo-ready':
      return stay({ ...state, face: { ...state.face, photo: 'ready' } });
    case 'photo-unavailable':
      return leave(choose(profile, withoutFace(state, input.code)));
    case 'face-matched':
      return sign(state, 'face');
    case 'face-not-matched':
      return faceFailed(profile, state, input.code);
    case 'deadline':
      return leave(faceFailed(profile, state, 'FACE_TIMEOUT'));
    case 'other-method':
      return leave(choose(profile, state));
    default:
      return stay(state);
  }
}

function faceFailed(profile: Profile, state: At<'face'>, trouble: string): Step {
  const triesUsed = Math.min(state.face.triesUsed + 1, faceTriesAllowed);
  return choose(profile, { ...state, trouble, face: { ...state.face, triesUsed } });
}

/** Leaving a method that still runs: it is stopped first (camera off, PIN pad shut). */
function leave(next: Step): Step {
  return { state: next.state, effects: [{ do: 'stop-method' }, ...next.effects] };
}

function fromPin(profile: Profile, state: At<'pin'>, input: FlowInput): Step {
  switch (input.is) {
    case 'photo-ready':
      return stay({ ...state, face: { ...state.face, photo: 'ready' } });
    case 'photo-unavailable':
      return stay({ ...withoutFace(state, input.code), at: 'pin' });
    case 'pin-accepted':
      return sign(state, 'pin');
    case 'pin-refused': {
      const refused = {
        ...state,
        trouble: input.triesLeft > 0 ? 'PIN_WRONG' : 'PIN_LOCKED',
        card: { ...state.card, pinTries: input.triesLeft },
      };
      return input.triesLeft > 0 ? stay(refused) : leave(choose(profile, refused));
    }
    case 'deadline':
      return leave(choose(profile, { ...state, trouble: 'PIN_TIMEOUT' }));
    case 'other-method':
      return leave(choose(profile, state));
    default:
      return stay(state);
  }
}

function sign(state: At<'face'> | At<'pin'>, method: Identified['method']): Step {
  const { id, bed, challenge, eligibility, card } = state;
  const identified: Identified = {
    id,
    bed,
    method,
    card,
    ...(challenge === undefined ? {} : { challenge }),
    ...(eligibility === undefined ? {} : { eligibility }),
  };
  if (challenge === undefined) return go({ at: 'signing', asked: false, ...identified });
  return go({ at: 'signing', asked: true, ...identified }, { do: 'sign', method, challenge });
}

function fromSigning(profile: Profile, state: At<'signing'>, input: FlowInput): Step {
  switch (input.is) {
    case 'challenge':
      if (state.asked) return stay(state); // the first one stands
      return go(
        { ...state, asked: true, challenge: input.challenge },
        { do: 'sign', method: state.method, challenge: input.challenge },
      );
    case 'signed': {
      const { asked: _, ...identified } = state;
      const verdict: FlowEffect = {
        do: 'tell',
        event: { name: 'verdict', session: state.id, method: state.method, card: state.card, signed: input.signed },
      };
      // From here on neither card nor person is needed: what is held of them goes at once, not at the end of the visit.
      const next: FlowState = asksConsent(profile, state)
        ? { ...identified, at: 'consent' }
        : { ...identified, at: 'result' };
      return answered(next, verdict, { do: 'end-check' });
    }
    case 'deadline':
      return end(
        state,
        state.asked
          ? { verdict: 'fault', reason: 'SIGNATURE_TIMEOUT' }
          : { verdict: 'fault', reason: 'TERMINAL_NO_CHALLENGE' },
      );
    default:
      return stay(state);
  }
}

/** R27, R29: no consents in the grace months of a certificate, nor on qualification-only readers. */
function asksConsent(profile: Profile, { card }: Identified): boolean {
  return profile !== 'qualification-only' && card.certificate.state !== 'grace';
}

const refusedAll: Consent = { comprehensive: false, care: false, surgery: false, healthChecks: false };

function fromConsent(state: At<'consent'>, input: FlowInput): Step {
  switch (input.is) {
    case 'consent':
      return consented(state, input.consent);
    case 'deadline':
    case 'cancel': // no answer and no wish are a refusal; treatment goes on (R20)
      return consented(state, refusedAll);
    case 'eligibility':
      return stay({ ...state, eligibility: input.result });
    default:
      return stay(state);
  }
}

function consented(state: At<'consent'>, consent: Consent): Step {
  return answered(
    { ...state, at: 'result', consent },
    { do: 'tell', event: { name: 'consent', session: state.id, consent } },
  );
}

/** The result screen waits only while the terminal has not answered yet. */
function answered(next: FlowState, ...effects: FlowEffect[]): Step {
  if (next.at !== 'result' || next.eligibility === undefined) return go(next, ...effects);
  const shown = showResult(next, next.eligibility);
  return { state: shown.state, effects: [...effects, ...shown.effects] };
}

function fromResult(state: At<'result'>, input: FlowInput): Step {
  switch (input.is) {
    case 'eligibility':
      return showResult(state, input.result);
    case 'deadline':
    case 'cancel':
      return showResult(state, 'no-answer');
    default:
      return stay(state);
  }
}

function showResult(state: At<'result'>, result: NonNullable<Session['eligibility']>): Step {
  const { id, bed, method } = state;
  return go(
    {
      at: 'take-card',
      id,
      bed,
      eligibility: result,
      reminded: false,
      outcome: { verdict: 'verified', reason: 'VERIFIED', method },
    },
    { do: 'tell', event: { name: 'result', session: id, result } },
  );
}

/** The end of a session before its result: what is held goes at once; then the last words, and the card is handed back. */
function end(session: Session, outcome: Outcome): Step {
  const { id, bed } = session;
  return go({ at: 'take-card', id, bed, outcome, reminded: false }, { do: 'end-check' });
}

function fromTakeCard(state: At<'take-card'>, input: FlowInput): Step {
  if (input.is !== 'deadline') return stay(state);
  if (state.bed === 'laid' || state.bed === 'mute') return go({ ...state, reminded: true }, { do: 'remind' });
  return erase(state, state.outcome);
}

function erase(session: Session, outcome: Outcome): Step {
  const { id, bed } = session;
  return go({ at: 'erasing', id, bed, outcome }, { do: 'end-check' });
}

function fromErasing(state: At<'erasing'>, input: FlowInput): Step {
  switch (input.is) {
    case 'check-gone':
      return go(
        { at: 'idle', bed: 'empty' },
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

import { goOn } from './after-verdict.ts';
import type { FlowEvent } from './effect.ts';
import { end, given } from './farewell.ts';
import type { FlowInput } from './input.ts';
import { faceTriesAllowed, methodsOffered } from './method.ts';
import { type Identified, type Identifying, sessionOf, type Verified } from './state.ts';
import { type At, first, go, type Step, stay } from './taken.ts';
import type { CertificateSummary, House, Method } from './types.ts';

export function fromReading(house: House, state: At<'reading'>, input: FlowInput): Step {
  switch (input.is) {
    case 'photo-ready':
      return stay({ ...state, photo: 'ready' });
    case 'photo-unavailable':
      return stay({ ...state, photo: 'unavailable', photoTrouble: input.code });
    case 'card-read': {
      const { photo, photoTrouble, seen, at: _, ...session } = state;
      const known: Identifying = {
        ...session,
        ...(input.card.phone ? { phone: true } : {}),
        card: input.card,
        face: { photo, triesUsed: 0 },
        ...(photoTrouble === undefined ? {} : { trouble: photoTrouble }),
      };
      const told: FlowEvent = { name: 'card-read', session: session.id, card: input.card };
      const { certificate } = input.card;
      const next = seen && certificate ? sign(known, 'visual', certificate) : choose(house, known);
      return first(next, { do: 'tell', event: told });
    }
    case 'deadline':
      return end(state, { verdict: 'fault', reason: 'CARD_READ_TIMEOUT' });
    default:
      return stay(state);
  }
}

/** To the method screen, or out when no method is left. */
function choose(house: House, known: Identifying): Step {
  if (methodsOffered(house, known.card, known.face).length === 0)
    return end(known, { verdict: 'refused', reason: known.trouble ?? 'NO_METHOD_LEFT' });
  return go({ ...known, at: 'choosing' });
}

export function fromChoosing(house: House, state: At<'choosing'>, input: FlowInput): Step {
  switch (input.is) {
    case 'choose': {
      if (!methodsOffered(house, state.card, state.face).includes(input.method)) return stay(state);
      const { trouble: _, ...rest } = state;
      const told: FlowEvent = { name: 'method-chosen', session: state.id, method: input.method };
      return go(
        { ...rest, at: input.method },
        { do: 'begin-method', method: input.method },
        { do: 'tell', event: told },
      );
    }
    case 'photo-ready':
      return stay({ ...state, face: { ...state.face, photo: 'ready' } });
    case 'photo-unavailable':
      return choose(house, withoutFace(state, input.code));
    case 'seen-at-terminal':
      return seenAtTerminal(house, state);
    case 'deadline':
      return end(state, given(state, 'METHOD_TIMEOUT'));
    default:
      return stay(state);
  }
}

function withoutFace(known: Identifying, trouble: string): Identifying {
  return { ...known, trouble, face: { ...known.face, photo: 'unavailable' } };
}

export function fromFace(house: House, state: At<'face'>, input: FlowInput): Step {
  switch (input.is) {
    case 'photo-ready':
      return stay({ ...state, face: { ...state.face, photo: 'ready' } });
    case 'photo-unavailable':
      return leave(choose(house, withoutFace(state, input.code)));
    case 'face-matched':
      return state.card.certificate ? sign(state, 'face', state.card.certificate) : stay(state);
    case 'face-not-matched':
      return faceFailed(house, state, input.code);
    case 'seen-at-terminal':
      return seenAtTerminal(house, state);
    case 'deadline':
      return leave(faceFailed(house, state, 'FACE_TIMEOUT'));
    case 'other-method':
      return leave(choose(house, state));
    default:
      return stay(state);
  }
}

function faceFailed(house: House, state: At<'face'>, trouble: string): Step {
  const triesUsed = Math.min(state.face.triesUsed + 1, faceTriesAllowed);
  return choose(house, { ...state, trouble, face: { ...state.face, triesUsed } });
}

/** Leaving a method that still runs: it is stopped first (camera off, PIN pad shut). */
const leave = (next: Step): Step => first(next, { do: 'stop-method' });

export function fromPin(house: House, state: At<'pin'>, input: FlowInput): Step {
  switch (input.is) {
    case 'pin-accepted':
      return pinAccepted(state, input.certificate);
    case 'pin-refused': {
      const trouble = input.triesLeft > 0 ? 'PIN_WRONG' : 'PIN_LOCKED';
      const refused = { ...state, trouble, card: { ...state.card, pinTries: input.triesLeft } };
      return input.triesLeft > 0 ? stay(refused) : leave(choose(house, refused));
    }
    default:
      return whileTyping(house, state, input, 'PIN_TIMEOUT');
  }
}

/** R34: a phone's certificate is known from here on. */
function pinAccepted(state: At<'pin'>, shown: CertificateSummary | undefined): Step {
  const known = state.card.certificate;
  if (known) return sign(state, 'pin', known);
  if (!shown) return stay(state);
  const told: FlowEvent = { name: 'certificate-read', session: state.id, certificate: shown };
  return first(sign(state, 'pin', shown), { do: 'tell', event: told });
}

/** R15: the word of staff, proved by the facility's password, stands for face and PIN. */
export function fromVisual(house: House, state: At<'visual'>, input: FlowInput): Step {
  switch (input.is) {
    case 'staff-confirmed':
      return state.card.certificate ? sign(state, 'visual', state.card.certificate) : stay(state);
    case 'staff-refused': {
      const refused = { ...state, trouble: input.code };
      return input.again ? stay(refused) : leave(choose(house, refused));
    }
    default:
      return whileTyping(house, state, input, 'VISUAL_TIMEOUT');
  }
}

/** What the screens on which something is typed have in common: the photo may come meanwhile, and there is a way back. */
function whileTyping(house: House, state: At<'pin'> | At<'visual'>, input: FlowInput, timeout: string): Step {
  switch (input.is) {
    case 'photo-ready':
      return stay({ ...state, face: { ...state.face, photo: 'ready' } });
    case 'photo-unavailable':
      return stay({ ...withoutFace(state, input.code), at: state.at });
    case 'seen-at-terminal':
      return seenAtTerminal(house, state);
    case 'deadline':
      return leave(choose(house, { ...state, trouble: timeout }));
    case 'other-method':
      return leave(choose(house, state));
    default:
      return stay(state);
  }
}

/** R14: what staff ticked at the terminal stands for face and PIN; whatever runs for those stops. */
function seenAtTerminal(house: House, state: At<'choosing' | 'face' | 'pin' | 'visual'>): Step {
  const { certificate } = state.card;
  if (!house.signsWithoutPin || !certificate) return stay(state);
  return first(sign(state, 'visual', certificate), { do: 'begin-method', method: 'visual' });
}

function sign(state: Identifying, method: Method, certificate: CertificateSummary): Step {
  const { challenge } = state;
  const known = { ...sessionOf(state), method, certificate };
  const identified: Identified = challenge === undefined ? known : { ...known, challenge };
  if (challenge === undefined) return go({ at: 'signing', asked: false, ...identified });
  return go({ at: 'signing', asked: true, ...identified }, { do: 'sign', method, challenge });
}

/** Identified: now the card signs the terminal's challenge. */
export function fromSigning(house: House, state: At<'signing'>, input: FlowInput): Step {
  switch (input.is) {
    case 'challenge':
      if (state.asked) return stay(state); // the first one stands
      return go(
        { ...state, asked: true, challenge: input.challenge },
        { do: 'sign', method: state.method, challenge: input.challenge },
      );
    case 'signed': {
      const { id, method, certificate } = state;
      const told: FlowEvent = { name: 'verdict', session: id, method, certificate, signed: input.signed };
      const verified: Verified = { ...sessionOf(state), method, certificate, consented: [] };
      // From here on neither card nor person is needed: what is held of them goes at once, not at the end of the visit.
      return first(goOn(house, verified), { do: 'tell', event: told }, { do: 'end-check' });
    }
    case 'deadline':
      return end(state, { verdict: 'fault', reason: state.asked ? 'SIGNATURE_TIMEOUT' : 'TERMINAL_NO_CHALLENGE' });
    default:
      return stay(state);
  }
}

import { isAnswerTo, questionsFor, refusalOf } from './consents.ts';
import type { FlowInput } from './input.ts';
import type { Verified } from './state.ts';
import { type At, first, go, type Step, stay } from './taken.ts';
import type { Consent, Eligibility, Profile, Question } from './types.ts';

/**
 * What is still to be said to an identified person: the registration if the terminal knows no insurance use of theirs (R24), then each consent
 * page that applies (R20 to R22), then the terminal's answer is waited for and shown (R25).
 */
export function goOn(profile: Profile, visit: Verified): Step {
  const { answer, registration, consented, certificate } = visit;
  if (answer?.result === 'unregistered' && registration === undefined) return go({ ...visit, at: 'registration' });
  const question = questionsFor(profile, certificate, answer).find((page) => !consented.includes(page));
  if (question) return go({ ...visit, at: 'consent', question });
  return answer ? showResult(visit, answer.result) : go({ ...visit, at: 'result' });
}

/** The consent page is answered, or refused by time or by giving up. */
export function fromConsent(profile: Profile, state: At<'consent'>, input: FlowInput): Step {
  const { question, ...visit } = state;
  switch (input.is) {
    case 'consent':
      // A second tap must not answer the next page.
      return isAnswerTo(question, input.consent) ? goOnConsented(profile, visit, question, input.consent) : stay(state);
    case 'deadline':
      return goOnConsented(profile, visit, question, refusalOf(question));
    case 'cancel':
      return first(showResult(visit, visit.answer?.result ?? 'no-answer'), tellConsent(visit, refusalOf(question)));
    case 'eligibility':
      return goOn(profile, { ...visit, answer: input.answer });
    default:
      return stay(state);
  }
}

function goOnConsented(profile: Profile, visit: Verified, question: Question, consent: Consent): Step {
  const next = goOn(profile, { ...visit, consented: [...visit.consented, question] });
  return first(next, tellConsent(visit, consent));
}

const tellConsent = ({ id }: Verified, consent: Consent) =>
  ({ do: 'tell', event: { name: 'consent', session: id, consent } }) as const;

/** R24: the person lets the terminal register, or does not; no answer is a no. Either way the visit goes on. */
export function fromRegistration(profile: Profile, state: At<'registration'>, input: FlowInput): Step {
  const told = (wanted: boolean) =>
    ({ do: 'tell', event: { name: 'registration', session: state.id, wanted } }) as const;
  switch (input.is) {
    case 'register': {
      // The terminal registers and answers once more.
      const { answer: _, ...waiting } = state;
      const next: Verified = input.wanted
        ? { ...waiting, registration: 'wanted' }
        : { ...state, registration: 'declined' };
      return first(goOn(profile, next), told(input.wanted));
    }
    case 'deadline':
      return first(goOn(profile, { ...state, registration: 'declined' }), told(false));
    case 'cancel':
      return first(showResult(state, 'unregistered'), told(false));
    case 'eligibility':
      return goOn(profile, { ...state, answer: input.answer });
    default:
      return stay(state);
  }
}

export function fromResult(profile: Profile, state: At<'result'>, input: FlowInput): Step {
  switch (input.is) {
    case 'eligibility':
      return goOn(profile, { ...state, answer: input.answer });
    case 'deadline':
    case 'cancel':
      return showResult(state, 'no-answer');
    default:
      return stay(state);
  }
}

/** R25: the end screen, and the card is handed back. */
function showResult({ id, bed, method, certificate }: Verified, result: Eligibility): Step {
  return go(
    {
      at: 'take-card',
      id,
      bed,
      result,
      certificate,
      reminded: false,
      outcome: { verdict: 'verified', reason: 'VERIFIED', method },
    },
    { do: 'tell', event: { name: 'result', session: id, result } },
  );
}

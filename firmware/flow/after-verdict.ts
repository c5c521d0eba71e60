import { isAnswerTo, questionsFor, refusalOf } from './consents.ts';
import type { FlowInput } from './input.ts';
import { sessionOf, type Verified } from './state.ts';
import { type At, first, go, type Step, stay } from './taken.ts';
import type { Consent, Eligibility, House, Question } from './types.ts';

/**
 * What is still to be said to an identified person: the registration if the terminal knows no insurance use of theirs (R24), then each consent
 * page that applies (R20 to R22), then the terminal's answer is waited for and shown (R25).
 */
export function goOn(house: House, visit: Verified): Step {
  const { answer, registration, consented, certificate } = visit;
  if (answer?.result === 'unregistered' && registration === undefined) return go({ ...visit, at: 'registration' });
  const question = questionsFor(house.profile, certificate, answer).find((page) => !consented.includes(page));
  if (question) return go({ ...visit, at: 'consent', question });
  return answer ? showResult(visit, answer.result) : go({ ...visit, at: 'result' });
}

/** The consent page is answered, or refused by time or by giving up. */
export function fromConsent(house: House, state: At<'consent'>, input: FlowInput): Step {
  const { question, ...visit } = state;
  switch (input.is) {
    case 'consent':
      // A second tap must not answer the next page.
      return isAnswerTo(question, input.consent) ? goOnConsented(house, visit, question, input.consent) : stay(state);
    case 'deadline':
      return goOnConsented(house, visit, question, refusalOf(question));
    case 'cancel':
      return first(showResult(visit, visit.answer?.result ?? 'no-answer'), tellConsent(visit, refusalOf(question)));
    case 'eligibility':
      return goOn(house, { ...visit, answer: input.answer });
    default:
      return stay(state);
  }
}

function goOnConsented(house: House, visit: Verified, question: Question, consent: Consent): Step {
  const next = goOn(house, { ...visit, consented: [...visit.consented, question] });
  return first(next, tellConsent(visit, consent));
}

const tellConsent = ({ id }: Verified, consent: Consent) =>
  ({ do: 'tell', event: { name: 'consent', session: id, consent } }) as const;

/** R24: the person lets the terminal register, or does not; no answer is a no. Either way the visit goes on. */
export function fromRegistration(house: House, state: At<'registration'>, input: FlowInput): Step {
  const told = (wanted: boolean) =>
    ({ do: 'tell', event: { name: 'registration', session: state.id, wanted } }) as const;
  switch (input.is) {
    case 'register': {
      // The terminal registers and answers once more.
      const { answer: _, ...waiting } = state;
      const next: Verified = input.wanted
        ? { ...waiting, registration: 'wanted' }
        : { ...state, registration: 'declined' };
      return first(goOn(house, next), told(input.wanted));
    }
    case 'deadline':
      return first(goOn(house, { ...state, registration: 'declined' }), told(false));
    case 'cancel':
      return first(showResult(state, 'unregistered'), told(false));
    case 'eligibility':
      return goOn(house, { ...state, answer: input.answer });
    default:
      return stay(state);
  }
}

export function fromResult(house: House, state: At<'result'>, input: FlowInput): Step {
  switch (input.is) {
    case 'eligibility':
      return goOn(house, { ...state, answer: input.answer });
    case 'deadline':
    case 'cancel':
      return showResult(state, 'no-answer');
    default:
      return stay(state);
  }
}

/** R25: the end screen, and the card is handed back. */
function showResult(visit: Verified, result: Eligibility): Step {
  const { id, method, certificate } = visit;
  return go(
    {
      ...sessionOf(visit),
      at: 'take-card',
      result,
      certificate,
      calls: 0,
      outcome: { verdict: 'verified', reason: 'VERIFIED', method },
    },
    { do: 'tell', event: { name: 'result', session: id, result } },
  );
}

import type { Answer, CertificateSummary, Consent, Profile, Question } from './types.ts';

const consentMs = 24 * 3_600_000;

/** R23: until when a consent holds, for one given at `givenAt`; both ms since 1970. */
export const consentEnd = (givenAt: number): number => givenAt + consentMs;

/**
 * The consent pages for a person, in their order. None on qualification-only readers (R29), in the grace months of a certificate (R27),
 * and when the terminal has answered that there is nothing to look up. Limit information and specified disease only where the answer says
 * that they apply (R22). Before the answer: the records alone.
 */
export function questionsFor(
  profile: Profile,
  certificate: CertificateSummary,
  answer: Answer | undefined,
): Question[] {
  if (profile === 'qualification-only' || certificate.state === 'grace') return [];
  if (answer === undefined) return ['records'];
  if (answer.result !== 'valid') return [];
  return ['records', ...(['limits', 'disease'] as const).filter((question) => answer.ask.includes(question))];
}

/** R21: the one touch. It covers the records; limits and specified disease are asked by themselves (R22). */
export const comprehensiveConsent: Consent = { comprehensive: true, care: true, surgery: true, healthChecks: true };

const refusals: Record<Question, Consent> = {
  records: { comprehensive: false, care: false, surgery: false, healthChecks: false },
  limits: { limits: false },
  disease: { disease: false },
};

/** R20: no answer, or no wish to answer, is a refusal of what the page asked, and the visit goes on. */
export const refusalOf = (question: Question): Consent => refusals[question];

/** Whether this is an answer to the page: all that it asks, nothing else. */
export function isAnswerTo(question: Question, consent: Consent): boolean {
  const asked = Object.keys(refusals[question]);
  return Object.keys(consent).length === asked.length && asked.every((field) => field in consent);
}

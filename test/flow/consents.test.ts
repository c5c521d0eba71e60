import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { comprehensiveConsent, consentEnd, isAnswerTo, questionsFor, refusalOf } from '../../firmware/flow/consents.ts';
import type { Answer, CertificateSummary, Question } from '../../firmware/flow/types.ts';

const test = suite('rules of the consents');
const certificate = (state: CertificateSummary['state']) => ({ state, notAfter: '2031-02-17T14:59:59.000Z' });
const valid = certificate('valid');
const answer = (result: Answer['result'], ...ask: Answer['ask']): Answer => ({ result, ask });
const pages: Question[] = ['records', 'limits', 'disease'];

test('[R23] a consent holds 24 hours to the millisecond, over the end of a year too', () => {
  const end = (given: string) => new Date(consentEnd(Date.parse(given))).toISOString();
  assert.is(end('2025-04-01T09:12:30.250Z'), '2025-04-02T09:12:30.250Z');
  assert.is(end('2027-12-31T23:59:59.999Z'), '2028-01-01T23:59:59.999Z');
  assert.is(end('2028-02-28T15:00:00.000Z'), '2028-02-29T15:00:00.000Z');
});

test('[R20] before the terminal has answered the records are asked, and nothing else', () => {
  assert.equal(questionsFor('standard', valid, undefined), ['records']);
  assert.equal(questionsFor('home-visit', certificate('ending'), undefined), ['records']);
});

test('[R22] limits and specified disease are asked only where the answer says so, each on its own', () => {
  assert.equal(questionsFor('standard', valid, answer('valid')), ['records']);
  assert.equal(questionsFor('standard', valid, answer('valid', 'disease')), ['records', 'disease']);
  assert.equal(questionsFor('standard', valid, answer('valid', 'limits')), ['records', 'limits']);
  assert.equal(questionsFor('home-visit', valid, answer('valid', 'disease', 'limits')), pages);
});

test('[R25] where there is nothing to look up nothing is asked', () => {
  for (const result of ['invalid', 'none', 'unregistered', 'no-answer'] as const)
    assert.equal(questionsFor('standard', valid, answer(result, 'limits', 'disease')), [], result);
});

test('[R27] [R29] no consents on qualification-only readers, nor in the grace months of a certificate', () => {
  for (const given of [undefined, answer('valid', 'limits', 'disease')]) {
    for (const state of ['valid', 'ending', 'grace'] as const)
      assert.equal(questionsFor('qualification-only', certificate(state), given), []);
    assert.equal(questionsFor('standard', certificate('grace'), given), []);
  }
});

test('[R20] a refusal answers its own page with no to all of it', () => {
  for (const page of pages) {
    assert.not(Object.values(refusalOf(page)).some(Boolean));
    assert.equal(
      pages.filter((other) => isAnswerTo(other, refusalOf(page))),
      [page],
    );
  }
});

test('[R21] [R22] the one touch answers the records only; half an answer answers no page', () => {
  assert.equal(
    pages.filter((page) => isAnswerTo(page, comprehensiveConsent)),
    ['records'],
  );
  assert.equal(
    pages.filter((page) => isAnswerTo(page, { ...comprehensiveConsent, disease: true })),
    [],
  );
  for (const half of [{}, { care: true }, { limits: true, disease: true }])
    assert.equal(
      pages.filter((page) => isAnswerTo(page, half)),
      [],
    );
});

test.run();

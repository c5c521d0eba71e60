// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { VisitPlan } from '../../build/visit/visit.ts';
import { visit } from '../../build/visit/visit.ts';
import type { PanelView } from '../../firmware/panel/view.ts';
import { type RunningReader, startRunningReader } from '../support/running-reader.ts';

let reader: RunningReader;
const test = suite('consents and results, at a running reader');
test.before(async () => {
  reader = await startRunningReader();
});
test.after(() => reader.stop());

const dayMs = 24 * 3_600_000;

/** A visit by PIN; answers what the terminal heard and what the last screen of it showed. */
async function go(plan: Partial<VisitPlan>) {
  const { card, person } = reader.emulation;
  const views: PanelView[] = [];
  const usual: VisitPlan = { card, person, tries: [{ method: 'pin', pin: '1234' }], ...plan };
  const result = await visit(reader.place, usual, (view) => views.push(view));
  const pages = views.flatMap(({ screen, question }) => question ?? (screen === 'registration' ? [screen] : []));
  const end = views.find(({ screen, eligibility }) => screen === 'take-card' && eligibility);
  assert.is(result.verdict, 'verified');
  assert.ok(result.erased);
  return { ...result, pages: [...new Set(pages)], end };
}

test('[R21] [R22] [R23] the one touch, limits and specified disease are told apart, each valid 24 hours', async () => {
  const before = Date.now();
  const { consents, pages } = await go({ eligibility: { result: 'valid', ask: ['disease', 'limits'] } });
  assert.equal(pages, ['records', 'limits', 'disease']);
  const bare = consents.map(({ session: _, validUntil, ...said }) => {
    const givenAt = Date.parse(validUntil) - dayMs;
    assert.ok(givenAt >= before && givenAt <= Date.now(), validUntil);
    return said;
  });
  assert.equal(bare, [
    { comprehensive: true, care: true, surgery: true, healthChecks: true },
    { limits: true },
    { disease: true },
  ]);
});

test('[R20] who refuses everything is treated all the same', async () => {
  const { consents, end } = await go({ agrees: false, eligibility: { result: 'valid', ask: ['limits', 'disease'] } });
  assert.is(consents.length, 3);
  for (const { session: _, validUntil: __, ...said } of consents) assert.not(Object.values(said).some(Boolean));
  assert.is(end?.eligibility, 'valid');
});

test('[R24] an unregistered person registers here and is valid; who does not want to is told what to show', async () => {
  const wanted = await go({ eligibility: 'unregistered' });
  assert.ok(wanted.pages.includes('registration'));
  assert.is(wanted.end?.eligibility, 'valid');
  const declined = await go({ eligibility: 'unregistered', agrees: false });
  assert.ok(declined.pages.includes('registration'));
  assert.is(declined.end?.eligibility, 'unregistered');
});

test('[R25] where the qualification is not valid no consent is wanted, and the end screen says which answer came', async () => {
  for (const result of ['invalid', 'none', 'no-answer'] as const) {
    const { end } = await go({ eligibility: result });
    assert.is(end?.eligibility, result);
  }
});

test('[R28] [R32] name and registration-card number are shown as they came, and gone with the visit', async () => {
  const { end } = await go({ eligibility: { result: 'valid', name: '番号 ●子', localNumber: '0012-345' } });
  assert.equal(end?.patient, { name: '番号 ●子', localNumber: '0012-345' });
  const next = await go({ eligibility: 'valid' });
  assert.equal(next.end?.patient, {});
});

test.run();

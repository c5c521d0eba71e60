// time limit: 240 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Finding, runCases, tableOf } from '../../build/conformance/case.ts';
import { readerBench } from '../../build/conformance/reader-bench.ts';
import { visitCases } from '../../build/conformance/visit-cases.ts';
import { openWire } from '../../build/terminal/wire.ts';
import { startMadeVisit, type WrongOfVisit, wrongsOfVisits } from './made-visit.ts';

const test = suite('the conformance kit against readers whose visits are wrong in one way each');

async function findingsOf(wrong?: WrongOfVisit): Promise<Finding[]> {
  const { url, layCard, close } = await startMadeVisit(wrong);
  const another = () => openWire(url, 'kazasu');
  const wire = await another();
  const over = new AbortController();
  const bench = readerBench({ wire, reader: 'kazasu', another, over: over.signal, layCard });
  const hasty = visitCases.map((one) => ({ ...one, withinMs: 4000 }));
  const findings = await runCases(hasty, bench, () => true, { usuallyMs: 4000 });
  over.abort();
  await wire.close();
  await close();
  return findings;
}
const failed = (findings: readonly Finding[]) =>
  findings.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);

test('a right one passes', async () => {
  const findings = await findingsOf();
  assert.equal(failed(findings), [], tableOf(findings));
});

for (const [wrong, ids] of Object.entries(wrongsOfVisits) as [WrongOfVisit, readonly string[]][]) {
  test(`named ${ids.join(', ')}: a reader that ${wrong}`, async () => {
    const findings = await findingsOf(wrong);
    assert.equal(failed(findings), ids, tableOf(findings));
  });
}

test.run();

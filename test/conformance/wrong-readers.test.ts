// time limit: 240 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tableOf } from '../../build/conformance/case.ts';
import { testReader } from '../../build/conformance/test-reader.ts';
import { openWire } from '../../build/terminal/wire.ts';
import { startMadeReader, type Wrong, wrongs } from './made-reader.ts';

const test = suite('the conformance kit against readers that are wrong in one way each');

async function findingsOf(wrong: Wrong | undefined, foreignBroker = true) {
  const made = await startMadeReader(wrong);
  const findings = await testReader(
    { reader: 'kazasu', foreignBroker, open: () => openWire(made.url, 'kazasu') },
    { usuallyMs: 3000 },
  );
  await made.close();
  return findings;
}
const failed = (findings: Awaited<ReturnType<typeof findingsOf>>) =>
  findings.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);

test('a right one passes; what only a broker of its own can do is skipped, or fails on one without rules', async () => {
  const findings = await findingsOf(undefined);
  assert.equal(failed(findings), [], tableOf(findings));
  assert.match(tableOf(findings), '16 passed, 0 failed, 9 skipped');
  // K18: what others send stands among what was heard.
  assert.equal(failed(await findingsOf(undefined, false)), ['K16', 'K17', 'K18']);
});

/** Cases that a fault shows in besides its own: the state is looked at in more than one. */
const besides: Partial<Record<Wrong, readonly string[]>> = {
  'leaves the profile out of its state': ['K14', 'K18'],
  'carries out repetitions': ['K13'],
  'says everything twice': ['K03'],
};

for (const [wrong, id] of Object.entries(wrongs) as [Wrong, string][]) {
  test(`named ${id}: a reader that ${wrong}`, async () => {
    const findings = await findingsOf(wrong);
    assert.equal(failed(findings), [id, ...(besides[wrong] ?? [])].sort(), tableOf(findings));
    assert.ok(findings.find((finding) => finding.id === id)?.why);
  });
}

test.run();

// time limit: 240 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tableOf } from '../../build/conformance/case.ts';
import { testTerminal } from '../../build/conformance/test-terminal.ts';
import { answerEligibility } from '../../build/terminal/eligibility-service.ts';
import { serveVisits } from '../../build/terminal/serve-visits.ts';
import { openWire, type Wire } from '../../build/terminal/wire.ts';

const test = suite('the conformance kit plays a reader to terminals');

/** Whether a request goes out, and as what. */
type Otherwise = (name: string, message: Record<string, unknown>) => Record<string, unknown> | undefined;

/** The reference terminal, whose requests are changed on their way. */
async function findingsOf(otherwise: Otherwise) {
  let wire: Wire | undefined;
  let over = false;
  const keepServing = async (url: string) => {
    while (!over) {
      wire = await openWire(url, 'kazasu').catch(() => undefined);
      if (wire) {
        const { send } = wire;
        const changed: Wire = {
          ...wire,
          send: async (topic, payload) => {
            const message = otherwise(topic.split('/').at(-1) ?? '', JSON.parse(payload.toString()));
            if (message) await send(topic, JSON.stringify(message));
          },
        };
        serveVisits(changed, {
          reader: 'kazasu',
          terminal: 'counter-1',
          proves: false,
          eligibility: async (verdict) => answerEligibility('valid', verdict),
          onRow: () => {},
        });
        await wire.lost;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  let serving: Promise<void> | undefined;
  const findings = await testTerminal(
    { port: 0, reader: 'kazasu' },
    (url) => {
      serving = keepServing(url);
    },
    5000,
  );
  over = true;
  await wire?.close();
  await serving;
  return findings;
}
const failed = (findings: Awaited<ReturnType<typeof findingsOf>>) =>
  findings.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);

test('the reference terminal passes', async () => {
  const findings = await findingsOf((_name, message) => message);
  assert.equal(failed(findings), [], tableOf(findings));
});

const wrongs: Record<string, [id: string[], Otherwise]> = {
  'acknowledges nothing': [['T02', 'T03', 'T04'], (name, message) => (name === 'acknowledge' ? undefined : message)],
  'uses one challenge for all': [
    ['T01'],
    (name, message) =>
      name === 'challenge' ? { ...message, data: { ...Object(message.data), challenge: 'A'.repeat(24) } } : message,
  ],
  'numbers its requests alike': [['T07'], (_name, message) => ({ ...message, id: 'same' })],
  'lives in another year': [['T07'], (_name, message) => ({ ...message, time: '2001-01-01T00:00:00Z' })],
  'writes what is in no schema': [
    ['T02', 'T04', 'T05', 'T06', 'T07'],
    (name, message) =>
      name === 'eligibility' ? { ...message, data: { ...Object(message.data), result: 'fine' } } : message,
  ],
};
for (const [what, [ids, otherwise]] of Object.entries(wrongs)) {
  test(`named ${ids.join(', ')}: a terminal that ${what}`, async () => {
    const findings = await findingsOf(otherwise);
    assert.equal(failed(findings), ids, tableOf(findings));
  });
}

test.run();

// time limit: 400 s
import { randomUUID } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Finding, tableOf } from '../../build/conformance/case.ts';
import type { Stage } from '../../build/conformance/terminal-bench.ts';
import { testTerminal } from '../../build/conformance/test-terminal.ts';
import { answerEligibility } from '../../build/terminal/eligibility-service.ts';
import { holdWire } from '../../build/terminal/hold-wire.ts';
import { serveVisits } from '../../build/terminal/serve-visits.ts';
import { openWire, type Wire } from '../../build/terminal/wire.ts';
import { withCable } from '../terminal/serial/lines.ts';

const test = suite('the conformance kit plays a reader to terminals');

type Message = Record<string, unknown>;
/** How a terminal differs from the reference: what it hears and says otherwise, undefined being nothing; whether it comes back. */
interface Otherwise {
  readonly hears?: (message: Message) => Message | undefined;
  readonly says?: (name: string, message: Message) => Message | string | undefined;
  readonly comesBack?: false;
}

/** A wire on which everything passes through the difference. */
function changed(wire: Wire, { hears = (one) => one, says = (_name, one) => one }: Otherwise): Wire {
  return {
    ...wire,
    send: async (topic, payload) => {
      const message = says(topic.split('/').at(-1) ?? '', JSON.parse(payload.toString()));
      if (message) await wire.send(topic, typeof message === 'string' ? message : JSON.stringify(message));
    },
    onMessage: (listener) =>
      wire.onMessage((heard) => {
        const message = hears(JSON.parse(heard.payload.toString()));
        if (message) listener({ ...heard, payload: Buffer.from(JSON.stringify(message)) });
      }),
  };
}

/** The reference terminal with a difference, as the kit finds it. */
async function findingsOf(otherwise: Otherwise, stage: Stage = { port: 0 }, at?: string): Promise<Finding[]> {
  const over = new AbortController();
  let serving: Promise<void> | undefined;
  const serve = (wire: Wire) =>
    serveVisits(changed(wire, otherwise), {
      reader: 'kazasu',
      terminal: 'counter-1',
      proves: false,
      eligibility: async (verdict) => answerEligibility('valid', verdict),
      onRow: () => {},
    });
  const onLost = () => otherwise.comesBack === false && over.abort();
  const findings = await testTerminal(
    { stage, reader: 'kazasu' },
    (url) => {
      serving = holdWire(() => openWire(at ?? url, 'kazasu'), { use: serve, onLost, signal: over.signal });
    },
    { usuallyMs: 12_000 },
  );
  over.abort();
  await serving;
  return findings;
}
const failed = (findings: readonly Finding[]) =>
  findings.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
const named = ({ type }: Message, name: string) => type === `kazasu.v1.event.${name}`;
const withData = (message: Message, more: object): Message => ({
  ...message,
  data: { ...Object(message.data), ...more },
});

test('the reference terminal passes', async () => {
  const findings = await findingsOf({});
  assert.equal(failed(findings), [], tableOf(findings));
});

test('the reference terminal passes over a serial line', () =>
  withCable(async (near, far) => {
    const findings = await findingsOf({}, { serial: { path: near, baudRate: 115_200 } }, `serial:${far}`);
    assert.equal(failed(findings), [], tableOf(findings));
  }));

const wrongs: Record<string, [id: string[], () => Otherwise]> = {
  'acknowledges nothing': [
    ['T02', 'T03', 'T04'],
    () => ({ says: (name, message) => (name === 'acknowledge' ? undefined : message) }),
  ],
  'uses one challenge for all': [
    ['T01'],
    () => ({
      says: (name, message) => (name === 'challenge' ? withData(message, { challenge: 'A'.repeat(24) }) : message),
    }),
  ],
  'is deaf to consents': [['T03'], () => ({ hears: (message) => (named(message, 'consent') ? undefined : message) })],
  'answers a verdict each time that it is told': [
    ['T04'],
    () => ({
      hears: (message) => (named(message, 'verdict') ? { ...message, id: `${message.id}+${randomUUID()}` } : message),
      says: (name, message) =>
        name === 'acknowledge'
          ? withData(message, { messages: Object(message.data).messages.map((id: string) => id.split('+')[0]) })
          : message,
    }),
  ],
  'registers nobody': [['T05'], () => ({ hears: (message) => (named(message, 'registration') ? undefined : message) })],
  'stays away when the reader was away': [['T06'], () => ({ comesBack: false })],
  'numbers its requests alike': [['T07'], () => ({ says: (_name, message) => ({ ...message, id: 'same' }) })],
  'lives in another year': [
    ['T07'],
    () => ({ says: (_name, message) => ({ ...message, time: '2001-01-01T00:00:00Z' }) }),
  ],
  'writes what is no JSON': [
    ['T07'],
    () => ({ says: (name, message) => (name === 'registration-answer' ? '{' : message) }),
  ],
  'writes what is in no schema': [
    ['T02', 'T04', 'T05', 'T06', 'T07'],
    () => ({ says: (name, message) => (name === 'eligibility' ? withData(message, { result: 'fine' }) : message) }),
  ],
};
// All at once: the kit mostly waits.
let found: Record<string, Promise<Finding[]>>;
test.before(() => {
  found = Object.fromEntries(Object.entries(wrongs).map(([what, [, otherwise]]) => [what, findingsOf(otherwise())]));
});
for (const [what, [ids]] of Object.entries(wrongs)) {
  test(`named ${ids.join(', ')}: a terminal that ${what}`, async () => {
    const findings = (await found[what]) ?? [];
    assert.equal(failed(findings), ids, tableOf(findings));
  });
}

test.run();

import { createInterface } from 'node:readline/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readCredentials, writeCredentials } from '../terminal/credentials.ts';
import { answerEligibility, type EligibilityRule, eligibilityRules } from '../terminal/eligibility-service.ts';
import { pairWith } from '../terminal/pair.ts';
import { serveVisits, type VisitRow } from '../terminal/serve-visits.ts';
import { openWire } from '../terminal/wire.ts';
import { type Command, WrongUse } from './command.ts';

const againMs = 1000;

export const terminal: Command = {
  summary: 'a reference terminal: serves the visits of a reader, with an emulated eligibility service',
  help: `kazasu terminal --reader URL [--rule RULE | --by-hand] [--name NAME] [--as TERMINAL] [--credentials FOLDER] [--pair]

Challenges each card, proves its signature, acknowledges, and answers for an emulated eligibility service; a line for each step of a visit.
Goes on until Ctrl-C; connects again when the reader was away.

  --reader URL           mqtt://host:port, mqtts://host:port, or serial:/dev/ttyS0?baud=115200
  --rule RULE            ${eligibilityRules.join(', ')} (default: valid)
  --by-hand              asks for the answer to each verdict
  --name NAME            the reader's name (default: kazasu)
  --as TERMINAL          this terminal's name (default: counter-1)
  --credentials FOLDER   key, certificate and the reader's CA of a paired terminal
  --pair                 pairs first, and writes them there; compare the code with kazasu pair`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        reader: { type: 'string' },
        rule: { type: 'string', default: 'valid' },
        'by-hand': { type: 'boolean', default: false },
        name: { type: 'string', default: 'kazasu' },
        as: { type: 'string', default: 'counter-1' },
        credentials: { type: 'string' },
        pair: { type: 'boolean', default: false },
      },
    });
    const { reader: url, name: reader, as, credentials } = values;
    if (url === undefined) throw new WrongUse('--reader says where the reader is');
    const rule = ruleOf(values.rule);
    if (values.pair) {
      if (credentials === undefined) throw new WrongUse('--pair needs --credentials FOLDER');
      const got = await pairWith({ url, reader, name: as }, (code) => console.log(`code ${code}: staff compare it`));
      await writeCredentials(credentials, got);
      console.log(`paired; key and certificates are in ${credentials}`);
      await delay(2 * againMs); // until the reader has looked at its list
    }
    const stop = new Promise<'stop'>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve('stop'));
    });
    const hand = values['by-hand'] ? byHand() : undefined;
    for (;;) {
      const wire = await openWire(
        url,
        reader,
        credentials === undefined ? {} : await readCredentials(credentials),
      ).catch(() => undefined);
      if (wire) {
        serveVisits(wire, {
          reader,
          terminal: as,
          eligibility: async (verdict) => answerEligibility(hand ? await hand.ask() : rule, verdict),
          onRow: (row) => console.log(lineOf(row)),
          onState: (state) => console.log(`reader: ${state}`),
        });
        if ((await Promise.race([stop, wire.lost])) === 'stop') {
          hand?.close();
          await wire.close();
          return 0;
        }
        console.log('reader: away');
      }
      if ((await Promise.race([stop, delay(againMs)])) === 'stop') return 0;
    }
  },
};

const lineOf = ({ session, at, method, proved, answer }: VisitRow): string =>
  [session.slice(0, 8), at.padEnd(24), method.padEnd(7), proved && `proved: ${proved}`.padEnd(12), answer]
    .join('  ')
    .trimEnd();

function ruleOf(word: string): EligibilityRule {
  const rule = eligibilityRules.find((known) => known === word);
  if (!rule) throw new WrongUse(`--rule is one of ${eligibilityRules.join(', ')}`);
  return rule;
}

function byHand() {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return {
    close: () => lines.close(),
    async ask(): Promise<EligibilityRule> {
      for (;;) {
        const word = (await lines.question(`answer (${eligibilityRules.join(', ')}): `)).trim();
        const rule = eligibilityRules.find((known) => known === word);
        if (rule) return rule;
      }
    },
  };
}

import { createInterface } from 'node:readline/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readCredentials, writeCredentials } from '../terminal/credentials.ts';
import { answerEligibility, type EligibilityRule, eligibilityRules } from '../terminal/eligibility-service.ts';
import { holdWire } from '../terminal/hold-wire.ts';
import { pairWith } from '../terminal/pair.ts';
import { serveVisits } from '../terminal/serve-visits.ts';
import { visitTable } from '../terminal/visit-table.ts';
import { openWire } from '../terminal/wire.ts';
import { type Command, WrongUse } from './command.ts';

/** Until the reader has looked at its list of terminals. */
const letInMs = 2000;

export const terminal: Command = {
  summary: 'a reference terminal: serves the visits of readers, with an emulated eligibility service',
  help: `kazasu terminal --reader URL [--rule RULE | --by-hand] [--name NAME]… [--as TERMINAL] [--credentials FOLDER] [--pair]

Challenges each card, proves its signature, acknowledges, and answers for an emulated eligibility service; shows a live table of the visits,
or, where its output is no terminal, a line for each step. Goes on until Ctrl-C; connects again when the reader was away.

  --reader URL           mqtt://host:port, mqtts://host:port, or serial:/dev/ttyS0?baud=115200
  --rule RULE            ${eligibilityRules.join(', ')} (default: valid)
  --by-hand              asks for the answer to each verdict
  --name NAME            the reader's name (default: kazasu); once for each of several readers on one broker
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
        name: { type: 'string', multiple: true, default: ['kazasu'] },
        as: { type: 'string', default: 'counter-1' },
        credentials: { type: 'string' },
        pair: { type: 'boolean', default: false },
      },
    });
    const { reader: url, name: readers, as, credentials } = values;
    if (url === undefined) throw new WrongUse('--reader says where the reader is');
    const rule = ruleOf(values.rule);
    if (values.pair) await pair(url, readers, as, credentials);
    const over = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => over.abort());
    const hand = values['by-hand'] ? byHand() : undefined;
    // What is typed must not be drawn over.
    const table = visitTable((text) => process.stdout.write(text), hand ? undefined : process.stdout.columns);
    const serve = async (reader: string): Promise<void> => {
      const where = readers.length > 1 ? reader : undefined;
      const say = (state: string) => table.say(where ?? 'reader', state);
      const open = async () =>
        openWire(url, reader, credentials === undefined ? {} : await readCredentials(credentials));
      await holdWire(open, {
        use: (wire) =>
          serveVisits(wire, {
            reader,
            terminal: as,
            eligibility: async (verdict) => answerEligibility(hand ? await hand.ask() : rule, verdict),
            onRow: (row) => table.show(row, where),
            onState: say,
          }),
        onLost: () => say('away'),
        signal: over.signal,
      });
    };
    await Promise.all(readers.map(serve));
    hand?.close();
    return 0;
  },
};

async function pair(url: string, readers: readonly string[], as: string, folder: string | undefined): Promise<void> {
  const [reader = '', ...more] = readers;
  if (folder === undefined) throw new WrongUse('--pair needs --credentials FOLDER');
  if (more.length > 0) throw new WrongUse('--pair is for one reader at a time: each has a CA of its own');
  const got = await pairWith({ url, reader, name: as }, (code) => console.log(`code ${code}: staff compare it`));
  await writeCredentials(folder, got);
  console.log(`paired; key and certificates are in ${folder}`);
  await delay(letInMs);
}

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

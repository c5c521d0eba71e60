import { parseArgs } from 'node:util';
import { countOf, type Finding, lineOf, tableOf } from '../conformance/case.ts';
import { testReader } from '../conformance/test-reader.ts';
import { testTerminal } from '../conformance/test-terminal.ts';
import { readCredentials } from '../terminal/credentials.ts';
import { openWire } from '../terminal/wire.ts';
import { type Command, WrongUse } from './command.ts';
import { count } from './count.ts';

const serialStage = (path: string) => ({ serial: { path, baudRate: 115_200 as const } });
const askForCard = 'lay a card now, prove who you are, agree to what is asked, and take the card back';

export const conformance: Command = {
  summary: 'test a reader, or a terminal, against the protocol over the wire (npm run conformance)',
  help: `kazasu conformance --reader URL [--name NAME] [--credentials FOLDER] [--foreign-broker] [--visit] [--json]
kazasu conformance --terminal [--port PORT | --serial PATH] [--name NAME] [--json]

--reader tests a reader while nobody is at it, and, with --visit, asks for one person with a card: mqtt://host:port, mqtts://host:port, or serial:/dev/ttyS0?baud=115200.
--terminal plays a reader on loopback or on a serial line of 115,200 baud, waits for the terminal under test, and goes through visits with it.
Prints a table of the cases; exit 0 only when none failed.

  --name NAME            the reader's name (default: kazasu)
  --credentials FOLDER   of a terminal paired as "conformance" (kazasu terminal --pair)
  --foreign-broker       the reader uses a broker that keeps no rules for terminals: cases that need them are skipped
  --visit                with the cases of a visit
  --port PORT            where the played reader listens (default: 18830)
  --serial PATH          its serial port instead`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        reader: { type: 'string' },
        terminal: { type: 'boolean', default: false },
        name: { type: 'string', default: 'kazasu' },
        credentials: { type: 'string' },
        'foreign-broker': { type: 'boolean', default: false },
        serial: { type: 'string' },
        visit: { type: 'boolean', default: false },
        port: { type: 'string', default: '18830' },
        json: { type: 'boolean', default: false },
      },
    });
    const { reader: url, name: reader, credentials } = values;
    if ((url === undefined) === !values.terminal) throw new WrongUse('either --reader URL or --terminal');
    const onFinding = (finding: Finding) => console.error(lineOf(finding));
    const findings =
      url === undefined
        ? await testTerminal(
            {
              stage: values.serial === undefined ? { port: count('port', values.port) } : serialStage(values.serial),
              reader,
            },
            (at) => console.error(`connect the terminal to ${at}`),
            { usuallyMs: 20_000, onFinding },
          )
        : await testReader(
            {
              reader,
              foreignBroker: values['foreign-broker'],
              open: async () =>
                openWire(url, reader, credentials === undefined ? {} : await readCredentials(credentials)),
              ...(values.visit ? { layCard: () => console.error(askForCard) } : {}),
            },
            { usuallyMs: 15_000, onFinding },
          );
    const counts = countOf(findings);
    console.log(`\n${tableOf(findings)}`);
    if (values.json) console.log(JSON.stringify({ findings, ...counts, holds: counts.failed === 0 }));
    return counts.failed === 0 ? 0 : 1;
  },
};

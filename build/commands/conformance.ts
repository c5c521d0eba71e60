import { parseArgs } from 'node:util';
import { tableOf } from '../conformance/case.ts';
import { testReader } from '../conformance/test-reader.ts';
import { testTerminal } from '../conformance/test-terminal.ts';
import { readCredentials } from '../terminal/credentials.ts';
import { openWire } from '../terminal/wire.ts';
import { type Command, WrongUse } from './command.ts';

export const conformance: Command = {
  summary: 'test a reader, or a terminal, against the protocol over the wire (npm run conformance)',
  help: `kazasu conformance --reader URL [--name NAME] [--credentials FOLDER] [--foreign-broker]
kazasu conformance --terminal [--port PORT] [--name NAME]

--reader tests a reader while nobody is at it: mqtt://host:port, mqtts://host:port, or serial:/dev/ttyS0?baud=115200.
--terminal plays a reader on loopback, waits for the terminal under test, and goes through visits with it.
Prints a table of the cases; exit 0 only when none failed.

  --name NAME            the reader's name (default: kazasu)
  --credentials FOLDER   of a terminal paired as "conformance" (kazasu terminal --pair)
  --foreign-broker       the reader uses a broker of the facility: cases that only its own can pass are skipped
  --port PORT            where the played reader listens (default: 18830)`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        reader: { type: 'string' },
        terminal: { type: 'boolean', default: false },
        name: { type: 'string', default: 'kazasu' },
        credentials: { type: 'string' },
        'foreign-broker': { type: 'boolean', default: false },
        port: { type: 'string', default: '18830' },
      },
    });
    const { reader: url, name: reader, credentials } = values;
    if ((url === undefined) === !values.terminal) throw new WrongUse('either --reader URL or --terminal');
    const findings =
      url === undefined
        ? await testTerminal({ port: Number(values.port), reader }, (at) =>
            console.error(`connect the terminal to ${at}`),
          )
        : await testReader({
            reader,
            foreignBroker: values['foreign-broker'],
            open: async () =>
              openWire(url, reader, credentials === undefined ? {} : await readCredentials(credentials)),
          });
    console.log(tableOf(findings));
    return findings.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
  },
};

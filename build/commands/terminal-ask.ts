import { parseArgs } from 'node:util';
import { incoming } from '../../firmware/terminal/messages.ts';
import { askOnce } from '../terminal/ask-once.ts';
import { readCredentials } from '../terminal/credentials.ts';
import { openWire } from '../terminal/wire.ts';
import { type Command, WrongUse } from './command.ts';

export const terminalAsk: Command = {
  summary: 'ask one thing of a reader, as a terminal: statistics, log, mode, restart …',
  help: `kazasu terminal ask REQUEST [DATA] --reader URL [--name NAME] [--as TERMINAL] [--credentials FOLDER]

Sends one request with the fields of DATA (JSON, default {}) and prints the reply's data as JSON. Exit 0 only when it was accepted.

  kazasu terminal ask reader-information --reader mqtt://127.0.0.1:18830
  kazasu terminal ask statistics '{"day":"2025-04-01"}' --reader mqtt://127.0.0.1:18830
  kazasu terminal ask mode '{"mode":"visual"}' --reader serial:/dev/ttyS0

REQUEST is one of ${Object.keys(incoming).join(', ')}; the fields of each: npm run docs.

  --reader URL           mqtt://host:port, mqtts://host:port, or serial:/dev/ttyS0?baud=115200
  --name NAME            the reader's name (default: kazasu)
  --as TERMINAL          this terminal's name (default: counter-1)
  --credentials FOLDER   of a paired terminal`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        reader: { type: 'string' },
        name: { type: 'string', default: 'kazasu' },
        as: { type: 'string', default: 'counter-1' },
        credentials: { type: 'string' },
      },
    });
    const [name, text = '{}', ...more] = positionals;
    const { reader: url, name: reader, as: terminal, credentials } = values;
    if (name === undefined || more.length > 0) throw new WrongUse('REQUEST, and its DATA in one argument');
    if (url === undefined) throw new WrongUse('--reader says where the reader is');
    const data = dataOf(text);
    const wire = await openWire(url, reader, credentials === undefined ? {} : await readCredentials(credentials));
    try {
      const reply = await askOnce(wire, { reader, terminal, name, data });
      console.log(JSON.stringify(reply));
      return reply.accepted ? 0 : 1;
    } finally {
      await wire.close();
    }
  },
};

function dataOf(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new WrongUse(`DATA is no JSON: ${text}`);
  }
}

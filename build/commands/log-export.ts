import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { exportOwnRecords } from '../../firmware/device/export-own-records.ts';
import { loadSettings } from '../../firmware/device/settings.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { asker } from '../terminal/ask-once.ts';
import { readCredentials } from '../terminal/credentials.ts';
import { fetchRecords } from '../terminal/fetch-records.ts';
import { openWire } from '../terminal/wire.ts';
import { type Command, WrongUse } from './command.ts';

export const logExport: Command = {
  summary: 'write both logs into one signed file, as JSON lines and as tables',
  help: `kazasu log export --out FILE.zip [--settings FILE]
kazasu log export --out FILE.zip --reader URL [--name NAME] [--as TERMINAL] [--credentials FOLDER]

Operation log and error log of the reader in one ZIP file that the device signs; the reader may run meanwhile. Nothing personal is in it.
\`kazasu log verify --certificate device-certificate.pem FILE.zip\` checks it anywhere, offline.

  --out FILE.zip         the file to make
  --settings FILE        the settings of this machine's own reader (default: device.config.json)
  --reader URL           another reader, asked as a terminal: mqtt://host:port, mqtts://host:port, or serial:/dev/ttyS0?baud=115200
  --name NAME            its name (default: kazasu)
  --as TERMINAL          this terminal's name (default: counter-1)
  --credentials FOLDER   of a paired terminal`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        settings: { type: 'string', default: 'device.config.json' },
        reader: { type: 'string' },
        name: { type: 'string', default: 'kazasu' },
        as: { type: 'string', default: 'counter-1' },
        credentials: { type: 'string' },
      },
    });
    const { out, reader: url, name: reader, as: terminal, credentials } = values;
    if (!out?.endsWith('.zip')) throw new WrongUse('--out names the ZIP file to make');
    if (url === undefined) {
      console.log(JSON.stringify(await exportOwnRecords(await loadSettings(values.settings), out, systemClock.wall())));
      return 0;
    }
    const wire = await openWire(url, reader, credentials === undefined ? {} : await readCredentials(credentials));
    try {
      await writeFile(out, await fetchRecords(asker(wire, { reader, terminal })), { mode: 0o600 });
      return 0;
    } finally {
      await wire.close();
    }
  },
};

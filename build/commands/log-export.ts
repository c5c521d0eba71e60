import { parseArgs } from 'node:util';
import { openDeviceKey } from '../../crypto/device-key.ts';
import { keyFiles } from '../../firmware/device/key-files.ts';
import { loadSettings } from '../../firmware/device/settings.ts';
import { systemClock } from '../../firmware/device/system-clock.ts';
import { exportRecords } from '../../firmware/records/export-records.ts';
import { type Command, WrongUse } from './command.ts';

export const logExport: Command = {
  summary: 'write both logs into one signed file, as JSON lines and as tables',
  help: `kazasu log export --out FILE.zip [--settings FILE]

Operation log and error log of the reader in one ZIP file that the device signs; the reader may run meanwhile. Nothing personal is in it.
\`kazasu log verify --certificate device-certificate.pem FILE.zip\` checks it anywhere, offline.

  --out FILE.zip    the file to make
  --settings FILE   the settings (default: device.config.json)`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, settings: { type: 'string', default: 'device.config.json' } },
    });
    if (!values.out?.endsWith('.zip')) throw new WrongUse('--out names the ZIP file to make');
    const { device, records } = await loadSettings(values.settings);
    const now = systemClock.wall();
    const key = await openDeviceKey(device.folder, { files: keyFiles(device), now });
    const manifest = await exportRecords({ folder: records.folder, out: values.out, key, now });
    console.log(JSON.stringify(manifest));
    return 0;
  },
};

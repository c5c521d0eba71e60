import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemFiles } from '../../crypto/durable-files.ts';
import { askFactoryReset, resetIfAsked } from '../../firmware/device/life/factory-reset.ts';
import { loadSettings } from '../../firmware/device/settings.ts';
import { lockInFolder } from '../../firmware/records/folder-lock.ts';
import { type Command, WrongUse } from './command.ts';

export const factoryResetCommand: Command = {
  summary: 'remove all that the facility has left on the device',
  help: `kazasu factory-reset --yes [--settings FILE]

Removes records, password, paired terminals, waiting messages and the broker's credentials; what the vendor gave stays. Export the records before
(kazasu log export). A reader that runs does it at its next start; otherwise it is done at once.

  --settings FILE   the settings (default: device.config.json)`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        yes: { type: 'boolean', default: false },
        settings: { type: 'string', default: 'device.config.json' },
      },
    });
    if (!values.yes) throw new WrongUse('--yes is needed: what is removed is gone');
    const settings = await loadSettings(values.settings);
    await askFactoryReset(settings.device.folder, systemFiles);
    await mkdir(settings.records.folder, { recursive: true });
    const unlock = await lockInFolder(settings.records.folder, 'operation').catch(() => undefined);
    if (!unlock) {
      console.log('asked: the reader runs, and does it at its next start');
      return 0;
    }
    try {
      await resetIfAsked(settings, systemFiles);
    } finally {
      await unlock();
    }
    console.log('nothing of the facility is left');
    return 0;
  },
};

import { parseArgs } from 'node:util';
import { startReader } from '../../firmware/device/start.ts';
import type { Command } from './command.ts';

export const run: Command = {
  summary: 'run the reader with a settings file',
  help: `kazasu run [--settings FILE]

Runs the reader until SIGTERM or SIGINT.

  --settings FILE   the settings (default: device.config.json)`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { settings: { type: 'string', default: 'device.config.json' } },
    });
    const reader = await startReader(values.settings);
    console.log(`kazasu is ready: panel ${reader.panel}, terminal ${reader.mqtt}`);
    const reason = await new Promise<string>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
    });
    await reader.close(reason);
    return 0;
  },
};

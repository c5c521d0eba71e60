import { parseArgs } from 'node:util';
import { runReader } from '../../firmware/device/run-reader.ts';
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
    const stop = new Promise<string>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
    });
    await runReader(
      () => startReader(values.settings),
      stop,
      ({ panel, mqtt }) => console.log(`kazasu is ready: panel ${panel}, terminal ${mqtt}`),
    );
    return 0;
  },
};

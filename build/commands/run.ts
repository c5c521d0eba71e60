import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { runReader } from '../../firmware/device/run-reader.ts';
import { startReader } from '../../firmware/device/start.ts';
import type { Command } from './command.ts';
import { productionReader } from './production-reader.ts';

export const run: Command = {
  summary: 'run the reader with a settings file',
  help: `kazasu run [--settings FILE] [--production]

Runs the reader until SIGTERM or SIGINT.

  --settings FILE   the settings (default: device.config.json)
  --production      the production build, only where everything that production demands is so (see kazasu doctor)`,
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        settings: { type: 'string', default: 'device.config.json' },
        production: { type: 'boolean', default: false },
      },
    });
    return values.production ? runProduction(values.settings) : runHere(values.settings);
  },
};

async function runHere(settings: string): Promise<number> {
  const stop = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  await runReader(
    () => startReader(settings),
    stop,
    ({ panel, mqtt }) => console.log(`kazasu is ready: panel ${panel}, terminal ${mqtt}`),
  );
  return 0;
}

/** Another program, with options of its own for Node: this one cannot become it. */
async function runProduction(settings: string): Promise<number> {
  const reader = spawn(process.execPath, productionReader(settings), { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => reader.kill(signal));
  return new Promise((resolve) => reader.once('exit', (code) => resolve(code ?? 1)));
}

import { parseArgs } from 'node:util';
import { demandProduction, examine } from './device/health/examine.ts';
import { runReader } from './device/run-reader.ts';
import { startReader } from './device/start.ts';
import { supervisor } from './device/supervisor.ts';
import { systemClock } from './device/system-clock.ts';
import { CodedError } from './records/coded-error.ts';

/**
 * The reader: reads its settings, makes its parts, starts them. Tells its parent `ready` with its addresses over IPC, if there is one.
 * `--production` starts only where everything that production demands is so; `--examine` tells every point as JSON, and starts nothing.
 */
const { values } = parseArgs({
  options: {
    settings: { type: 'string', default: 'device.config.json' },
    set: { type: 'string' },
    production: { type: 'boolean', default: false },
    examine: { type: 'boolean', default: false },
  },
});

try {
  if (values.examine) {
    console.log(JSON.stringify(await examine(values.settings)));
    process.exit(0);
  }
  if (values.production) await demandProduction(values.settings);
  const living = new AbortController();
  const manager = supervisor(systemClock, living.signal);
  const stop = new Promise<string>((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
    process.on('disconnect', () => resolve('PARENT_GONE')); // started by a tool: never outlives it
  });
  void stop.then(() => {
    living.abort();
    manager.stopping();
  });
  const overrides = values.set ? JSON.parse(values.set) : undefined;
  await runReader(
    () => startReader(values.settings, overrides),
    stop,
    ({ panel, mqtt }) => {
      manager.ready();
      if (process.send) process.send({ ready: true, panel, mqtt });
      else console.log(`kazasu is ready: panel ${panel}, terminal ${mqtt}`);
    },
  );
  process.exit(0);
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(`${error.code}: ${error.message}\nnext: ${error.next}`);
  process.exit(1);
}

import { parseArgs } from 'node:util';
import { runReader } from './device/run-reader.ts';
import { startReader } from './device/start.ts';
import { CodedError } from './records/coded-error.ts';

/** The reader: reads its settings, makes its parts, starts them. Tells its parent `ready` with its addresses over IPC, if there is one. */
const { values } = parseArgs({
  options: { settings: { type: 'string', default: 'device.config.json' }, set: { type: 'string' } },
});

try {
  const stop = new Promise<string>((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
    process.on('disconnect', () => resolve('PARENT_GONE')); // started by a tool: never outlives it
  });
  const overrides = values.set ? JSON.parse(values.set) : undefined;
  await runReader(
    () => startReader(values.settings, overrides),
    stop,
    ({ panel, mqtt }) => {
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

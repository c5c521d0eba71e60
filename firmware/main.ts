import { parseArgs } from 'node:util';
import { startReader } from './device/start.ts';
import { CodedError } from './records/coded-error.ts';

/** The reader: reads its settings, makes its parts, starts them. Tells its parent `ready` with its addresses over IPC, if there is one. */
const { values } = parseArgs({
  options: { settings: { type: 'string', default: 'device.config.json' }, set: { type: 'string' } },
});

try {
  const reader = await startReader(values.settings, values.set ? JSON.parse(values.set) : undefined);
  const stop = async (reason: string) => {
    await reader.close(reason);
    process.exit(0);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('disconnect', () => stop('PARENT_GONE')); // started by a tool: never outlives it
  if (process.send) process.send({ ready: true, panel: reader.panel, mqtt: reader.mqtt });
  else console.log(`kazasu is ready: panel ${reader.panel}, terminal ${reader.mqtt}`);
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  console.error(`${error.code}: ${error.message}\nnext: ${error.next}`);
  process.exit(1);
}

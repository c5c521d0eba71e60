import { randomUUID } from 'node:crypto';
import { connectAsync } from 'mqtt';
import type { Settings } from '../../firmware/device/settings.ts';
import type { StandingFault } from '../../firmware/records/faults-board.ts';

/** Tells the state of a running reader and each change of its faults, as its terminals hear them, until a signal ends it. */
export async function watchFaults(
  { reader, terminal: { mqtt } }: Pick<Settings, 'reader' | 'terminal'>,
  tell: (line: string) => void,
): Promise<void> {
  const topic = `kazasu/1/${reader.name}`;
  const client = await connectAsync(`mqtt://${mqtt.listen.host}:${mqtt.listen.port}`, {
    clientId: `doctor-${randomUUID()}`,
  });
  client.on('close', () => tell('the reader is not there'));
  client.on('message', (from, payload) => {
    const { data, time } = JSON.parse(payload.toString());
    for (const line of from === `${topic}/state`
      ? stateLines(data)
      : [faultLine(from.split('-').at(-1) ?? '', data.fault)])
      tell(`${time}  ${line}`);
  });
  await client.subscribeAsync([`${topic}/state`, `${topic}/event/fault-raised`, `${topic}/event/fault-cleared`]);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  await client.endAsync(true);
}

const stateLines = (state: { readonly status: string; readonly faults: readonly StandingFault[] }): string[] => [
  `${state.status}, ${state.faults.length} faults`,
  ...state.faults.map((fault) => faultLine('stands', fault)),
];

const faultLine = (how: string, { code, part, what, next }: StandingFault): string =>
  `  ${how} ${code}${part === undefined ? '' : ` (${part})`}: ${what} ${next}`;

import { randomUUID } from 'node:crypto';
import { type FaultsBoard, standingFault } from '../records/faults-board.ts';
import type { TerminalLink } from '../terminal/link.ts';
import { startMqttLink } from '../terminal/mqtt-link.ts';
import { startSerialLink } from '../terminal/serial/serial-link.ts';
import type { Clock } from './clock.ts';
import type { Settings } from './settings.ts';

const lineCodes = ['TERMINAL_LINE_UNAVAILABLE', 'TERMINAL_LINE_SILENT'];
const linePart = 'terminal-serial';

/** Every way to a terminal that the settings name, and where MQTT is. */
export interface OpenLinks {
  readonly links: readonly TerminalLink[];
  readonly mqtt: string;
}

/** Opens the ways to the terminals; the fault of a serial line stands while nobody is heard on it (R46). Throws TERMINAL_LINK_UNAVAILABLE. */
export async function openLinks(
  { reader, terminal: { mqtt, serial } }: Pick<Settings, 'reader' | 'terminal'>,
  faults: FaultsBoard,
  clock: Clock,
): Promise<OpenLinks> {
  const parts = { reader: reader.name, clock, newId: randomUUID };
  const broker = await startMqttLink(mqtt, parts);
  const { path, baudRate } = serial;
  if (path === undefined) return { links: [broker], mqtt: broker.url };
  const line = await startSerialLink(
    { path, baudRate },
    {
      ...parts,
      onLine: (trouble) => {
        for (const code of lineCodes) if (code !== trouble?.code) faults.clear(code, linePart);
        if (trouble) faults.raise(standingFault(trouble, linePart));
      },
    },
  );
  return { links: [broker, line], mqtt: broker.url };
}

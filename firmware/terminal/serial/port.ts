import { type OpenPort, systemPort } from '../../../drivers/serial/open-port.ts';
import type { Settings } from '../../device/settings.ts';
import { terminalFault } from '../faults.ts';

export type { OpenPort, Port } from '../../../drivers/serial/open-port.ts';

export type SerialSettings = Omit<Settings['terminal']['serial'], 'paired'> & { readonly path: string };

/** The port of the settings. Throws TERMINAL_LINE_UNAVAILABLE. */
export function serialPort(settings: SerialSettings): OpenPort {
  const open = systemPort(settings);
  return (onData) =>
    open(onData).catch((cause: unknown) => {
      throw terminalFault('TERMINAL_LINE_UNAVAILABLE', settings.path, { cause });
    });
}

import type { Settings } from '../../device/settings.ts';
import { terminalFault } from '../faults.ts';

export type SerialSettings = Omit<Settings['terminal']['serial'], 'paired'> & { readonly path: string };

/** An open serial port. */
export interface Port {
  /** Done when the bytes are handed to the system; fails when the port is gone, or never ends: the heartbeat decides. */
  write(bytes: Buffer): Promise<void>;
  /** Done when the port says that it is gone, which it may forget. */
  readonly gone: Promise<void>;
  /** Done after a second at the latest. Never throws. */
  close(): Promise<void>;
}

/** Opens a port; `onData` gets every byte. Throws TERMINAL_LINE_UNAVAILABLE. */
export type OpenPort = (onData: (chunk: Buffer) => void) => Promise<Port>;

const closeWithinMs = 1000;

/** The port of the settings: 8 data bits, no parity, 1 stop bit, no flow control, for this process alone; DTR stays up when it closes. */
export function serialPort({ path, baudRate }: SerialSettings): OpenPort {
  return async (onData) => {
    const unavailable = (cause: unknown): never => {
      throw terminalFault('TERMINAL_LINE_UNAVAILABLE', path, { cause });
    };
    const { SerialPort } = await import('serialport').catch(unavailable);
    const port = new SerialPort({ path, baudRate, hupcl: false, autoOpen: false });
    const gone = new Promise<void>((resolve) => {
      port.on('close', resolve);
      port.on('error', () => resolve());
    });
    port.on('data', onData);
    await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve()))).catch(
      unavailable,
    );
    return {
      gone,
      write: (bytes) =>
        new Promise((resolve, reject) => port.write(bytes, (error) => (error ? reject(error) : resolve()))),
      async close() {
        port.off('data', onData);
        if (!port.isOpen) return;
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, closeWithinMs);
        });
        await Promise.race([late, new Promise<void>((resolve) => port.close(() => resolve()))]);
        clearTimeout(timer);
      },
    };
  };
}

/** An open serial port. */
export interface Port {
  /** Done when the bytes are handed to the system; fails when the port is gone, or never ends: a heartbeat decides. */
  write(bytes: Uint8Array): Promise<void>;
  /** Done when the port says that it is gone, which it may forget. */
  readonly gone: Promise<void>;
  /** Done after a second at the latest. Never throws. */
  close(): Promise<void>;
}

/** Opens a port; `onData` gets every byte. */
export type OpenPort = (onData: (chunk: Buffer) => void) => Promise<Port>;

const closeWithinMs = 1000;

/**
 * A port of the system: 8 data bits, no parity, 1 stop bit, no flow control, for this process alone; DTR stays up when it closes,
 * so that a microcontroller is not reset. Throws the system's error, or the loader's where the package serialport is missing.
 */
export function systemPort({ path, baudRate }: { readonly path: string; readonly baudRate: number }): OpenPort {
  return async (onData) => {
    const { SerialPort } = await import('serialport');
    const port = new SerialPort({ path, baudRate, hupcl: false, autoOpen: false });
    const gone = new Promise<void>((resolve) => {
      port.on('close', resolve);
      port.on('error', () => resolve());
    });
    port.on('data', onData);
    await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
    return {
      gone,
      write: (bytes) =>
        new Promise((resolve, reject) =>
          port.write(Buffer.from(bytes), (error) => (error ? reject(error) : resolve())),
        ),
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

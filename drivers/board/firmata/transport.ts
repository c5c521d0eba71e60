import { EventEmitter } from 'node:events';
import type { Port } from '../../serial/open-port.ts';

/** No Firmata message of a microcontroller is longer, in bytes. */
const longestMessage = 4096;

/**
 * What Firmata speaks through: one and the same for ever, while the serial port behind it comes and goes. Made so because johnny-five
 * never forgets a board or a part that was once made: with a new one for every port, a loose plug would eat the memory.
 */
export class Transport extends EventEmitter {
  #port: Port | undefined;
  /** A write failed: the port is gone, whether it says so or not. */
  #broken = false;

  get broken(): boolean {
    return this.#broken;
  }

  attach(port: Port): void {
    this.#port = port;
    this.#broken = false;
    void port.gone.then(() => {
      if (this.#port === port) this.#broken = true;
    });
  }

  detach(): void {
    this.#port = undefined;
  }

  /** What is written while there is no port is lost; the board is set anew when it is back. */
  write(bytes: Uint8Array, done?: () => void): void {
    const port = this.#port;
    port?.write(bytes).catch(() => {
      if (this.#port === port) this.#broken = true;
    });
    done?.();
  }

  /**
   * Bytes of the port. `unfinished`: what the reader of Firmata keeps of a message; noise that makes it fail, or grow, is forgotten.
   */
  hear(chunk: Buffer, unfinished: number[]): void {
    try {
      this.emit('data', chunk);
    } catch {
      unfinished.length = 0;
    }
    if (unfinished.length > longestMessage) unfinished.length = 0;
  }
}

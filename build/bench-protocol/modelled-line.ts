import { setTimeout as delay } from 'node:timers/promises';
import type { OpenPort } from '../../firmware/terminal/serial/port.ts';

const bitsPerByte = 10;
/** Bytes that are handed on together, as a port of 115,200 baud does every few milliseconds. */
const chunkBytes = 64;

/** Both ends of a serial line that carries so many bits a second each way, and not more. */
export function modelledLine(baudRate: number): readonly [OpenPort, OpenPort] {
  const sinks: (((chunk: Buffer) => void) | undefined)[] = [undefined, undefined];
  const end = (own: 0 | 1): OpenPort => {
    let freeAt = 0;
    return async (onData) => {
      sinks[own] = onData;
      return {
        gone: new Promise(() => {}),
        write: async (bytes) => {
          freeAt = Math.max(freeAt, performance.now());
          for (let at = 0; at < bytes.length; at += chunkBytes) {
            const chunk = bytes.subarray(at, at + chunkBytes);
            freeAt += (1000 * bitsPerByte * chunk.length) / baudRate; // a late timer does not slow the line
            const waitMs = freeAt - performance.now();
            if (waitMs > 1) await delay(waitMs);
            sinks[1 - own]?.(Buffer.from(chunk));
          }
        },
        close: async () => {
          sinks[own] = undefined;
        },
      };
    };
  };
  return [end(0), end(1)];
}

/** The part of firmata-io that is used; the package brings no types. */
declare module 'firmata-io' {
  import type { EventEmitter } from 'node:events';

  interface FirmataPin {
    readonly supportedModes: readonly number[];
    mode: number | undefined;
    value: number;
  }

  class Firmata extends EventEmitter {
    constructor(transport: EventEmitter, options: { reportVersionTimeout: number });
    isReady: boolean;
    readonly pins: FirmataPin[];
    /** Pin of each analog channel. */
    readonly analogPins: number[];
    /** Bytes of a message that has not come to its end. */
    readonly buffer: number[];
    pinMode(pin: number, mode: number): void;
    digitalWrite(pin: number, value: 0 | 1): void;
    pwmWrite(pin: number, value: number): void;
    reportDigitalPin(pin: number, on: 0 | 1): void;
    reportAnalogPin(channel: number, on: 0 | 1): void;
    setSamplingInterval(ms: number): void;
  }

  const library: { readonly Firmata: typeof Firmata };
  export default library;
  export type { Firmata };
}
